import Games
import Statistics

/// Reads pairs in index order and says when the primary metric's verdicts stand, so that nothing more need be played.
struct SequentialJudge {
    private let declarations: [Metric]
    private let margins: MarginOverrides
    /// One an arm in question; nil from where it has failed.
    private var tests: [SequentialComparison?]
    /// Sums of a's values, one a declaration, for margins that are a share of a mean.
    private var sums: [Double]
    private var pairs = 0

    /// - Parameters:
    ///   - declarations: what is measured, the primary metric first.
    ///   - arms: the one compared with and those in question.
    ///   - margins: the smallest differences that matter.
    init(of declarations: [Metric], arms: Int, margins: MarginOverrides) {
        self.declarations = declarations
        self.margins = margins
        // Of several arms verdicts are corrected for every metric of each: a bound on what Holm's procedure asks for.
        let questions = arms == 2 ? 1 : (arms - 1) * declarations.count
        tests = Array(
            repeating: SequentialComparison(significance: MetricComparison.significance / Double(questions)),
            count: arms - 1)
        sums = Array(repeating: 0, count: declarations.count)
    }

    /// Takes the next pair.
    ///
    /// - Parameter pair: means over the episode's slots, `[arm][declaration]`; empty of an arm that has failed.
    /// - Returns: whether every arm in question that has not failed has its verdict.
    mutating func decides(with pair: [[Double]]) -> Bool {
        pairs += 1
        for index in sums.indices { sums[index] += pair[0][index] }
        for index in tests.indices {
            guard let b = pair[index + 1].first else {
                tests[index] = nil
                continue
            }
            // Of a value that cannot be known nothing is decided.
            _ = try? tests[index]?.add(a: pair[0][0], b: b)
        }
        let means = sums.map { [$0 / Double(pairs)] }
        guard tests.allSatisfy({ $0.map { $0.pairs == pairs } ?? true }),
            let margin = margins.margin(of: declarations[0], among: declarations, a: means)
        else { return false }
        let higherIsBetter = declarations[0].direction == .higher
        return tests.allSatisfy { test in
            test.map { $0.verdict(margin: margin, higherIsBetter: higherIsBetter) != nil } ?? true
        }
    }
}
