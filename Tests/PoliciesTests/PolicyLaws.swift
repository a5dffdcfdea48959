import Games
import Policies
import Policy
import Testing

/// A policy in a role of a scenario: what the laws are checked for.
struct Part: CustomTestStringConvertible, Sendable {
    let policy: String
    let role: Role
    let preset: String

    var testDescription: String { "\(policy), \(role.rawValue), \(preset.isEmpty ? "pricing" : preset)" }

    static let all: [Part] = PolicyCatalogue.policies.flatMap { type in
        type.roles.sorted { $0.rawValue < $1.rawValue }.flatMap { role in
            ["", "dense", "connected"].map { Part(policy: type.name, role: role, preset: $0) }
        }
    }

    func game(rows: Int) throws -> PricingGame {
        let base = Scenario(name: "pricing", game: "pricing", parameters: PricingGame.parameters)
        let overrides = PricingGame.presets.first { $0.name == preset }?.overrides ?? []
        return try PricingGame(base.overriding(overrides, name: "pricing"), rows: rows)
    }

    /// A session for `agents`, all of them by default.
    func session(of game: PricingGame, rows: Int, agents: Range<Int>? = nil) -> Session {
        let count = game.agentCount(of: role)
        return Session(
            role: role, scenario: "pricing", scenarioHash: "", stages: game.stages.filter { $0.role == role },
            agents: agents ?? 0..<count, agentCount: count, rows: rows, mode: .evaluate)
    }
}

/// What a policy decides in the first slots of some episodes.
///
/// - Parameters:
///   - type: the policy.
///   - part: whom it plays.
///   - episodes: world seeds, one a row; the policy seed is the same number.
///   - agents: the agents that it serves, all by default.
/// - Returns: per slot, row and tensor, the values of its action.
/// - Throws: what the policy throws.
func decisions<Player: Policy>(
    _ type: Player.Type, _ part: Part, episodes: [UInt64], agents: Range<Int>? = nil
) throws -> [[[[Double]]]] {
    var game = try part.game(rows: episodes.count)
    let session = part.session(of: game, rows: episodes.count, agents: agents)
    var policy = type.init()
    let acceptance = try policy.open(session)
    var observations = Observations(stage: 0, of: session, acceptance)
    var actions = Actions(stage: 0, of: session, acceptance)
    let stage = part.role == .operator ? 0 : 1
    game.reset(worldSeeds: episodes)
    for (row, seed) in episodes.enumerated() { policy.reset(row: row, seed: seed) }
    var slots: [[[[Double]]]] = []
    for slot in 0..<3 {
        if slot > 0 { game.advance() }
        postHalf(&game, rows: episodes.count)
        observations.slot = UInt64(slot)
        observations.rows = episodes.count
        game.observe(stage: stage, agents: session.agents, into: &observations)
        try policy.decide(observations, into: &actions)
        slots.append(episodes.indices.map { row in actions.tensors.map { $0.values(row: row) } })
    }
    return slots
}

/// Posts half of every price, so that followers have something to answer.
private func postHalf(_ game: inout PricingGame, rows: Int) {
    let space = game.stages[0].actions[0].tensors[0]
    var prices = Tensor(space, rows: rows)
    for i in prices.float64.indices { prices.float64[i] = 0.5 }
    let session = Session(
        role: .operator, scenario: "pricing", scenarioHash: "", stages: [game.stages[0]], agents: 0..<1, agentCount: 1,
        rows: rows, mode: .evaluate)
    var actions = Actions(stage: 0, of: session, Acceptance(session))
    actions.tensors[0] = prices
    game.apply(stage: 0, agents: 0..<1, space: 0, actions: actions)
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

    @Test("decides within the action space it chose", arguments: Part.all)
    func isLegal(part: Part) throws {
        let type = try type(part)
        let game = try part.game(rows: 2)
        let session = part.session(of: game, rows: 2)
        var policy = type.init()
        let acceptance = try policy.open(session)
        let spaces = session.stages[0].actions[acceptance.actionSpaces[0]].tensors
        for slot in try decisions(type, part, episodes: [1, 2]) {
            for row in slot {
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
