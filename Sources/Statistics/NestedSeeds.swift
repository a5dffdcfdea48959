/// Results under seeds within seeds: policies trained under training seeds, each played under evaluation seeds.
///
/// The mean is that over training seeds of the means over their evaluation seeds, so that a training seed with more
/// evaluations weighs no more. Numbers of evaluations may differ.
///
/// Training seeds are the independent units: more evaluations of few of them narrow an interval only so far.
public struct NestedSeeds: Sendable, Equatable {
    /// By training seed, then evaluation seed.
    private let values: [[Double]]
    /// The mean over its evaluation seeds, by training seed.
    public let trainingMeans: [Double]
    public let mean: Double

    /// One sample of results.
    ///
    /// - Parameter values: by training seed, then evaluation seed; two training seeds and one evaluation at least.
    /// - Throws: ``StatisticsError`` with fewer, or where a value is not finite.
    public init(_ values: [[Double]]) throws(StatisticsError) {
        guard values.count >= 2 else { throw .tooFewTrainingSeeds(values.count) }
        for (training, evaluations) in values.enumerated() {
            guard !evaluations.isEmpty else { throw .tooFewObservations(0, stratum: training) }
            try requireFinite(evaluations, stratum: training)
        }
        self.values = values
        trainingMeans = values.map { Moments($0).mean }
        mean = Moments(trainingMeans).mean
    }

    /// The differences of `b` from `a`, seed by seed, of the same shape.
    ///
    /// - Throws: ``StatisticsError`` with fewer than two training seeds or without evaluations, or where a value is not
    ///   finite.
    public init(a: [[Double]], b: [[Double]]) throws(StatisticsError) {
        precondition(a.count == b.count, "\(a.count) training seeds of a paired with \(b.count) of b")
        var differences: [[Double]] = []
        for (a, b) in zip(a, b) { differences.append(try pairedDifferences(a: a, b: b)) }
        try self.init(differences)
    }

    /// The hierarchical bootstrap's percentile interval: training seeds are drawn with replacement, and for each drawn
    /// its evaluation seeds, with replacement also.
    ///
    /// With A training seeds of B evaluations the resampled variance is that of the mean times (A - 1)/A, as in any
    /// bootstrap, plus the evaluations' share of it once more: with few evaluations the interval is rather too wide
    /// than too narrow. With few training seeds, say under ten, it is too narrow, as percentile intervals of small
    /// samples are.
    ///
    /// - Parameters:
    ///   - confidence: the coverage aimed at, in `0..<1`.
    ///   - resamples: how many are drawn.
    ///   - generator: where they come from; one word is drawn, the seed of a ``SplitMix64``.
    /// - Returns: an interval of the percentile method.
    /// - Complexity: O(n `resamples`).
    /// - SeeAlso: Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 3.8, strategy 2;
    ///   Saravanan, Berman and Sober, Neurons, Behavior, Data Analysis and Theory 3(5), 2020.
    public func interval(
        confidence: Double = 0.95, resamples: Int = 10_000, using generator: inout some RandomNumberGenerator
    ) -> BootstrapInterval {
        let (scaled, unit) = scaledDeviations(values, from: mean)
        var random = SplitMix64(seed: generator.next())
        var deviations: [Double] = []
        deviations.reserveCapacity(resamples)
        for _ in 0..<resamples {
            var sum = 0.0
            for _ in scaled.indices {
                let training = random.index(below: scaled.count)
                let count = scaled[training].count
                var ofTraining = 0.0
                for _ in 0..<count { ofTraining += scaled[training][random.index(below: count)] }
                sum += ofTraining / Double(count)
            }
            deviations.append(sum / Double(scaled.count))
        }
        return BootstrapInterval(
            estimate: mean, deviations: deviations, unit: unit, influences: nil, confidence: confidence)
    }
}
