import Foundation
import PluginHost
import PluginKit
import System
import Testing
import Wire

@Suite("Recordings")
struct RecordingTests {
    /// Plays three slots against the echo policy in memory; observation `slot` starts with `values[slot]`.
    private func record(_ values: [Double], to path: String) throws -> Recording {
        let writer = try RecordingWriter(path: path)
        let plugin = try Plugin(name: "echo", stream: LoopbackStream(Echo.self), recording: writer)
        let session = Fixture.session()
        let endpoint = try plugin.open(session)
        var observations = Observations(stage: 0, of: session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        for (slot, value) in values.enumerated() {
            observations.slot = UInt64(slot)
            observations.observation[0].float64[0] = value
            _ = try endpoint.decide(observations, into: &actions)
        }
        try writer.flush()
        return try Recording(path: path)
    }

    @Test("hold every frame in order, with both directions and rising times")
    func complete() throws {
        let folder = try TemporaryFolder()
        let recording = try record([1, 2, 3], to: folder.path + "/a.fmrec")
        #expect(recording.channels == ["echo"])
        #expect(!recording.isCut)
        // Hello, Open and three requests, each with its reply.
        #expect(
            recording.frames.map(\.direction) == Array(repeating: [.toPlugin, .fromPlugin], count: 5).flatMap { $0 })
        #expect(zip(recording.frames, recording.frames.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(recording.frames[0].dump.contains("hello"))
    }

    @Test("hold what came instead of a frame", arguments: ["chatty-first", "zero-frame", "half-frame-exit"])
    func remainder(misdeed: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.fmrec"
        let writer = try RecordingWriter(path: path)
        #expect(throws: PluginFailure.self) { try Plugin(Fixture.zoo(misdeed), recording: writer) }
        try writer.flush()
        let recording = try Recording(path: path)
        #expect(recording.frames.map(\.direction) == [.toPlugin, .remainder])
        let last = try #require(recording.frames.last)
        switch misdeed {
        case "chatty-first": #expect(last.body.starts(with: Array("Loading model... done.\n".utf8)))
        case "zero-frame": #expect(last.body == [0, 0, 0, 0])
        default: #expect(last.body == [0, 0, 0, 32] + Array("half".utf8))
        }
        #expect(last.dump.contains("\(last.body.count) bytes"))
        #expect(recording.firstDifference(from: recording) == nil)
    }

    @Test("are told apart plugin by plugin, also where several have one name")
    func namesakes() throws {
        let folder = try TemporaryFolder()
        func record(_ answers: [Double], _ file: String) throws -> Recording {
            let writer = try RecordingWriter(path: "\(folder.path)/\(file)")
            let session = Fixture.session()
            for answer in answers {
                let endpoint = try Plugin(name: "echo", stream: LoopbackStream(Echo.self), recording: writer).open(
                    session)
                var observations = Observations(stage: 0, of: session, endpoint.acceptance)
                var actions = Actions(stage: 0, of: session, endpoint.acceptance)
                observations.observation[0].float64[0] = answer
                _ = try endpoint.decide(observations, into: &actions)
            }
            try writer.flush()
            return try Recording(path: "\(folder.path)/\(file)")
        }
        let first = try record([1, 2, 3], "a.fmrec")
        #expect(try first.firstDifference(from: record([1, 2, 3], "b.fmrec")) == nil)
        let difference = try #require(try first.firstDifference(from: record([1, 2, 4], "c.fmrec")))
        #expect(difference.channel == "echo 3")
    }

    @Test("of two runs that said the same do not differ, whatever the clock said")
    func same() throws {
        let folder = try TemporaryFolder()
        let first = try record([1, 2, 3], to: folder.path + "/a.fmrec")
        let second = try record([1, 2, 3], to: folder.path + "/b.fmrec")
        #expect(first.hash != second.hash)
        #expect(first.firstDifference(from: second) == nil)
    }

    @Test("show the first frame that differs, decoded")
    func difference() throws {
        let folder = try TemporaryFolder()
        let first = try record([1, 2, 3], to: folder.path + "/a.fmrec")
        let second = try record([1, 2.5, 3], to: folder.path + "/b.fmrec")
        let difference = try #require(first.firstDifference(from: second))
        // Two of the handshake, two of the session, two of slot 0; then the request of slot 1.
        #expect(difference.index == 6)
        #expect(difference.left?.contains("slot = 1") == true)
        #expect(difference.right?.contains("slot = 1") == true)
        #expect(difference.left != difference.right)
    }

    @Test("show a report that differs, and that alone")
    func reports() throws {
        func record(_ rounds: Double, _ path: String) throws -> Recording {
            let writer = try RecordingWriter(path: path)
            let session = Fixture.session()
            var acceptance = Acceptance(session)
            acceptance.reports = ["rounds"]
            var encoder = PluginMessageEncoder()
            var actions = Actions(stage: 0, of: session, acceptance)
            actions.reports[0] = rounds
            try encoder.encodeDecision(id: 5, replyTo: 6, session: 1, actions, rows: 1)
            let script = ScriptedStream([[Script.frame(3, to: 4, session: 1, .opened(acceptance))], [encoder.frame]])
            let endpoint = try Plugin(name: "script", stream: ScriptedPlugin(script), recording: writer).open(session)
            let observations = Observations(stage: 0, of: session, endpoint.acceptance)
            _ = try endpoint.decide(observations, into: &actions)
            try writer.flush()
            return try Recording(path: path)
        }
        let folder = try TemporaryFolder()
        let first = try record(2, folder.path + "/a.fmrec")
        #expect(try first.firstDifference(from: record(2, folder.path + "/b.fmrec")) == nil)
        let difference = try #require(try first.firstDifference(from: record(3, folder.path + "/c.fmrec")))
        // Two of the handshake, two of the session, the request; then its reply.
        #expect(difference.index == 5)
        #expect(difference.left?.contains("reports: 8 bytes") == true)
    }

    @Test("of different length differ where the shorter ends")
    func shorter() throws {
        let folder = try TemporaryFolder()
        let first = try record([1, 2], to: folder.path + "/a.fmrec")
        let second = try record([1], to: folder.path + "/b.fmrec")
        let difference = try #require(first.firstDifference(from: second))
        #expect(difference.index == 6)
        #expect(difference.right == nil)
    }

    @Test("cut off by the end of a host are read up to there; changed ones are refused with the place")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.fmrec"
        let whole = try record([1, 2, 3], to: path)
        var bytes = try Descriptor.openingFile(path).readAll()
        let cut = try Recording(bytes: Array(bytes.dropLast(20)))
        #expect(cut.isCut)
        #expect(cut.frames == Array(whole.frames.dropLast()))
        bytes[bytes.count / 2] ^= 1
        #expect(throws: RecordingError.self) { try Recording(bytes: bytes) }
        #expect(throws: RecordingError.notARecording) { try Recording(bytes: [1, 2, 3]) }
    }
}

/// A folder that is removed with everything in it.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        path = "/tmp/firstmover-test-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What stays behind in the system's own temporary folder harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }
}
