import Statistics

/// What pairs say of one metric without the assumption that differences are normal.
public struct RobustComparison: Sendable, Hashable {
    /// Of "the differences are symmetric about 0", by Wilcoxon's signed ranks.
    public let signedRankPValue: Double
    /// Of the same, by random signs of the differences.
    public let permutationPValue: Double
    /// The BCa bootstrap interval of the mean difference, at the confidence of the other one.
    public let bootstrapInterval: ClosedRange<Double>
    /// Means of the middle half of either arm's values.
    public let interquartileMeanOfA: Double
    public let interquartileMeanOfB: Double
    /// The probability that an episode of b has a greater value than one of a, half for equal ones; not paired.
    public let probabilityOfGreater: Double

    /// Resamples of `pairs` pairs: 9,999 up to ten thousand pairs, fewer of more, so that a metric takes about as long as at
    /// ten thousand, a second at the most; never fewer than 999, whose intervals' ends still stand on 25.
    private static func resamples(pairs: Int) -> Int { max(999, min(9_999, 100_000_000 / max(pairs, 1))) }

    /// Compares `a` with `b`, pair by pair; resampling is keyed by `seed` alone.
    ///
    /// - Throws: ``StatisticsError`` with fewer than two pairs, or where a value is not finite.
    init(a: [Double], b: [Double], seed: UInt64) throws(StatisticsError) {
        var random = SplitMix64(seed: seed)
        let resamples = Self.resamples(pairs: a.count)
        let differences = zip(a, b).map { $1 - $0 }
        signedRankPValue = try SignedRankTest(a: a, b: b).pValue
        permutationPValue = try SignFlipTest(a: a, b: b, resamples: resamples, using: &random).pValue
        bootstrapInterval = try BootstrapInterval(
            ofMean: differences, confidence: MetricComparison.confidence, resamples: resamples, using: &random
        ).interval
        interquartileMeanOfA = try interquartileMean(a)
        interquartileMeanOfB = try interquartileMean(b)
        probabilityOfGreater = try probabilityOfImprovement([(a, b)])
    }

    /// The member `robust` of a metric's comparison, in which an improvement is upwards or not.
    func document(higherIsBetter: Bool) -> JSON {
        [
            "wilcoxonPValue": JSON(signedRankPValue), "permutationPValue": JSON(permutationPValue),
            "bootstrapInterval": [JSON(bootstrapInterval.lowerBound), JSON(bootstrapInterval.upperBound)],
            "interquartileMean": ["a": JSON(interquartileMeanOfA), "b": JSON(interquartileMeanOfB)],
            "probabilityOfImprovement": JSON(higherIsBetter ? probabilityOfGreater : 1 - probabilityOfGreater),
        ]
    }
}
