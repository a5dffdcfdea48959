/// A bootstrap interval of a statistic: what its value would have been on other draws from where the sample came from.
///
/// Each stratum is resampled on its own, with replacement and to its own size. The interval is BCa, bias-corrected and
/// accelerated, where that is defined, else the percentile interval:
///
/// - The bias correction z0 is the normal quantile of the share of resamples below the estimate, ties counted half; a
///   tie is a deviation within 1e-12 of the resamples' spread, which is more than rounding and less than data. Where
///   all resamples lie to one side z0 is infinite, and the interval is the percentiles'.
/// - The acceleration is the jackknife's, over all observations of all strata; a jackknife without spread has none, 0.
/// - Where an end would be accelerated past infinity the interval is the percentiles'.
///
/// Data without spread have an interval of width 0, and so has a statistic that is the same in all resamples, such as a
/// median of ties: it says that resampling shows no spread, not that there is none.
///
/// - SeeAlso: Efron, JASA 82, 1987; for strata Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section
///   14.
public struct BootstrapInterval: Sendable, Hashable {
    public enum Method: Sendable, Hashable {
        case biasCorrectedAccelerated
        case percentile
    }

    /// The statistic of the sample itself.
    public let estimate: Double
    public let interval: ClosedRange<Double>
    public let method: Method

    /// The interval of any statistic of one sample.
    ///
    /// - Parameters:
    ///   - sample: two observations at least.
    ///   - confidence: the coverage aimed at, in `0..<1`.
    ///   - resamples: how many are drawn; the ends of 0.95 stand on the 250 outermost of 10,000 to either side.
    ///   - generator: where they come from; one word is drawn, the seed of a ``SplitMix64``.
    ///   - statistic: of a sample or resample, one observation less for the jackknife; in any order.
    /// - Throws: ``StatisticsError`` with fewer than two observations, or where one, the statistic or its
    ///   deviation is not finite.
    /// - Complexity: `resamples` + n evaluations.
    public init(
        sample: [Double], confidence: Double = 0.95, resamples: Int = 10_000,
        using generator: inout some RandomNumberGenerator, statistic: ([Double]) -> Double
    ) throws(StatisticsError) {
        try self.init(strata: [sample], confidence: confidence, resamples: resamples, using: &generator) {
            statistic($0[0])
        }
    }

    /// The interval of any statistic of strata.
    ///
    /// - Parameters:
    ///   - strata: of two observations at least each.
    ///   - confidence: the coverage aimed at, in `0..<1`.
    ///   - resamples: how many are drawn.
    ///   - generator: where they come from; one word is drawn, the seed of a ``SplitMix64``.
    ///   - statistic: of the strata or their resamples, one stratum with one observation less for the jackknife.
    /// - Throws: ``StatisticsError`` with fewer than two observations, or where one, the statistic or its
    ///   deviation is not finite.
    /// - Complexity: `resamples` + n evaluations.
    public init(
        strata: [[Double]], confidence: Double = 0.95, resamples: Int = 10_000,
        using generator: inout some RandomNumberGenerator, statistic: ([[Double]]) -> Double
    ) throws(StatisticsError) {
        try requireResamplable(strata)
        func evaluated(_ strata: [[Double]]) throws(StatisticsError) -> Double {
            let value = statistic(strata)
            guard value.isFinite else { throw .statisticNotFinite(value) }
            return value
        }
        let estimate = try evaluated(strata)
        var random = SplitMix64(seed: generator.next())
        var resample = strata
        var deviations: [Double] = []
        deviations.reserveCapacity(resamples)
        for _ in 0..<resamples {
            for (j, stratum) in strata.enumerated() {
                for i in stratum.indices { resample[j][i] = stratum[random.index(below: stratum.count)] }
            }
            let deviation = try evaluated(resample) - estimate
            guard deviation.isFinite else { throw .statisticNotFinite(deviation) }
            deviations.append(deviation)
        }
        var influences: [[Double]] = []
        for (j, stratum) in strata.enumerated() {
            var without: [Double] = []
            for i in stratum.indices {
                var strata = strata
                strata[j].remove(at: i)
                without.append(try evaluated(strata))
            }
            let mean = Moments(without).mean
            influences.append(without.map { Double(stratum.count - 1) * (mean - $0) })
        }
        self.init(
            estimate: estimate, deviations: deviations, unit: 1, influences: influences, confidence: confidence)
    }

    /// The interval from what resampling and jackknife gave.
    ///
    /// - Parameters:
    ///   - estimate: the statistic of the sample.
    ///   - deviations: those of the resamples from the estimate, in units.
    ///   - unit: what deviations are measured in.
    ///   - influences: of each observation of each stratum of n, n - 1 times by how much the statistic falls without it
    ///     from the mean of those; on any scale. Without them the interval is the percentiles'.
    ///   - confidence: the coverage aimed at.
    init(estimate: Double, deviations: [Double], unit: Double, influences: [[Double]]?, confidence: Double) {
        precondition(!deviations.isEmpty, "an interval without resamples")
        precondition((0..<1).contains(confidence), "a confidence of \(confidence)")
        let sorted = deviations.sorted()
        let tails = (1 - confidence) / 2
        let shares = influences.flatMap { Self.acceleratedShares(sorted, influences: $0, tails: tails) }
        let (low, high) = shares ?? (tails, 1 - tails)
        let lower = estimate + Self.quantile(low, of: sorted) * unit
        let upper = estimate + Self.quantile(high, of: sorted) * unit
        self.estimate = estimate
        interval = lower...max(lower, upper)
        method = shares == nil ? .percentile : .biasCorrectedAccelerated
    }

    /// The value that `share` of `sorted` is below, linear between neighbours: definition 7 of Hyndman and Fan, The
    /// American Statistician 50(4), 1996.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let rank = share * Double(sorted.count - 1)
        let below = Int(rank)
        let fraction = rank - Double(below)
        // The outermost resample has no neighbour.
        guard fraction > 0 && below + 1 < sorted.count else { return sorted[below] }
        return sorted[below] + fraction * (sorted[below + 1] - sorted[below])
    }
}

/// Throws where a stratum cannot be resampled, or where there is none.
func requireResamplable(_ strata: [[Double]]) throws(StatisticsError) {
    guard !strata.isEmpty else { throw .tooFewObservations(0, stratum: 0) }
    for (j, stratum) in strata.enumerated() {
        guard stratum.count >= 2 else { throw .tooFewObservations(stratum.count, stratum: j) }
        try requireFinite(stratum, stratum: j)
    }
}
