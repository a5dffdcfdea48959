import Games
import Policies
import Policy
import Testing

/// A policy in a role of a scenario: what the laws are checked for.
struct Part: CustomTestStringConvertible, Sendable {
    let policy: String
    let role: Role
    let scenario: Scenario

    var testDescription: String { "\(policy), \(role.rawValue), \(scenario.name)" }

    private static let games: [any Game.Type] = [PricingGame.self, DuopolyGame.self, OffloadingGame.self]
    /// The small presets.
    private static let presets = ["dense", "connected", "tight", "literal", "priced"]
    /// Policies of the offloading game alone.
    private static let offloading = [
        AllINC.name, EQPLC.name, GMRN.name, MECOnly.name, OffloadingOracleOperator.name, PROPPLC.name,
    ]
    /// Policies of the pricing game alone.
    private static let pricing = [CheapestStation.name]
    /// Policies whose decisions depend on the seed of `reset`.
    private static let random = [GMRN.name, PROPPLC.name, RandomPolicy.name]

    /// Every policy of ours in every role and scenario that it plays.
    static let all: [Part] = games.flatMap { game in
        let base = Scenario(name: game.name, game: game.name, parameters: game.parameters)
        let scenarios =
            [base]
            + game.presets.filter { presets.contains($0.name) }.compactMap { preset in
                try? base.overriding(preset.overrides, name: "\(game.name)/\(preset.name)")
            }
        return PolicyCatalogue.policies.filter { plays($0, game) }.flatMap { type in
            type.roles.sorted { $0.rawValue < $1.rawValue }.flatMap { role in
                scenarios.map { Part(policy: type.name, role: role, scenario: $0) }
            }
        }
    }

    var isRandom: Bool { Self.random.contains(policy) }

    /// Whether `game` has brought its part of a policy that games share; the others play any game, or one.
    private static func plays(_ type: any Policy.Type, _ game: any Game.Type) -> Bool {
        // Learners play whatever decides in numbers or choices with a number; the pricing game has both.
        if type.learns { return game.name == PricingGame.name }
        if offloading.contains(type.name) { return game.name == OffloadingGame.name }
        if pricing.contains(type.name) { return game.name == PricingGame.name }
        guard let shared = type as? any SharedPolicy.Type else { return true }
        return shared.parts.contains { $0.game == game.name }
    }

    func game(rows: Int) throws -> any Game {
        let type = try #require(Self.games.first { $0.name == scenario.game })
        return try type.init(scenario, rows: rows)
    }

    /// A session for `agents`, all of them by default.
    func session(of game: any Game, rows: Int, agents: Range<Int>? = nil, role: Role? = nil) -> Session {
        let role = role ?? self.role
        let count = game.agentCount(of: role)
        let session = Session(
            role: role, scenario: scenario.name, scenarioHash: "", stages: game.stages.filter { $0.role == role },
            agents: agents ?? 0..<count, agentCount: count, rows: rows, mode: .evaluate)
        guard role == self.role, let checkpoint = try? Untrained.checkpoint(of: policy, for: session) else {
            return session
        }
        return session.with(mode: .evaluate, options: [.init(key: "checkpoint", value: checkpoint)])
    }
}

