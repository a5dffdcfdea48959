import Games
import PluginHost
import Statistics
import Testing

@testable import Experiments

@Suite("A comparison")
struct ComparisonTests {
    /// The result of arms that measured `declarations`, with values `[arm][episode][declaration]`.
    private func result(
        _ declarations: [Metric], _ values: [[[Double]]], margin: Double? = nil,
        stopping: Comparison.Stopping = .fixed
    ) throws -> ComparisonResult {
        let loaded = try GameCatalogue.scenarios.load("pricing")
        let arms = values.map { episodes in
            RunResult(
                scenario: loaded, seed: 0, declarations: declarations, episodes: episodes,
                missedShares: episodes.map { _ in 0 }, digests: nil, distributions: [], plugins: [],
                latenciesByRole: [], onMiss: .abort, budget: .seconds(1), slotsPerEpisode: 1, stages: [],
                elapsed: .zero,
                wasInterrupted: false, stopFailures: [])
        }
        return ComparisonResult(
            of: loaded, seed: 0, slotsPerEpisode: 1, declarations: declarations,
            arms: arms.enumerated().map { PlayedArm(name: Comparison.letter(ofArm: $0), $1) },
            margins: try MarginOverrides(parsing: margin.map { ["\($0)"] } ?? []), stopping: stopping,
            mostPairs: values[0].count)
    }

    private static let cost = Metric(name: "cost", unit: "", direction: .lower)

    @Test("measures a regret by the share of another metric's mean that it declares")
    func shareOfAnother() throws {
        let regret = Metric(name: "regret", unit: "", direction: .lower, margin: .shareOfMeanOf("cost", 0.001))
        // Costs of 1000 and regrets of 1: a hundredth of the regret is 0.01, a thousandth of the cost 1.
        let a: [[Double]] = [[-1000, 1], [-1000, 1]]
        func verdict(_ difference: Double, margin: Double? = nil) throws -> Verdict? {
            let b = a.map { [$0[0], $0[1] + difference] }
            return try result([Self.cost, regret], [a, b], margin: margin).comparisons[0].metrics[1].verdict
        }
        #expect(try verdict(0.999) == .equivalent)
        #expect(try verdict(1.001) == .worse)
        // What the command says goes before what the game declares.
        #expect(try verdict(0.999, margin: 0.01) == .worse)
    }

    @Test("has no verdict on what it cannot know, and shows what is known")
    func unknown() throws {
        let share = Metric(name: "gap", unit: "", direction: .lower, margin: .shareOfMeanOf("oracle", 0.1))
        let oracle = Metric(name: "oracle", unit: "", direction: .lower)
        let a: [[Double]] = [[1, 5, 3], [3, 5, 3]]
        let b: [[Double]] = [[4, .nan, 4], [4, 6, 5]]
        let comparison = try result([Self.cost, oracle, share], [a, b])
        let metrics = comparison.comparisons[0].metrics
        #expect(metrics[0].verdict != nil)
        let unknown = metrics[1]
        #expect(unknown.verdict == nil && unknown.difference == nil)
        #expect(unknown.meanOfA == 5 && unknown.meanOfB == nil)
        #expect(unknown.document["a"] == 5.0 && unknown.document["b"] == .null)
        #expect(unknown.document["verdict"] == .null && unknown.document["pValue"] == .null)
        // The margin is of the first arm's mean, which is known.
        #expect(metrics[2].verdict != nil)
        let reversed = try result([oracle, Self.cost, share], [b.map { [$0[1], $0[0], $0[2]] }, a])
        let third = reversed.comparisons[0].metrics[2]
        #expect(third.difference != nil && third.verdict == nil)
        #expect(reversed.verdict == nil)
        #expect(reversed.document["verdict"] == .null)
    }

    @Test("of fewer than two pairs shows means and no verdict")
    func onePair() throws {
        let comparison = try result([Self.cost], [[[2]], [[3]]])
        let metric = comparison.comparisons[0].metrics[0]
        #expect(metric.meanOfA == 2 && metric.meanOfB == 3)
        #expect(metric.verdict == nil)
        let none = try result([Self.cost], [[], []])
        #expect(none.comparisons[0].metrics[0].meanOfA == nil)
    }

