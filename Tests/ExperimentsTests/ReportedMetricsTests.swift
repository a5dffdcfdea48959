import Games
import PluginHost
import Policy
import Testing
import Wire

@testable import Experiments

@Suite("Reported metrics")
struct ReportedMetricsTests {
    /// Reports, in stages after the first, the numbers that its options name: `key=value` is value + slot^2.
    struct Reporter: Policy {
        private var numbers: [(name: String, value: Double)] = []
        private var lastStage = 0

        mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
            numbers = session.options.map { ($0.key, Double($0.value) ?? .nan) }
            lastStage = session.stages.count - 1
            var acceptance = Acceptance(session)
            acceptance.reports = numbers.map(\.name)
            return acceptance
        }

        mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
            guard observations.stage == lastStage else { return }
            for row in 0..<observations.rows {
                for (column, number) in numbers.enumerated() {
                    actions.reports[row * numbers.count + column] =
                        number.value + Double(observations.slot * observations.slot)
                }
            }
        }
    }

    private static func metric(_ name: String, by role: Role = .followers) -> ReportedMetric {
        ReportedMetric(by: role, Metric(name: name, unit: "", direction: .lower))
    }

    private static let stages = [("first", Role.operator), ("second", .operator), ("third", .followers)].map {
        name, role in
        Stage(
            name: name, role: role, observation: [], instance: [],
            actions: [ActionSpace(name: "x", tensors: [.box("x", shape: [], 0...1)])])
    }

    /// A policy of `role` that reports `numbers`.
    private func policy(_ role: Role, _ agents: Range<Int>, rows: Int, _ numbers: [(String, String)]) throws
        -> ConnectedPolicy
    {
        let session = Session(
            role: role, scenario: "scripted", scenarioHash: "", stages: Self.stages.filter { $0.role == role },
            agents: agents, agentCount: role == .operator ? 1 : 2, rows: rows, mode: .evaluate,
            options: numbers.map { Session.Option(key: $0.0, value: $0.1) })
        return ConnectedPolicy(try InProcessEndpoint(Reporter.self, session: session), seedOption: nil)
    }

    @Test(
        "are means of what the first policy of their role that names one says, over slots that somebody played",
        arguments: [1, 2])
    func precedence(rows: Int) throws {
        let metrics =
            [Self.metric("loss", by: .operator)] + ["rounds", "nobody", "missing"].map { Self.metric($0) }
        var loop = EpisodeLoop(
            ScriptedGame(rows: rows, stages: Self.stages, reportedMetrics: metrics),
            operators: [
                // Its rounds are not those of followers.
                try policy(.operator, 0..<1, rows: rows, [("loss", "100"), ("rounds", "1000"), ("nobody", "1000")])
            ],
            followers: [
                try policy(.followers, 0..<1, rows: rows, [("rounds", "10"), ("loss", "1"), ("missing", "none")]),
                try policy(.followers, 1..<2, rows: rows, [("rounds", "20"), ("missing", "5")]),
            ], fallbacks: [nil, nil, nil])
        #expect(loop.declarations.map(\.name) == ["score", "double", "loss", "rounds", "nobody", "missing"])
        var means: [[Double]] = []
        for first in stride(from: 0, to: 2, by: rows) {
            means += try #require(
                try loop.play(first..<first + rows, seed: 0, shouldStop: { false }, afterSlot: {}))
        }
        // Slots 0 to 3 of episode 0, 0 and 3 of episode 1: 14 / 4 and 9 / 2.
        #expect(Array(means[0][2...3]) == [103.5, 13.5])
        #expect(Array(means[1][2...3]) == [104.5, 14.5])
        // Nobody names the one, and who is first to name the other says nothing.
        for episode in means { #expect(episode[4].isNaN && episode[5].isNaN) }
    }

    /// A policy whose decision of slot 2 comes too late.
    private final class Late: PolicyEndpoint {
        private let policy: any PolicyEndpoint
        private var slot: UInt64 = 0

        init(_ policy: any PolicyEndpoint) { self.policy = policy }

        var name: String { policy.name }
        var identity: PluginIdentity { policy.identity }
        var session: Session { policy.session }
        var acceptance: Acceptance { policy.acceptance }
        var latencies: DecisionLatencies { policy.latencies }
        func reset(rows: [Int], seeds: [UInt64]) throws(PluginFailure) { try policy.reset(rows: rows, seeds: seeds) }
        func submit(_ observations: borrowing Observations) throws(PluginFailure) {
            slot = observations.slot
            try policy.submit(observations)
        }
        func collect(into actions: inout Actions) throws(PluginFailure) -> DecisionOutcome {
            var late = actions
            let outcome = try policy.collect(into: &late)
            if slot == 2 { return .missed }
            actions = late
            return outcome
        }
        var learns: Bool { policy.learns }
        func submit(_ feedback: borrowing Feedback) throws(PluginFailure) { try policy.submit(feedback) }
        func finishLearning() throws(PluginFailure) { try policy.finishLearning() }
        func openSharingWeights(_ session: Session) throws(PluginFailure) -> any PolicyEndpoint {
            try policy.openSharingWeights(session)
        }
        func save(to path: String) throws(PluginFailure) { try policy.save(to: path) }
        func load(from path: String) throws(PluginFailure) { try policy.load(from: path) }
    }

    @Test("are those of who stood in for a missed decision, and unknown where nobody did", arguments: [true, false])
    func missed(isReplaced: Bool) throws {
        let followers = try policy(.followers, 0..<2, rows: 1, [("rounds", "10")])
        var loop = EpisodeLoop(
            ScriptedGame(rows: 1, stages: Self.stages, reportedMetrics: [Self.metric("rounds")]),
            operators: [try policy(.operator, 0..<1, rows: 1, [])],
            followers: [ConnectedPolicy(Late(followers.endpoint), seedOption: nil)],
            fallbacks: [nil, isReplaced ? try policy(.followers, 0..<2, rows: 1, [("rounds", "50")]) : nil])
        let means = try #require(try loop.play(0..<1, seed: 0, shouldStop: { false }, afterSlot: {}))
        // 10, 11, 54 and 19.
        if isReplaced { #expect(means[0][2] == 23.5) } else { #expect(means[0][2].isNaN) }
    }
}