/// What a policy decides in the first slots of some episodes; the other role plays at random.
///
/// - Parameters:
///   - type: the policy.
///   - part: whom it plays.
///   - episodes: world seeds, one a row.
///   - seeds: the policy's seeds, by default the same numbers.
///   - agents: the agents that it serves, all by default; the others of its role do nothing.
/// - Returns: per decision, row and tensor, the values of its action.
/// - Throws: what the policy throws.
func decisions(
    _ type: any Policy.Type, _ part: Part, episodes: [UInt64], seeds: [UInt64]? = nil, agents: Range<Int>? = nil
) throws -> [[[[Double]]]] {
    let rows = episodes.count
    var game = try part.game(rows: rows)
    var seat = try Seat(type, part.session(of: game, rows: rows, agents: agents), seeds: seeds ?? episodes)
    let otherRole = part.role == .operator ? Role.followers : .operator
    var other = try Seat(
        RandomPolicy.self, part.session(of: game, rows: rows, role: otherRole), seeds: episodes)
    game.reset(worldSeeds: episodes)
    var decided: [[[[Double]]]] = []
    for slot in 0..<3 {
        if slot > 0 { game.advance() }
        for index in game.stages.indices {
            let role = game.stages[index].role
            let stage = game.stages[..<index].count { $0.role == role }
            guard role == part.role else {
                _ = try other.play(index, stage, of: &game, slot: slot)
                continue
            }
            let actions = try seat.play(index, stage, of: &game, slot: slot)
            decided.append(episodes.indices.map { row in actions.tensors.map { $0.values(row: row) } })
        }
        game.settle()
    }
    return decided
}

extension Tensor {
    /// The values of one environment, whatever their type.
    func values(row: Int) -> [Double] {
        let range = row * rowStride..<(row + 1) * rowStride
        return switch space.elementType {
        case .float32: float32[range].map(Double.init)
        case .float64: Array(float64[range])
        case .int32: int32[range].map(Double.init)
        }
    }
}

@Suite("Every policy of ours")
struct PolicyLaws {
    private func type(_ part: Part) throws -> any Policy.Type {
        try #require(PolicyCatalogue.policy(named: part.policy))
    }

    @Test("decides within the action spaces it chose", arguments: Part.all)
    func isLegal(part: Part) throws {
        let type = try type(part)
        let session = part.session(of: try part.game(rows: 2), rows: 2)
        var policy = type.init()
        let acceptance = try policy.open(session)
        for (index, decision) in try decisions(type, part, episodes: [1, 2]).enumerated() {
            let stage = index % session.stages.count
            let spaces = session.stages[stage].actions[acceptance.actionSpaces[stage]].tensors
            for row in decision {
                #expect(row.count == spaces.count)
                for (space, values) in zip(spaces, row) {
                    #expect(values.count == space.elementCount * session.agents.count)
                    #expect(values.allSatisfy { space.contains($0) }, "\(space.name)")
                }
            }
        }
    }

    @Test("decides the same in a batch as alone", arguments: Part.all)
    func ignoresBatch(part: Part) throws {
        let type = try type(part)
        let together = try decisions(type, part, episodes: [5, 6, 7])
        for (row, seed) in [UInt64(5), 6, 7].enumerated() {
            let alone = try decisions(type, part, episodes: [seed])
            #expect(together.map { $0[row] } == alone.map { $0[0] })
        }
    }

    @Test(
        "decides the same for a follower in a process of its own", arguments: Part.all.filter { $0.role == .followers })
    func ignoresIsolation(part: Part) throws {
        let type = try type(part)
        let count = try part.game(rows: 1).agentCount(of: .followers)
        let together = try decisions(type, part, episodes: [9])
        for n in 0..<count {
            let alone = try decisions(type, part, episodes: [9], agents: n..<n + 1)
            for (all, own) in zip(together, alone) {
                let rows = all[0].map { values in
                    let width = values.count / count
                    return Array(values[n * width..<(n + 1) * width])
                }
                #expect(rows == own[0])
            }
        }
    }

    @Test("decides the same twice for one seed, and otherwise for another seed where it is random", arguments: Part.all)
    func followsSeed(part: Part) throws {
        let type = try type(part)
        let decided = try decisions(type, part, episodes: [3])
        #expect(try decisions(type, part, episodes: [3]) == decided)
        #expect(try (decisions(type, part, episodes: [3], seeds: [4]) != decided) == part.isRandom)
    }
}

extension TensorSpace {
    /// Whether an element may be `value`; for bounds that hold for all elements.
    fileprivate func contains(_ value: Double) -> Bool {
        switch domain {
        case .box(let low, let high): low[0] <= value && value <= high[0]
        case .discrete(let start, let count):
            value.rounded() == value && value >= Double(start) && value < Double(start + count)
        }
    }
}
