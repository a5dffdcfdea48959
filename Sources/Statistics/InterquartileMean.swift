/// The mean of the middle half of `values`: a quarter, rounded down, is left out at either end.
///
/// As robust as a median against outliers, and less noisy. All runs of all scenarios count as one sample, as rliable
/// aggregates them.
///
/// - Throws: ``StatisticsError`` without values, or where one is not finite.
/// - Complexity: O(n log n).
/// - SeeAlso: Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice", NeurIPS 2021.
public func interquartileMean(_ values: [Double]) throws(StatisticsError) -> Double {
    guard !values.isEmpty else { throw .tooFewObservations(0, stratum: 0) }
    try requireFinite(values)
    let quarter = values.count / 4
    return Moments(values.sorted()[quarter..<values.count - quarter]).mean
}

extension BootstrapInterval {
    /// The interval of the interquartile mean of all observations together, each stratum, such as a scenario, resampled
    /// on its own.
    ///
    /// - Parameters:
    ///   - strata: of two observations at least each.
    ///   - confidence: the coverage aimed at, in `0..<1`.
    ///   - resamples: how many are drawn.
    ///   - generator: where they come from; one word is drawn, the seed of a ``SplitMix64``.
    /// - Throws: ``StatisticsError`` with fewer than two observations, or where one is not finite.
    /// - Complexity: O(n `resamples` + n log n): observations are sorted once and counted after that.
    public init(
        ofInterquartileMean strata: [[Double]], confidence: Double = 0.95, resamples: Int = 10_000,
        using generator: inout some RandomNumberGenerator
    ) throws(StatisticsError) {
        try requireResamplable(strata)
        let estimate = try interquartileMean(Array(strata.joined()))
        let (scaled, unit) = scaledDeviations(strata, from: estimate)
        let pooled = Array(scaled.joined())
        let order = pooled.indices.sorted { pooled[$0] < pooled[$1] }
        let ascending = order.map { pooled[$0] }
        var rank = Array(repeating: 0, count: order.count)
        for (place, index) in order.enumerated() { rank[index] = place }

        var random = SplitMix64(seed: generator.next())
        var deviations: [Double] = []
        deviations.reserveCapacity(resamples)
        var times = Array(repeating: 0, count: order.count)
        for _ in 0..<resamples {
            for place in times.indices { times[place] = 0 }
            var start = 0
            for stratum in strata {
                for _ in stratum.indices { times[rank[start + random.index(below: stratum.count)]] += 1 }
                start += stratum.count
            }
            deviations.append(Self.middleMean(ascending, times: times))
        }

        let influences = Self.middleInfluences(ascending)
        var byStratum: [[Double]] = []
        var start = 0
        for stratum in strata {
            let without = rank[start..<start + stratum.count].map { influences[$0] }
            let mean = Moments(without).mean
            byStratum.append(without.map { Double(stratum.count - 1) * (mean - $0) })
            start += stratum.count
        }
        self.init(
            estimate: estimate, deviations: deviations, unit: unit, influences: byStratum, confidence: confidence)
    }

    /// The interquartile mean of a sample that has each of `ascending` so many `times`, in all as many as there are.
    private static func middleMean(_ ascending: [Double], times: [Int]) -> Double {
        let quarter = ascending.count / 4
        let end = ascending.count - quarter
        var sum = 0.0
        var passed = 0
        for place in ascending.indices {
            let next = passed + times[place]
            let inside = min(next, end) - max(passed, quarter)
            if inside > 0 { sum += Double(inside) * ascending[place] }
            passed = next
        }
        return sum / Double(end - quarter)
    }

    /// The interquartile means of `ascending` without each of its numbers.
    private static func middleInfluences(_ ascending: [Double]) -> [Double] {
        // before[k] is the sum of the first k.
        var before = [0.0]
        for value in ascending { before.append(before[before.count - 1] + value) }
        let quarter = (ascending.count - 1) / 4
        let end = ascending.count - 1 - quarter
        return ascending.indices.map { place in
            let sum =
                if place < quarter {
                    before[end + 1] - before[quarter + 1]
                } else if place >= end {
                    before[end] - before[quarter]
                } else {
                    before[end + 1] - before[quarter] - ascending[place]
                }
            return sum / Double(end - quarter)
        }
    }
}
