import Foundation
import Games
import Policy
import Testing

@testable import Experiments

@Suite("Checkpoints in a training run's folder")
struct CheckpointFoldersTests {
    private let scratch: TemporaryFolder
    private let folders: CheckpointFolders
    private let fixture: TrainingFixture<DuopolyGame>
    private var learners: [ConnectedPolicy] { fixture.learners.compactMap(\.self) }

    init() throws {
        scratch = try TemporaryFolder()
        folders = CheckpointFolders(folder: scratch.path, isIsolated: false)
        var fixture = try TrainingFixture(DuopolyGame.self, rows: 1)
        try fixture.addBandits(.operator, reach: .inProcess)
        self.fixture = fixture
        try learners[0].endpoint.reset(rows: [0], seeds: [1])
    }

    private func hash(_ name: String) -> String? {
        try? CheckpointFolders.sha256(ofFolder: "\(scratch.path)/operator/\(name)")
    }

    private var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/operator").sorted()) ?? []
    }

    /// Writes a checkpoint that differs from the one before.
    private func write(_ sessionSeed: UInt64) throws -> String {
        try "\(sessionSeed)".write(toFile: "\(scratch.path)/note", atomically: true, encoding: .utf8)
        let feedback = Feedback(rows: 1, agents: 1, components: ["utility"])
        try learners[0].endpoint.learn(from: feedback)
        return try folders.write(learners, of: .operator)
    }

    @Test("are put into place whole, one after the other")
    func replacement() throws {
        let first = try write(1)
        #expect(names == ["last.new"])
        try folders.copyAsBest(.operator)
        try folders.publish(.last, of: .operator)
        try folders.publish(.best, of: .operator)
        #expect(names == ["best", "last"] && hash("last") == first && hash("best") == first)
        let second = try write(2)
        #expect(second != first)
        try folders.publish(.last, of: .operator)
        #expect(names == ["best", "last"] && hash("last") == second && hash("best") == first)
    }

    @Test("are found wherever whoever wrote them was stopped")
    func recovery() throws {
        let first = try write(1)
        try folders.publish(.last, of: .operator)
        let second = try write(2)
        // Before train.json records the second one, it is none.
        try folders.recover(.last, of: .operator, sha256: first)
        #expect(names == ["last"] && hash("last") == first)
        let third = try write(3)
        // After that it is the one.
        try folders.recover(.last, of: .operator, sha256: third)
        #expect(names == ["last"] && hash("last") == third)
        #expect {
            try folders.recover(.last, of: .operator, sha256: second)
        } throws: { "\($0)".contains("is not the checkpoint that train.json records") }
    }

    @Test("are identified by names and contents")
    func identity() throws {
        let before = try write(1)
        let path = "\(scratch.path)/operator/last.new"
        try FileManager.default.moveItem(atPath: "\(path)/replay", toPath: "\(path)/replayed")
        let renamed = try #require(hash("last.new"))
        #expect(renamed != before)
        try FileManager.default.moveItem(atPath: "\(path)/replayed", toPath: "\(path)/replay")
        #expect(hash("last.new") == before)
        #expect(hash("nowhere") == nil)
    }
}

@Suite("The curves of a training run")
struct CurveFileTests {
    private let points = [
        CurvePoint(episode: 8, slots: 80, kind: .train, role: .operator, name: "return", value: 0.5),
        CurvePoint(episode: 8, slots: 80, kind: .evaluation, role: nil, name: "optimum", value: .nan),
        CurvePoint(episode: 8, slots: 80, kind: .learner, role: .followers, name: "loss, \"critic\"", value: 2),
    ]

    @Test("are a table, which goes on where a checkpoint left it")
    func table() throws {
        let scratch = try TemporaryFolder()
        let path = "\(scratch.path)/curves.csv"
        var file = try CurveFile.create(path)
        try file.append(points)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text == #"""
                episode,slots,kind,role,name,value
                8,80,train,operator,return,0.5
                8,80,evaluation,,optimum,
                8,80,learner,followers,"loss, ""critic""",2.0

                """#)
        let count = file.byteCount
        #expect(count == text.utf8.count)
        try file.append(points)
        var resumed = try CurveFile.resume(path, byteCount: count)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        try resumed.append([points[0]])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text + "8,80,train,operator,return,0.5\n")
        #expect {
            _ = try CurveFile.resume(path, byteCount: 10_000)
        } throws: { "\($0)".contains("less than train.json says") }
    }
}