    /// `count` values with this mean and deviation: each the sum of twelve uniform ones, which is nearly normal.
    private func normal(_ count: Int, mean: Double, sd: Double, _ random: inout SplitMix64) -> [Double] {
        (0..<count).map { _ in
            mean + sd * ((0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) })
        }
    }

    @Test("judges the primary metric of a single b on its own, and everything else corrected over all metrics")
    func holmOverMetrics() throws {
        let names = ["primary", "second", "third", "fourth"]
        let metrics = names.map { Metric(name: $0, unit: "", direction: .higher, margin: .absolute(0)) }
        var random = SplitMix64(seed: 1)
        let noise = metrics.map { _ in normal(20, mean: 0, sd: 1, &random) }
        // Differences of mean 0.5 and deviation 1, exactly: p = 0.0375 in every metric.
        let shifted = noise.map { values in
            let moments = Moments(values)
            return values.map { ($0 - moments.mean) / moments.standardDeviation + 0.5 }
        }
        let a = (0..<20).map { _ in metrics.map { _ in 0.0 } }
        let b = (0..<20).map { pair in metrics.indices.map { shifted[$0][pair] } }
        let single = try result(metrics, [a, b]).comparisons[0].metrics
        for metric in single {
            #expect(abs(try #require(metric.pValue) - 0.03754) < 1e-5)
            #expect(abs(try #require(metric.pValueHolm) - 4 * (try #require(metric.pValue))) < 1e-12)
        }
        #expect(single[0].verdict == .better)
        for metric in single.dropFirst() { #expect(metric.verdict?.name == "inconclusive") }
        // Two arms in question ask twice as much, and the primary metric is one question among all.
        let several = try result(metrics, [a, b, b])
        #expect(several.comparisons.count == 2)
        for comparison in several.comparisons {
            for metric in comparison.metrics {
                #expect(metric.verdict?.name == "inconclusive")
                #expect(abs(try #require(metric.pValueHolm) - 8 * (try #require(metric.pValue))) < 1e-12)
            }
        }
    }

    @Test("names guardrails that got worse, whatever the primary metric says")
    func guardrails() throws {
        let metrics = [
            Metric(name: "utility", unit: "", direction: .higher),
            Metric(name: "regret", unit: "", direction: .lower, margin: .absolute(0.1), isGuardrail: true),
            Metric(name: "gap", unit: "", direction: .lower, margin: .absolute(0.1)),
        ]
        let a: [[Double]] = [[1, 0, 0], [1, 0, 0], [1, 0, 0]]
        let b: [[Double]] = [[2, 1, 1], [2, 1, 1], [2, 1, 1]]
        let comparison = try result(metrics, [a, b]).comparisons[0]
        #expect(comparison.verdict == .better)
        #expect(comparison.metrics[2].verdict == .worse)
        #expect(comparison.worseGuardrails == ["regret"])
    }

    @Test("that is looked at after every pair has an interval that is open until something is excluded")
    func sequential() throws {
        let metric = Metric(name: "utility", unit: "", direction: .higher, margin: .absolute(0.1))
        var random = SplitMix64(seed: 2)
        let a = normal(200, mean: 0, sd: 1, &random)
        let b = zip(a, normal(200, mean: 0.5, sd: 1, &random)).map { $0 + $1 }
        func compared(pairs: Int) throws -> MetricComparison {
            try result(
                [metric], [a.prefix(pairs).map { [$0] }, b.prefix(pairs).map { [$0] }], stopping: .untilDecided
            ).comparisons[0].metrics[0]
        }
        let early = try compared(pairs: 9)
        #expect(early.interval == nil && early.pValue == 1 && early.document["interval"] == .null)
        #expect(early.verdict?.name == "inconclusive")
        let late = try compared(pairs: 200)
        let fixed = try #require(late.difference?.interval(confidence: 0.95))
        let interval = try #require(late.interval)
        // The price of looking: wider than the t interval of the same pairs.
        #expect(interval.upperBound - interval.lowerBound > fixed.upperBound - fixed.lowerBound)
        #expect(late.verdict == .better)
    }

    @Test("plays as many pairs as its judge asks for, who reads them in index order")
    func judge() throws {
        let metric = Metric(name: "utility", unit: "", direction: .higher)
        var random = SplitMix64(seed: 3)
        let a = normal(400, mean: 10, sd: 1, &random)
        let b = zip(a, normal(400, mean: 0.5, sd: 1, &random)).map { $0 + $1 }
        var judge = SequentialJudge(of: [metric], arms: 2, margins: MarginOverrides())
        let decidedAfter = try #require(a.indices.first { judge.decides(with: [[a[$0]], [b[$0]]]) }) + 1
        #expect(decidedAfter > SequentialComparison.minimumPairs && decidedAfter < 400)
        // What is judged at the end is what the judge saw, and one pair less does not decide.
        func verdict(_ pairs: Int) throws -> Verdict? {
            try result(
                [metric], [a.prefix(pairs).map { [$0] }, b.prefix(pairs).map { [$0] }], stopping: .untilDecided
            ).verdict
        }
        #expect(try verdict(decidedAfter) == .better)
        #expect(try verdict(decidedAfter - 1)?.name == "inconclusive")
        // Arms that finish in another order leave the board at the same pair.
        for lead in [1, 7] {
            let board = PairBoard(
                arms: 2, lead: 800, judge: SequentialJudge(of: [metric], arms: 2, margins: MarginOverrides()))
            func finish(_ arm: Int, _ values: ArraySlice<Double>) {
                board.record(
                    FinishedEpisodes(
                        arm: arm, first: values.startIndex, values: values.map { [$0] }, elapsed: .zero))
            }
            for start in stride(from: 0, to: 399, by: lead) {
                finish(1, b[start..<min(start + lead, 400)])
                finish(0, a[start..<min(start + lead, 400)])
            }
            #expect(board.decidedAfter == decidedAfter)
            #expect(board.isOver(for: 0) && !board.waitForOthers(1, count: 0, shouldStop: { false }))
        }
    }

    @Test("lets no arm run ahead, and none wait for one that failed")
    func board() throws {
        let board = PairBoard(arms: 2, lead: 4, judge: nil)
        let two = FinishedEpisodes(arm: 0, first: 0, values: [[1], [1]], elapsed: .zero)
        #expect(board.waitForOthers(0, count: 0, shouldStop: { false }))
        board.record(two)
        #expect(board.waitForOthers(0, count: 2, shouldStop: { false }))
        board.record(two)
        var asked = 0
        let goesOn = board.waitForOthers(0, count: 4) {
            asked += 1
            return asked > 2
        }
        #expect(!goesOn && asked == 3)
        board.leave(arm: 1)
        #expect(!board.waitForOthers(0, count: 4, shouldStop: { false }))
    }

    @Test("is over where the arm compared with fails, once the others have played as far, and asks its judge no more")
    func losing() throws {
        let metric = Metric(name: "utility", unit: "", direction: .higher)
        let board = PairBoard(
            arms: 2, lead: 1, judge: SequentialJudge(of: [metric], arms: 2, margins: MarginOverrides()))
        func finish(_ arm: Int, _ episode: Int) {
            board.record(FinishedEpisodes(arm: arm, first: episode, values: [[1]], elapsed: .zero))
        }
        for arm in [0, 1, 1] { finish(arm, board.finished(arm: arm)) }
        board.leave(arm: 0)
        #expect(board.isOver(for: 1) && board.decidedAfter == nil)
        // One that is behind goes on to the episode that failed, where it may fail itself.
        let late = PairBoard(
            arms: 2, lead: 1, judge: SequentialJudge(of: [metric], arms: 2, margins: MarginOverrides()))
        late.record(FinishedEpisodes(arm: 0, first: 0, values: [[1]], elapsed: .zero))
        late.leave(arm: 0)
        for count in 0..<2 {
            #expect(!late.isOver(for: 1) && late.waitForOthers(1, count: count, shouldStop: { false }))
            late.record(FinishedEpisodes(arm: 1, first: count, values: [[1]], elapsed: .zero))
        }
        #expect(late.isOver(for: 1) && !late.waitForOthers(1, count: 2, shouldStop: { false }))
    }

    @Test("goes on without an arm in question that failed, and judges the others")
    func leaving() throws {
        let metric = Metric(name: "utility", unit: "", direction: .higher)
        let board = PairBoard(
            arms: 3, lead: 1, judge: SequentialJudge(of: [metric], arms: 3, margins: MarginOverrides()))
        var random = SplitMix64(seed: 5)
        for pair in 0..<40 {
            for arm in 0..<3 where arm < 2 || pair < 3 {
                let value = 10 + Double(arm) + normal(1, mean: 0, sd: 0.1, &random)[0]
                board.record(FinishedEpisodes(arm: arm, first: pair, values: [[value]], elapsed: .zero))
            }
            // The third fails in its fourth episode; nobody waits for it.
            if pair == 2 {
                #expect(board.waitForOthers(0, count: 3, shouldStop: { false }))
                board.leave(arm: 2)
            }
            #expect(board.isOver(for: 0) || board.waitForOthers(0, count: pair + 1, shouldStop: { false }))
        }
        let decidedAfter = try #require(board.decidedAfter)
        #expect((15..<40).contains(decidedAfter))
    }

    @Test("takes margins of single metrics, and refuses one of what is not measured")
    func margins() throws {
        let cost = Metric(name: "cost", unit: "", direction: .lower)
        let margins = try MarginOverrides(parsing: ["0.5", "cost=2"])
        #expect(margins.margin(of: cost, among: [cost], a: [[100]]) == 2)
        #expect(try MarginOverrides(parsing: ["0.5"]).margin(of: cost, among: [cost], a: [[100]]) == 0.5)
        #expect(MarginOverrides().margin(of: cost, among: [cost], a: [[100]]) == 1)
        #expect(MarginOverrides().orShare(0.1).margin(of: cost, among: [cost], a: [[100]]) == 0.1)
        #expect(margins.orShare(0.1).margin(of: cost, among: [cost], a: [[100]]) == 2)
        for text in ["-1", "cost=", "cost=nan", "x", "=", "inf"] {
            #expect(throws: ExperimentsError.self) { try MarginOverrides(parsing: [text]) }
        }
        #expect(throws: ExperimentsError.unknownMetric("costs", nearest: "cost", known: ["cost"])) {
            try MarginOverrides(parsing: ["costs=1"]).check(against: [cost])
        }
    }
}
