import Foundation
import GRDB
import Testing

@testable import Experiments

@Suite("A run store that fails")
struct StoreFaultTests {
    @Test("as a newer one says so, and is left alone")
    func newer() throws {
        let folder = try TemporaryFolder()
        let known = RunStore.steps.count
        try folder.store().write { try $0.execute(sql: "PRAGMA user_version = \(known + 1)") }
        #expect(throws: StoreError.newer(path: folder.storePath, schema: known + 1, known: known)) {
            try folder.store()
        }
    }

    @Test("as a file of something else is left alone")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "no database at all\n", count: 100)
        let page = try folder.write(text, to: "page.txt")
        #expect(throws: StoreError.notAStore(path: page)) { try RunStore(path: page) }
        #expect(try String(contentsOfFile: page, encoding: .utf8) == text)

        let other = "\(folder.path)/other.sqlite"
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE mine (x)") }
        let bytes = FileManager.default.contents(atPath: other)
        #expect(throws: StoreError.notAStore(path: other)) { try RunStore(path: other) }
        #expect(FileManager.default.contents(atPath: other) == bytes)
    }

    @Test("as a folder, or in a folder that cannot be made, says which")
    func folders() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StoreError.cannotOpen(path: folder.path, reason: "it is a folder")) {
            try RunStore(path: folder.path)
        }
        let file = try folder.write("", to: "file")
        let path = "\(file)/deep/runs.sqlite"
        #expect(throws: StoreError.cannotOpen(path: path, reason: "its folder \(file)/deep cannot be made")) {
            try RunStore(path: path)
        }
    }

    @Test("as one that may not be written says so", .disabled(if: getuid() == 0, "root may write everywhere"))
    func readOnly() throws {
        let folder = try TemporaryFolder()
        _ = try folder.store().begin(StoreSamples.start())
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: folder.storePath)
        #expect(throws: StoreError.readOnly(path: folder.storePath)) {
            try folder.store().begin(StoreSamples.start())
        }
    }

    @Test("as one that takes no writes, as a mounted copy, says so")
    func queryOnly() throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = 1") }
        #expect(throws: StoreError.readOnly(path: folder.storePath)) { try store.begin(StoreSamples.start()) }
    }

    @Test("as one that another process keeps locked says so, after waiting for it")
    func locked() throws {
        let folder = try TemporaryFolder()
        let holder = try folder.store()
        let store = try RunStore(opening: folder.storePath, patience: 0.05)
        try holder.write { _ -> Void in
            #expect(throws: StoreError.locked(path: folder.storePath)) { try store.begin(StoreSamples.start()) }
        }
        #expect(try store.begin(StoreSamples.start()).id == 1)
    }

    @Test("for want of room says so at the end, and loses nothing once there is room")
    func full() throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let recorder = try store.begin(StoreSamples.start())
        // A bound on the file's pages is to SQLite what a full disk is.
        func limit(_ pages: Int) throws {
            _ = try store.read { try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)") }
        }
        try limit(1)
        for episode in 0..<2000 { recorder.add(arm: 0, episode: episode, values: [1, .nan], seconds: 0) }
        #expect(throws: StoreError.diskFull(path: folder.storePath)) {
            try recorder.finish([:], as: .finished, verdict: nil)
        }
        #expect(try store.run(recorder.id).state == .running)
        try limit(1 << 20)
        try recorder.finish([:], as: .finished, verdict: nil)
        #expect(try store.run(recorder.id).summary.episodeCounts == [2000, 0])
    }

    @Test(
        "with a column that nobody of ours wrote names the run and the column",
        arguments: [
            ("UPDATE runs SET kind = 'walk'", "runs.kind is \"walk\""),
            ("UPDATE runs SET state = 'lost'", "runs.state is \"lost\""),
            ("UPDATE runs SET seed = '-1'", "runs.seed is \"-1\""),
            ("UPDATE runs SET slotsPerEpisode = 'many'", "runs.slotsPerEpisode is \"many\""),
            ("UPDATE runs SET parameters = '{'", "runs.parameters is \"{\""),
            ("UPDATE runs SET arguments = '[1]'", "runs.arguments is \"[1]\""),
            ("UPDATE metrics SET direction = 'up' WHERE metric = 1", "metrics.direction is \"up\""),
            ("UPDATE plugins SET role = 'judge' WHERE arm = 1", "plugins.role is \"judge\""),
        ])
    func damaged(change: String, damage: String) throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        try store.begin(StoreSamples.start()).fail()
        try store.write { try $0.execute(sql: change) }
        let error = StoreError.damaged(path: folder.storePath, reason: "run 1: \(damage)")
        #expect(throws: error) { try store.run(1) }
        #expect(throws: error) { try store.runs() }
    }

    @Test(
        "with a value of nothing that was measured names the run and the column",
        arguments: [
            ("UPDATE episodeValues SET metric = 9 WHERE metric = 1", "episodeValues.metric is 9"),
            ("UPDATE episodeValues SET value = 'much' WHERE metric = 1", "episodeValues.value is \"much\""),
            ("UPDATE episodes SET seconds = 'long'", "episodes.seconds is \"long\""),
        ])
    func damagedEpisodes(change: String, damage: String) throws {
        let folder = try TemporaryFolder()
        let store = try folder.store()
        let recorder = try store.begin(StoreSamples.start())
        recorder.add(arm: 0, episode: 0, values: [1, 2], seconds: 0)
        try recorder.fail()
        try store.write { try $0.execute(sql: change) }
        #expect(throws: StoreError.damaged(path: folder.storePath, reason: "run 1: \(damage)")) { try store.run(1) }
    }

    @Test("names the remedy in one line, whatever it is")
    func words() {
        let errors: [StoreError] = [
            .noPlace, .cannotOpen(path: "p", reason: "r"), .readOnly(path: "p"), .notAStore(path: "p"),
            .newer(path: "p", schema: 2, known: 1), .locked(path: "p"), .diskFull(path: "p"),
            .damaged(path: "p", reason: "r"), .failed(path: "p", reason: "r"), .unknownRun(3),
            .unknownArm("c", run: 3, known: ["a", "b"]), .notAnArm("x"), .ambiguousArm(run: 3, known: ["a", "b"]),
        ]
        for error in errors { #expect(!"\(error)".contains("\n") && "\(error)".count > 20) }
    }
}
