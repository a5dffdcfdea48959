import Foundation
import GRDB
import Testing

@testable import Experiments

@Suite("The death of a process that writes runs", .serialized)
struct StoreKillTests {
    /// Where the doomed process, a child of this one, writes; both know this one's number.
    private static func folder(of parent: pid_t) -> String {
        NSTemporaryDirectory() + "firstmover-doomed-writer-\(parent)"
    }

    @Test("by kill -9 at any moment leaves a sound store with everything that was committed", arguments: 0..<6)
    func killed(round: Int) async throws {
        let folder = Self.folder(of: getpid())
        let promise = "\(folder)/promise"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Another moment every time: 60 to 210 ms after the first commit.
        try Data("\(60 + 30 * round)".utf8).write(to: URL(filePath: "\(folder)/milliseconds"))

        await #expect(processExitsWith: .signal(SIGKILL)) {
            let folder = StoreKillTests.folder(of: getppid())
            let delay = try String(contentsOfFile: "\(folder)/milliseconds", encoding: .utf8)
            let milliseconds = try #require(Double(delay))
            let recorder = try RunStore(path: "\(folder)/runs.sqlite").begin(StoreSamples.start())
            for episode in 0... {
                recorder.add(arm: episode % 2, episode: episode / 2, values: [Double(episode), .nan], seconds: 0)
                try recorder.commit()
                // Written after the commit, so it never promises too much.
                try Data("\(episode + 1)".utf8).write(to: URL(filePath: "\(folder)/promise"), options: .atomic)
                if episode == 0 {
                    Thread.detachNewThread {
                        Thread.sleep(forTimeInterval: milliseconds / 1000)
                        kill(getpid(), SIGKILL)
                    }
                }
            }
        }

        let promised = try #require(Int(try String(contentsOfFile: promise, encoding: .utf8)))
        #expect(promised > 0)
        let store = try RunStore(path: "\(folder)/runs.sqlite")
        #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        let run = try store.run(1)
        #expect(run.state == .died)
        #expect(run.document == nil)
        let kept = run.summary.episodeCounts.reduce(0, +)
        #expect(kept >= promised && kept <= promised + 1)
        for (arm, episodes) in run.episodes.enumerated() {
            #expect(episodes.map { $0.values[0] } == episodes.indices.map { Double(2 * $0 + arm) })
        }
        // The next run goes on as if nothing had happened.
        #expect(try store.begin(StoreSamples.start()).id == 2)
    }
}
