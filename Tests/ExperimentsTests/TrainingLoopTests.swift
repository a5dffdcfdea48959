import BanditPolicy
import Games
import PluginHost
import Policies
import Policy
import Testing

@testable import Experiments

@Suite("The loop of training")
struct TrainingLoopTests {
    @Test("tells all learners what came of a slot before it waits for any, and decides once more after the last")
    func order() throws {
        let log = RequestLog()
        var fixture = try TrainingFixture(DuopolyGame.self, rows: 2)
        for role in Role.allCases { try fixture.addBandits(role, reach: .inProcess, log: log) }
        var loop = fixture.loop
        _ = try loop.play(from: 2, seed: 0, learning: [.operator, .followers], afterSlot: {})
        var expected = ["operator0 reset 2", "followers0 reset 2"]
        func decide(_ slot: Int, _ mark: String = "") {
            expected += ["operator0 decide lead \(slot)\(mark)", "operator0 answer"]
            expected += ["followers0 decide follow \(slot)\(mark)", "followers0 answer"]
        }
        for slot in 0..<10 {
            decide(slot)
            let mark = slot == 9 ? " truncated" : ""
            expected += ["operator0 feedback \(slot)\(mark)", "followers0 feedback \(slot)\(mark)"]
            expected += ["operator0 learned", "followers0 learned"]
        }
        decide(10, " bootstrap")
        #expect(log.lines == expected)
    }

    @Test("lets who is not to learn play with the weights as they are, which it has from the start")
    func turns() throws {
        let log = RequestLog()
        var fixture = try TrainingFixture(DuopolyGame.self, rows: 2)
        for role in Role.allCases { try fixture.addBandits(role, reach: .inProcess, log: log) }
        var loop = fixture.loop
        _ = try loop.play(from: 0, seed: 0, learning: [.operator], afterSlot: {})
        let resets = log.lines.filter { $0.contains("reset") }
        // First the learner that only lends its weights, which come from its first reset, then those who play.
        #expect(resets == ["followers0 reset 2", "operator0 reset 2", "followers0' reset 2"])
        #expect(!log.lines.contains { $0.hasPrefix("followers0 decide") || $0.hasPrefix("followers0 feedback") })
        #expect(log.lines.count { $0.hasPrefix("followers0' decide") } == 11)
        #expect(try fixture.checkpoint(of: 1).replay.isEmpty)
    }

    @Test(
        "gives learners every transition, the last one with the observation of the slot that is not played",
        arguments: Reach.allCases)
    func transitions(reach: Reach) throws {
        var fixture = try TrainingFixture(DuopolyGame.self, rows: 2)
        for role in Role.allCases { try fixture.addBandits(role, reach: reach) }
        var loop = fixture.loop
        let returns = try loop.play(from: 0, seed: 3, learning: [.operator, .followers], afterSlot: {})
        let (leading, following) = (try fixture.checkpoint(of: 0), try fixture.checkpoint(of: 1))
        // Agent, stage, slot, seen, action, reward, truncated, next, bootstrapped.
        #expect(leading.replay.count == 20 && following.replay.count == 20)
        func quantity(_ cell: Substring) throws -> Double { try #require(Double(cell)) }
        let lastMean = try #require(leading.weights.last?.split(separator: " ").last.flatMap { UInt64($0) })
        for (index, (lead, follow)) in zip(leading.replay, following.replay).enumerated() {
            // Both rows' transitions are complete at the next decision.
            let (slot, row) = (index / 2, index % 2)
            #expect(lead[2] == "\(slot)" && follow[2] == "\(slot)")
            #expect(lead[3] == "12.0,4.0" && lead[7] == "12.0,4.0")
            #expect(follow[3] == "12.0,4.0,\(lead[4])")
            let (q, r) = (try quantity(lead[4]), try quantity(follow[4]))
            // Profits at the price 12 - q - r and the cost 4, in units of the leader's optimum, (12 - 4)^2 / 8.
            #expect(abs(try quantity(lead[5]) - q * (8 - q - r) / 8) < 1e-12)
            #expect(abs(try quantity(follow[5]) - r * (8 - q - r) / 8) < 1e-12)
            let isLast = slot == 9
            for transition in [lead, follow] {
                #expect(transition[6] == (isLast ? "1" : "0") && transition[8] == (isLast ? "1" : "0"))
            }
            // The slot that is not played is decided without exploration.
            let next = isLast ? "\(Double(bitPattern: lastMean))" : String(leading.replay[index + 2][4])
            #expect(follow[7] == "12.0,4.0,\(next)")
            #expect(row == index % 2)
        }
        for (side, replay) in zip(returns, [leading.replay, following.replay]) {
            for row in 0..<2 {
                let sum = try replay.enumerated().filter { $0.offset % 2 == row }.reduce(0) {
                    $0 + (try quantity($1.element[5]))
                }
                #expect(abs(side.episodes[row] - sum) < 1e-12)
            }
        }
    }

    @Test("teaches the same to policies here, behind the protocol, and one a follower", arguments: [1, 3])
    func sameBits(rows: Int) throws {
        var weights: [[Substring]] = []
        var returns: [[TrainingLoop<PricingGame>.Returns]] = []
        var heard: [[LearnerMean]] = []
        for (reach, isIsolated) in [(Reach.inProcess, false), (.plugin, false), (.inProcess, true), (.plugin, true)] {
            var fixture = try TrainingFixture(PricingGame.self, rows: rows)
            for role in Role.allCases { try fixture.addBandits(role, reach: reach, isIsolated: isIsolated) }
            var loop = fixture.loop
            var played: [TrainingLoop<PricingGame>.Returns] = []
            for batch in 0..<2 {
                played += try loop.play(
                    from: batch * rows, seed: 1, learning: [.operator, .followers], afterSlot: {})
            }
            returns.append(played)
            heard.append(fixture.inbox.take().means.filter { $0.role == .operator })
            var evaluation = fixture.evaluation
            let means = try evaluation.play(0..<rows, seed: 1, shouldStop: { false }, afterSlot: {})
            // Without the count of steps, which stands in front.
            weights.append(
                try fixture.learners.indices.flatMap { try fixture.checkpoint(of: $0).weights.dropFirst() }
                    + ["\(means?.joined().map(\.bitPattern) ?? [])"])
        }
        #expect(heard[0].map(\.name) == ["surprise"])
        for other in 1..<4 {
            #expect(weights[other] == weights[0])
            #expect(heard[other] == heard[0])
            for (left, right) in zip(returns[other], returns[0]) {
                // A sum over agents, which isolation adds up in another order.
                for (a, b) in zip(left.episodes, right.episodes) { #expect(abs(a - b) < 1e-9) }
            }
        }
    }

    @Test("plays worlds and policies that no evaluation plays")
    func seeds() throws {
        #expect(TrainingLoop<PricingGame>.firstEpisode == 4_294_967_296)
        // The same world seeds by way of an evaluation of episode 2^32 of the same seed.
        var trained = try TrainingFixture(PricingGame.self, rows: 1)
        try trained.add(RandomPolicy.self, .operator)
        try trained.add(BestResponse.self, .followers)
        var loop = trained.loop
        let returns = try loop.play(from: 0, seed: 7, learning: [], afterSlot: {})
        var evaluation = trained.evaluation
        let first = 1 << 32
        let means = try #require(
            try evaluation.play(first..<first + 1, seed: 7, shouldStop: { false }, afterSlot: {}))
        // 100 slots, of rewards in units of what the agents' utilities sum up to, 4 of gammaA = 10.
        #expect(abs(returns[0].episodes[0] - 100 * means[0][0] / 40) < 1e-9)
    }
}
