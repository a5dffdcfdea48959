import Games
import Policy

/// A game of one number, so that what is said about scenarios holds for no game in particular.
struct TinyGame: Game {
    static let name = "tiny"
    static let parameters = [
        Parameter("players", .integer(4), meaning: "how many play"),
        Parameter("stake", .number(10), unit: "utility", meaning: "what is played for"),
        Parameter("weights", .numbers([1, 2]), meaning: "one a station"),
        Parameter("mode", .text("silent"), meaning: "silent or connected"),
    ]
    static let presets: [(name: String, overrides: [(key: String, value: ParameterValue)])] = [
        (name: "dense", overrides: [(key: "players", value: .integer(8))])
    ]

    let stages: [Stage] = []
    let slotsPerEpisode = 1
    let metricDeclarations: [Metric] = []
    let metrics: [Double] = []

    init(_ scenario: Scenario, rows: Int) throws(ScenarioError) {
        guard case .integer(let players) = scenario["players"], players > 0 else {
            throw .outOfRange("players", reason: "must be positive")
        }
    }

    func agentCount(of role: Role) -> Int { 1 }
    func rewardComponents(of role: Role) -> [String] { [] }
    mutating func reset(worldSeeds: [UInt64]) {}
    func observe(stage: Int, agents: Range<Int>, into observations: inout Observations) {}
    mutating func apply(stage: Int, agents: Range<Int>, space: Int, actions: Actions) {}
    func forfeit(stage: Int, space: Int, rows: Int, agents: Range<Int>, into actions: inout Actions) {}
    mutating func settle() {}
    func reward(role: Role, agents: Range<Int>, into feedback: inout Feedback) {}
    mutating func advance() {}
}
