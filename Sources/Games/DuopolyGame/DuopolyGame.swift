import Policy

/// The textbook quantity duopoly, the smallest leader-follower game: what a game of one's own takes, and no more.
///
/// A slot is two stages, `lead` (operator) and `follow` (the one follower), both a quantity of goods. Nothing is random
/// and nothing is carried over, so every slot is the same ``DuopolyInstance``. Rows are environments.
public struct DuopolyGame: Game {
    public static let name = "duopoly"

    public static let parameters: [Parameter] = [
        Parameter("a", .number(12), unit: "money/good", meaning: "the price at which nobody buys"),
        Parameter("c", .number(4), unit: "money/good", meaning: "what a good costs either firm"),
        Parameter("slots", .integer(10), meaning: "slots in an episode"),
    ]

    public static let presets: [(name: String, overrides: [(key: String, value: ParameterValue)])] = []

    public let stages: [Stage]
    public let slotsPerEpisode: Int
    public let metricDeclarations: [Metric]
    public private(set) var metrics: [Double]

    let instance: DuopolyInstance
    /// What each firm brings, one value a row.
    private var operatorQuantity: [Double]
    private var followerQuantity: [Double]

    public init(_ scenario: Scenario, rows: Int) throws(ScenarioError) {
        let values = ScenarioValues(scenario)
        instance = try DuopolyInstance(a: values.anyNumber("a"), c: values.anyNumber("c"))
        slotsPerEpisode = try values.count("slots", most: 1_000_000_000)
        stages = Self.stages(of: instance)
        metricDeclarations = [
            Metric(name: "operatorUtility", unit: "money", direction: .higher),
            Metric(name: "followerUtility", unit: "money", direction: .higher),
            Metric(
                name: "nashConv", unit: "money", direction: .lower, margin: .absolute(0.001 * instance.optimum),
                isGuardrail: true, isCertificate: true),
        ]
        metrics = Array(repeating: 0, count: rows * metricDeclarations.count)
        operatorQuantity = Array(repeating: 0, count: rows)
        followerQuantity = operatorQuantity
    }

    /// What each stage sees and decides; both firms know a and c.
    private static func stages(of instance: DuopolyInstance) -> [Stage] {
        let market: [TensorSpace] = [.box("a", shape: [], 0...instance.a), .box("c", shape: [], 0...instance.a)]
        let quantity = TensorSpace.box("quantity", shape: [], 0...instance.mostGoods)
        let spaces = [ActionSpace(name: "quantity", tensors: [quantity])]
        return [
            Stage(name: "lead", role: .operator, observation: market, instance: market, actions: spaces),
            Stage(
                name: "follow", role: .followers, observation: market + [quantity], instance: market + [quantity],
                actions: spaces),
        ]
    }

    public func agentCount(of role: Role) -> Int { 1 }
    public func rewardComponents(of role: Role) -> [String] { ["utility"] }

    public mutating func reset(worldSeeds: [UInt64]) {}
    public mutating func advance() {}

    public func observe(stage: Int, agents: Range<Int>, into observations: inout Observations) {
        for row in 0..<observations.rows {
            describe(row, in: &observations.observation)
            describe(row, in: &observations.instance)
        }
    }

    /// Fills the market, and in the follower's stage what the operator brings; nothing where it was not asked for.
    private func describe(_ row: Int, in tensors: inout [Tensor]) {
        for (index, value) in zip(tensors.indices, [instance.a, instance.c, operatorQuantity[row]]) {
            tensors[index].float64[row] = value
        }
    }

    public mutating func apply(stage: Int, agents: Range<Int>, space: Int, actions: Actions) {
        for row in operatorQuantity.indices {
            let quantity = actions.tensors[0].float64[row]
            if stage == 0 { operatorQuantity[row] = quantity } else { followerQuantity[row] = quantity }
        }
    }

    /// Who gives a decision up sells nothing.
    public func forfeit(stage: Int, space: Int, rows: Int, agents: Range<Int>, into actions: inout Actions) {
        for row in 0..<rows { actions.tensors[0].float64[row] = 0 }
    }

    public mutating func settle() {
        for row in operatorQuantity.indices {
            let (lead, follow) = (operatorQuantity[row], followerQuantity[row])
            let best = instance.profit(of: instance.bestReply(to: lead), beside: lead)
            let utility = instance.profit(of: follow, beside: lead)
            let first = row * metricDeclarations.count
            metrics[first] = instance.profit(of: lead, beside: follow)
            metrics[first + 1] = utility
            metrics[first + 2] = max(0, best - utility)  // not negative but by rounding
        }
    }

    /// Profits in units of the operator's optimum.
    public func reward(role: Role, agents: Range<Int>, into feedback: inout Feedback) {
        for row in 0..<feedback.rows {
            let profit = metrics[row * metricDeclarations.count + (role == .operator ? 0 : 1)]
            feedback.rewards[row] = profit / instance.optimum
        }
    }
}
