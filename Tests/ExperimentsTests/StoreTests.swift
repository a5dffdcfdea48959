import Foundation
import Policy
import Testing

@testable import Experiments

@Suite("The run store")
struct StoreTests {
    @Test("keeps every field of a run")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let start = StoreSamples.start()
        let document: JSON = ["schema": "firstmover.ab/1", "text": "é \u{1F600}\n", "mean": 0.1, "none": nil]
        let id: Int
        do {
            let recorder = try folder.store().begin(start)
            id = recorder.id
            recorder.add(arm: 0, episode: 0, values: [0.1 + 0.2, -1.0 / 3], seconds: 0.25)
            recorder.add(arm: 1, episode: 1, values: [.nan, .infinity], seconds: 1.5)
            recorder.add(arm: 1, episode: 0, values: [.leastNonzeroMagnitude, -.infinity], seconds: 1)
            try recorder.finish(document, as: .finished, verdict: "worse")
        }
        let run = try folder.store().run(id)
        #expect(run.id == 1)
        #expect(run.start == start)
        #expect(run.state == .finished)
        #expect(run.verdict == "worse")
        #expect(run.document == document.text(.pretty) + "\n")
        #expect(run.episodes.map { $0.map(\.index) } == [[0], [0, 1]])
        #expect(run.episodes.map { $0.map(\.seconds) } == [[0.25], [1, 1.5]])
        #expect(run.episodes[0][0].values.map(\.bitPattern) == [0.1 + 0.2, -1.0 / 3].map(\.bitPattern))
        #expect(run.episodes[1][0].values == [.leastNonzeroMagnitude, -.infinity])
        #expect(run.episodes[1][1].values[0].isNaN && run.episodes[1][1].values[1] == .infinity)
        // It began in this minute, and says so in UTC.
        #expect(run.created.hasSuffix("Z") && abs(run.unixTime - Date().timeIntervalSince1970) < 60)
    }

    @Test("keeps all 64 bits of a seed, beyond which world seeds wrap", arguments: [0, 1 << 63, UInt64.max - 1])
    func seeds(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let recorder = try folder.store().begin(StoreSamples.start(seed: seed))
        for episode in 0..<3 { recorder.add(arm: 0, episode: episode, values: [1, 2], seconds: 0) }
        try recorder.finish([:], as: .finished, verdict: nil)
        let run = try folder.store().run(recorder.id)
        #expect(run.start.seed == seed)
        #expect(run.episodes[0].map(run.worldSeed) == [seed, seed &+ 1, seed &+ 2])
    }

    @Test("keeps the policies of an arm as they were written, options and quotes included")
    func arms() throws {
        let text = "followers='python3 mine.py --x 1,operator=2',operator=sac:checkpoint=best.onnx,alpha=0.1"
        let arm = StoredRun.Arm(try ArmReference(parsing: text))
        #expect(arm.name == text)
        #expect(arm.operator == "sac:checkpoint=best.onnx,alpha=0.1")
        #expect(arm.followers == "'python3 mine.py --x 1,operator=2'")
    }

    @Test("shows a run from its first moment on, and who plays once they have introduced themselves")
    func visible() throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        var start = StoreSamples.start()
        for index in start.arms.indices { start.arms[index].plugins = [] }
        let recorder = try store.begin(start)
        let reader = try folder.store()
        #expect(try reader.run(recorder.id).state == .running)
        #expect(try reader.run(recorder.id).start == start)
        recorder.identify([StoreSamples.plugin(.operator, "analytic")], arm: 1)
        recorder.add(arm: 1, episode: 0, values: [1, 2], seconds: 0)
        try recorder.commit()
        let run = try reader.run(recorder.id)
        #expect(run.start.declarations == StoreSamples.declarations)
        #expect(run.start.arms.map { $0.plugins.map(\.name) } == [[], ["analytic"]])
        #expect(run.summary.episodeCounts == [0, 1])
        #expect(run.summary(of: 1, arm: 1).mean == 2 && run.summary(of: 1, arm: 1).sd.isNaN)
    }

    @Test("commits what is added by itself, within two seconds")
    func byItself() throws {
        let folder = try TemporaryFolder()
        let recorder = try folder.store().begin(StoreSamples.start())
        let reader = try folder.store()
        for episode in 0..<2 {
            recorder.add(arm: 0, episode: episode, values: [1, 2], seconds: 0)
            // The first goes at once, the second a second later; ten times that is for a machine under load.
            let end = Date() + 10
            while try reader.run(recorder.id).episodes[0].count <= episode, Date() < end {
                Thread.sleep(forTimeInterval: 0.01)
            }
            #expect(try reader.run(recorder.id).episodes[0].count == episode + 1)
        }
        try recorder.fail()
        #expect(try reader.run(recorder.id).state == .failed)
    }

    @Test("lists the newest runs first, filtered by kind, scenario or the beginning of its hash")
    func list() throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        _ = try store.begin(StoreSamples.start(kind: .run))
        _ = try store.begin(StoreSamples.start(scenario: "offloading", hash: "0123456789ab"))
        _ = try store.begin(StoreSamples.start(kind: .run, scenario: "offloading", hash: "0123456789ab"))
        func ids(_ filter: RunStore.Filter) throws -> [Int] { try store.runs(filter).map(\.id) }
        #expect(try ids(.init()) == [3, 2, 1])
        #expect(try ids(.init(limit: 2)) == [3, 2])
        #expect(try ids(.init(kind: .run)) == [3, 1])
        #expect(try ids(.init(scenario: "offloading", limit: 1)) == [3])
        #expect(try ids(.init(kind: .ab, scenario: "012345")) == [2])
        #expect(try ids(.init(scenario: "0")) == [])
        #expect(try ids(.init(kind: .check)) == [])
    }

    @Test("takes runs of many writers at once, each of a connection of its own")
    func writers() async throws {
        let folder = try TemporaryFolder()
        let path = folder.storePath
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    // They also make the file at once.
                    let recorder = try RunStore(path: path).begin(StoreSamples.start(seed: UInt64(writer)))
                    for episode in 0..<50 {
                        recorder.add(arm: 1, episode: episode, values: [Double(writer), 0], seconds: 0)
                        if episode % 10 == 0 { try recorder.commit() }
                    }
                    try recorder.finish([:], as: .finished, verdict: nil)
                }
            }
            try await group.waitForAll()
        }
        let store = try folder.store()
        let runs = try store.runs().map { try store.run($0.id) }
        #expect(Set(runs.map(\.start.seed)) == [0, 1, 2, 3])
        for run in runs {
            #expect(run.state == .finished)
            #expect(run.episodes[1].map { $0.values[0] } == Array(repeating: Double(run.start.seed), count: 50))
        }
    }

    @Test("says died of a run whose process is gone, was another, or ran before this boot")
    func died() throws {
        let mark = ProcessMark.current
        #expect(mark.isAlive)
        #expect(!ProcessMark(number: mark.number, start: mark.start + 1, boot: mark.boot).isAlive)
        #expect(!ProcessMark(number: mark.number, start: mark.start, boot: "another").isAlive)
        #expect(!ProcessMark(number: 1 << 30, start: mark.start, boot: mark.boot).isAlive)
    }

    @Test(
        "stands where the environment says",
        arguments: [
            (["FIRSTMOVER_STORE": "mine.db", "XDG_DATA_HOME": "/x", "HOME": "/h"], "mine.db"),
            (["XDG_DATA_HOME": "/x", "HOME": "/h"], "/x/firstmover/runs.sqlite"),
            (["XDG_DATA_HOME": "x", "HOME": "/h"], "/h/.local/share/firstmover/runs.sqlite"),
            (["FIRSTMOVER_STORE": "", "XDG_DATA_HOME": "", "HOME": "/h"], "/h/.local/share/firstmover/runs.sqlite"),
        ])
    func place(environment: [String: String], path: String) throws {
        #expect(try StorePlace.path(in: environment) == path)
        #expect(throws: StoreError.noPlace) { try StorePlace.path(in: ["HOME": ""]) }
    }
}
