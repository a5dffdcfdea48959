import Games
import Policies
import Policy

/// The offloading game between an operator and followers of ours.
struct OffloadingMatch {
    private(set) var game: OffloadingGame
    private var seats: [Seat] = []
    /// What the followers reported in the latest slot, shape `[rows, names]`.
    private(set) var reports: [Double] = []
    private var slot = 0
    private var isStarted = false

    /// - Parameters:
    ///   - preset: of the offloading game; empty for its default.
    ///   - changes: parameters that differ from the preset's.
    ///   - seeds: world seeds, one a row; policies have the next number.
    ///   - leader: the operator.
    ///   - power: its option `power`, if any.
    ///   - followers: everybody else.
    /// - Throws: what the policies throw.
    init(
        _ preset: String = "", _ changes: Changes = [], seeds: [UInt64], _ leader: any Policy.Type,
        power: String? = nil,
        _ followers: any Policy.Type
    ) throws {
        game = try OffloadingGame(Self.scenario(preset, changes), rows: seeds.count)
        for (type, role) in [(leader, Role.operator), (followers, .followers)] {
            let options = power.map { [Session.Option(key: "power", value: $0)] } ?? []
            let session = Self.session(of: game, role, rows: seeds.count, options: role == .operator ? options : [])
            seats.append(try Seat(type, session, seeds: seeds.map { $0 + 1 }))
        }
        game.reset(worldSeeds: seeds)
    }

    typealias Changes = [(key: String, value: ParameterValue)]

    static func scenario(_ preset: String, _ changes: Changes = []) throws -> Scenario {
        let base = Scenario(name: "offloading", game: "offloading", parameters: OffloadingGame.parameters)
        let preset = OffloadingGame.presets.first { $0.name == preset }
        return try base.overriding((preset?.overrides ?? []) + changes, name: "offloading")
    }

    static func session(
        of game: OffloadingGame, _ role: Role, rows: Int, options: [Session.Option] = []
    ) -> Session {
        let count = game.agentCount(of: role)
        return Session(
            role: role, scenario: "offloading", scenarioHash: "", stages: game.stages.filter { $0.role == role },
            agents: 0..<count, agentCount: count, rows: rows, mode: .evaluate, options: options)
    }

    /// The metric `name` of the settled slot in `row`.
    func metric(_ name: String, row: Int = 0) -> Double {
        guard let index = game.metricDeclarations.firstIndex(where: { $0.name == name }) else { return .nan }
        return game.metrics[row * game.metricDeclarations.count + index]
    }

    /// Plays the next slot to its end.
    mutating func play() throws {
        if isStarted {
            slot += 1
            game.advance()
        }
        isStarted = true
        _ = try seats[0].play(0, 0, of: &game, slot: slot)
        _ = try seats[0].play(1, 1, of: &game, slot: slot)
        reports = try seats[1].play(2, 0, of: &game, slot: slot).reports
        game.settle()
    }
}
