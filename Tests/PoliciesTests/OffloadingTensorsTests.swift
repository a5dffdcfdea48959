import Games
import Policy
import Testing

@testable import Policies

@Suite("Tensors of the offloading game")
struct OffloadingTensorsTests {
    private static let presets = [""] + OffloadingGame.presets.map(\.name).filter { $0 != "large" }

    /// What the followers of a running game see, after the operator's stages.
    private func observations(_ game: OffloadingGame, rows: Int) throws -> (Observations, Stage) {
        let session = OffloadingMatch.session(of: game, .followers, rows: rows)
        var acceptance = Acceptance(session)
        acceptance.wantsInstance = true
        var observations = Observations(stage: 0, of: session, acceptance)
        game.observe(stage: 2, agents: session.agents, into: &observations)
        return (observations, session.stages[0])
    }

    @Test("give back the slot that is played, o and p', slot after slot", arguments: presets)
    func roundTrip(preset: String) throws {
        try giveBack(preset, [])
    }

    @Test("give back a slot of mean channels, which has no X")
    func statistical() throws {
        try giveBack("", [("csi", .text("statistical")), ("M", .integer(12))])
    }

    private func giveBack(_ preset: String, _ changes: OffloadingMatch.Changes) throws {
        var match = try OffloadingMatch(preset, changes, seeds: [3, 4], GMRN.self, RandomPolicy.self)
        var tensors: OffloadingTensors?
        for _ in 0..<3 {
            try match.play()
            let (seen, stage) = try observations(match.game, rows: 2)
            if tensors == nil { tensors = try OffloadingTensors(stage) }
            for row in 0..<2 {
                let (slot, play) = (match.game.slot(row: row), match.game.play(row: row))
                #expect(try tensors?.instance(seen, row: row) == slot)
                #expect(tensors?.modes(seen, row: row) == play.modes)
                #expect(tensors?.powersW(seen, row: row) == play.powersW)
            }
        }
    }

    @Test(
        "name the field that no slot can have",
        arguments: [
            ("hn2", -1.0), ("X", .nan), ("f_cn", 0), ("p_ul", 0), ("T_cap", 0), ("xi", 2), ("eps", 0.5), ("p_min", 21),
        ])
    func wrongNumber(field: String, value: Double) throws {
        var match = try OffloadingMatch(seeds: [1], MECOnly.self, RandomPolicy.self)
        try match.play()
        var (seen, stage) = try observations(match.game, rows: 1)
        var tensors = try OffloadingTensors(stage)
        let position = try #require(stage.instance.firstIndex { $0.name == field })
        seen.instance[position].float64[0] = value
        let error = try #require(throws: PolicyError.self) { try tensors.instance(seen, row: 0) }
        #expect(error.description.hasPrefix("\(field): "), "\(error)")
    }

    @Test("name the switch that has no such word", arguments: ["ulband", "es_gap", "branch", "energy", "csi"])
    func wrongSwitch(field: String) throws {
        var match = try OffloadingMatch(seeds: [1], MECOnly.self, RandomPolicy.self)
        try match.play()
        var (seen, stage) = try observations(match.game, rows: 1)
        var tensors = try OffloadingTensors(stage)
        _ = try tensors.instance(seen, row: 0)
        let position = try #require(stage.instance.firstIndex { $0.name == field })
        seen.instance[position].int32[0] = 2
        let error = try #require(throws: PolicyError.self) { try tensors.instance(seen, row: 0) }
        #expect(error.description.hasPrefix("\(field): "), "\(error)")
    }

    @Test("name the tensor that a stage lacks", arguments: ["mu", "hn2", "B", "cap", "energy"])
    func missing(field: String) throws {
        let whole = try OffloadingGame(OffloadingMatch.scenario(""), rows: 1).stages[0]
        let stage = Stage(
            name: whole.name, role: whole.role, observation: [],
            instance: whole.instance.filter { $0.name != field }, actions: whole.actions)
        #expect(throws: PolicyError("stage mode has no instance tensor \(field): not an offloading game")) {
            try OffloadingTensors(stage)
        }
    }
}
