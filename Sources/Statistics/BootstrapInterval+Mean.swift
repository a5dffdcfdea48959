extension BootstrapInterval {
    /// The interval of a mean.
    ///
    /// What the general one gives, without its n + `resamples` calls: the deviations of the sum are summed, and the
    /// jackknife is the deviations themselves.
    ///
    /// - Parameters:
    ///   - sample: two observations at least.
    ///   - confidence: the coverage aimed at, in `0..<1`.
    ///   - resamples: how many are drawn.
    ///   - generator: where they come from; one word is drawn, the seed of a ``SplitMix64``.
    /// - Throws: ``StatisticsError`` with fewer than two observations, or where one is not finite.
    /// - Complexity: O(n `resamples`), a few nanoseconds each.
    public init(
        ofMean sample: [Double], confidence: Double = 0.95, resamples: Int = 10_000,
        using generator: inout some RandomNumberGenerator
    ) throws(StatisticsError) {
        try requireResamplable([sample])
        let estimate = Moments(sample).mean
        let (scaled, unit) = scaledDeviations([sample], from: estimate)
        let sampleDeviations = scaled[0]
        var random = SplitMix64(seed: generator.next())
        var deviations: [Double] = []
        deviations.reserveCapacity(resamples)
        for _ in 0..<resamples {
            var sum = 0.0
            for _ in sampleDeviations.indices { sum += sampleDeviations[random.index(below: sampleDeviations.count)] }
            deviations.append(sum / Double(sampleDeviations.count))
        }
        self.init(
            estimate: estimate, deviations: deviations, unit: unit, influences: [sampleDeviations],
            confidence: confidence)
    }
}

/// The deviations of observations from `centre`, in a unit, a power of two, in which their sums neither overflow nor
/// vanish.
func scaledDeviations(_ strata: [[Double]], from centre: Double) -> (deviations: [[Double]], unit: Double) {
    let largest = strata.joined().reduce(0) { max($0, abs($1)) }
    let unit = largest == 0 ? 1 : max(largest.binade, 0x1p-1000)
    return (strata.map { $0.map { $0 / unit - centre / unit } }, unit)
}
