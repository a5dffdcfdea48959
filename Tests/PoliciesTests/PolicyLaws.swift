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

    private static let games: [any Game.Type] = [PricingGame.self, DuopolyGame.self]
    /// The small presets.
    private static let presets = ["dense", "connected"]

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

    /// Whether `game` has brought its part of a policy that games share; the others play any game.
    private static func plays(_ type: any Policy.Type, _ game: any Game.Type) -> Bool {
        guard let shared = type as? any SharedPolicy.Type else { return true }
        return shared.parts.contains { $0.game == game.name }
    }

    func game(rows: Int) throws -> any Game {
        let type = try #require(Self.games.first { $0.name == scenario.game })
        return try type.init(scenario, rows: rows)
    }

    /// A session for `agents`, all of them by default.
    func session(of game: any Game, rows: Int, agents: Range<Int>? = nil) -> Session {
        let count = game.agentCount(of: role)
        return Session(
            role: role, scenario: scenario.name, scenarioHash: "", stages: game.stages.filter { $0.role == role },
            agents: agents ?? 0..<count, agentCount: count, rows: rows, mode: .evaluate)
    }
}

/// What a policy decides in the first slots of some episodes; stages of the other role are played half way.
///
/// - Parameters:
///   - type: the policy.
///   - part: whom it plays.
///   - episodes: world seeds, one a row; the policy seed is the same number.
///   - agents: the agents that it serves, all by default; the others of its role do nothing.
/// - Returns: per decision, row and tensor, the values of its action.
/// - Throws: what the policy throws.
func decisions(
    _ type: any Policy.Type, _ part: Part, episodes: [UInt64], agents: Range<Int>? = nil
) throws -> [[[[Double]]]] {
    var game = try part.game(rows: episodes.count)
    let session = part.session(of: game, rows: episodes.count, agents: agents)
    var policy = type.init()
    let acceptance = try policy.open(session)
    game.reset(worldSeeds: episodes)
    for (row, seed) in episodes.enumerated() { policy.reset(row: row, seed: seed) }
    var decided: [[[[Double]]]] = []
    for slot in 0..<3 {
        if slot > 0 { game.advance() }
        var stage = 0
        for (index, shape) in game.stages.enumerated() {
            guard shape.role == part.role else {
                playHalf(index, of: &game, rows: episodes.count)
                continue
            }
            var observations = Observations(stage: stage, of: session, acceptance)
            var actions = Actions(stage: stage, of: session, acceptance)
            observations.slot = UInt64(slot)
            game.observe(stage: index, agents: session.agents, into: &observations)
            try policy.decide(observations, into: &actions)
            decided.append(episodes.indices.map { row in actions.tensors.map { $0.values(row: row) } })
            game.apply(
                stage: index, agents: session.agents, space: acceptance.actionSpaces[stage], actions: actions)
            stage += 1
        }
        game.settle()
    }
    return decided
}

/// Plays the middle of every box, so that the other side has something to answer.
private func playHalf(_ stage: Int, of game: inout any Game, rows: Int) {
    let shape = game.stages[stage]
    let count = game.agentCount(of: shape.role)
    let session = Session(
        role: shape.role, scenario: "", scenarioHash: "", stages: [shape], agents: 0..<count, agentCount: count,
        rows: rows, mode: .evaluate)
    var actions = Actions(stage: 0, of: session, Acceptance(session))
    for index in actions.tensors.indices {
        guard case .box(let low, let high) = actions.tensors[index].space.domain else { continue }
        for i in actions.tensors[index].float64.indices { actions.tensors[index].float64[i] = (low[0] + high[0]) / 2 }
    }
    game.apply(stage: stage, agents: 0..<count, space: 0, actions: actions)
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

    @Test("decides the same twice for one seed, and a random one otherwise for another", arguments: Part.all)
    func followsSeed(part: Part) throws {
        let type = try type(part)
        #expect(try decisions(type, part, episodes: [3]) == decisions(type, part, episodes: [3]))
        if part.policy == RandomPolicy.name {
            #expect(try decisions(type, part, episodes: [3]) != decisions(type, part, episodes: [4]))
        }
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
