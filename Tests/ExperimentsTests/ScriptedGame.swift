import Games
import Policy

@testable import Experiments

/// A game that nobody decides anything in: world seed and slot say what is measured.
struct ScriptedGame: PlayableGame {
    /// Per world seed, the score of every slot; nil where nobody plays.
    static let scores: [[Double?]] = [
        [1, 2, 3, 6],
        [2, nil, nil, 4],
        [1, .nan, 1, nil],
        [nil, nil, nil, nil],
    ]

    static let name = "scripted"
    static let parameters: [Parameter] = []
    static let presets: [(name: String, overrides: [(key: String, value: ParameterValue)])] = []

    let stages: [Stage]
    let slotsPerEpisode = 4
    let reportedMetrics: [ReportedMetric]
    let metricDeclarations = [Metric(name: "score", unit: "points", direction: .higher)]
    /// The score, and what each of two agents has of it.
    let distributions = [
        Distribution(name: "score", unit: "points", level: .slot),
        Distribution(name: "share", unit: "points", level: .agent),
    ]
    private(set) var metrics: [Double]
    private var seeds: [Int] = []
    private var slot = 0

    init(_ scenario: Scenario, rows: Int) throws(ScenarioError) {
        self.init(rows: rows)
    }

    /// A game whose policies, if it has stages, are asked and not heeded.
    init(rows: Int, stages: [Stage] = [], reportedMetrics: [ReportedMetric] = []) {
        self.stages = stages
        self.reportedMetrics = reportedMetrics
        metrics = Array(repeating: 0, count: rows)
    }

    /// What is written for `row` in the slot at hand.
    private func score(row: Int) -> Double? { Self.scores[seeds[row]][slot] }

    func agentCount(of role: Role) -> Int { role == .operator ? 1 : 2 }
    func rewardComponents(of role: Role) -> [String] { [] }
    mutating func reset(worldSeeds: [UInt64]) { (seeds, slot) = (worldSeeds.map { Int($0) }, 0) }
    func observe(stage: Int, agents: Range<Int>, into observations: inout Observations) {}
    mutating func apply(stage: Int, agents: Range<Int>, space: Int, actions: Actions) {}
    func forfeit(stage: Int, space: Int, rows: Int, agents: Range<Int>, into actions: inout Actions) {}
    /// Where nobody plays, the score is nonsense that must not count.
    mutating func settle() { for row in seeds.indices { metrics[row] = score(row: row) ?? 1e9 } }
    func isEmpty(row: Int) -> Bool { score(row: row) == nil }
    func samples(of index: Int, row: Int, into samples: inout [Double]) {
        samples += index == 0 ? [metrics[row]] : [metrics[row] / 4, 3 * metrics[row] / 4]
    }
    func reward(role: Role, agents: Range<Int>, into feedback: inout Feedback) {}
    mutating func advance() { slot += 1 }

    func instance(row: Int) -> Unsolved { Unsolved() }

    /// What nobody solves.
    struct Unsolved: SolvableInstance {
        static let concepts: [Concept] = []
        func solve(_ concept: String, _ options: SolverOptions, shouldStop: () -> Bool) throws(EquilibriumError)
            -> Solution
        {
            throw .unknownConcept(concept, known: [])
        }
    }

    /// Twice the score.
    struct Benchmark: SlotBenchmark {
        let metricDeclarations = [Metric(name: "double", unit: "points", direction: .higher)]
        private(set) var metrics: [Double] = []
        init(_ game: ScriptedGame) {}
        mutating func measure(_ game: ScriptedGame, rows: Int) { metrics = game.metrics.prefix(rows).map { 2 * $0 } }
    }
}
