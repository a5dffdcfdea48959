import Games
import PluginHost
import Statistics
import Testing

@testable import Experiments

@Suite("A comparison")
struct ComparisonTests {
    /// The result of two arms that measured `declarations`, with values `[arm][episode][declaration]`.
    private func result(_ declarations: [Metric], _ values: [[[Double]]], margin: Double? = nil) throws
        -> ComparisonResult
    {
        let loaded = try GameCatalogue.scenarios.load("pricing")
        let arms = values.map { episodes in
            RunResult(
                scenario: loaded, seed: 0, declarations: declarations, episodes: episodes, distributions: [],
                plugins: [],
                latenciesByRole: [], onMiss: .abort, budget: .seconds(1), slotsPerEpisode: 1, elapsed: .zero,
                wasInterrupted: false, stopFailures: [])
        }
        return ComparisonResult(names: ["first", "second"], arms: arms, margin: margin)
    }

    private static let cost = Metric(name: "cost", unit: "", direction: .lower)

    @Test("measures a regret by the share of another metric's mean that it declares")
    func shareOfAnother() throws {
        let regret = Metric(name: "regret", unit: "", direction: .lower, margin: .shareOfMeanOf("cost", 0.001))
        // Costs of 1000 and regrets of 1: a hundredth of the regret is 0.01, a thousandth of the cost 1.
        let a: [[Double]] = [[-1000, 1], [-1000, 1]]
        func verdict(_ difference: Double, margin: Double? = nil) throws -> Verdict? {
            let b = a.map { [$0[0], $0[1] + difference] }
            return try result([Self.cost, regret], [a, b], margin: margin).metrics[1].verdict
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
        #expect(comparison.metrics[0].verdict != nil)
        let unknown = comparison.metrics[1]
        #expect(unknown.verdict == nil && unknown.difference == nil)
        #expect(unknown.meanOfA == 5 && unknown.meanOfB == nil)
        #expect(unknown.document["a"] == 5.0 && unknown.document["b"] == .null)
        #expect(unknown.document["verdict"] == .null && unknown.document["pValue"] == .null)
        // The margin is of the first arm's mean, which is known.
        #expect(comparison.metrics[2].verdict != nil)
        let reversed = try result([oracle, Self.cost, share], [b.map { [$0[1], $0[0], $0[2]] }, a])
        #expect(reversed.metrics[2].difference != nil && reversed.metrics[2].verdict == nil)
        #expect(reversed.verdict == nil)
        #expect(reversed.document["verdict"] == .null)
    }

    @Test("of fewer than two pairs shows means and no verdict")
    func onePair() throws {
        let comparison = try result([Self.cost], [[[2]], [[3]]])
        #expect(comparison.metrics[0].meanOfA == 2 && comparison.metrics[0].meanOfB == 3)
        #expect(comparison.metrics[0].verdict == nil)
        let none = try result([Self.cost], [[], []])
        #expect(none.metrics[0].meanOfA == nil)
    }
}
