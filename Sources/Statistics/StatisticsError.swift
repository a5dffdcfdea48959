/// Why results say nothing about a difference.
public enum StatisticsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A deviation needs two pairs at least.
    case tooFewPairs(Int)
    /// A value that is infinite or NaN, or two so large that their difference overflows.
    case notFinite(pair: Int, a: Double, b: Double)
    /// What is resampled needs two observations at least: one alone shows no spread.
    case tooFewObservations(Int, stratum: Int)
    /// An observation that is infinite or NaN.
    case notFiniteObservation(Double, stratum: Int, index: Int)
    /// A statistic that is infinite or NaN of a sample or of a resample.
    case statisticNotFinite(Double)
    /// Seeds were resampled over fewer than two training seeds.
    case tooFewTrainingSeeds(Int)

    public var description: String {
        switch self {
        case .tooFewPairs(let pairs): "\(pairs) pairs are too few; an interval needs at least 2"
        case .notFinite(let pair, let a, let b): "pair \(pair) has no finite difference: a = \(a), b = \(b)"
        case .tooFewObservations(let count, let stratum):
            "stratum \(stratum) has \(count) observations, which are too few; an interval needs at least 2"
        case .notFiniteObservation(let value, let stratum, let index):
            "observation \(index) of stratum \(stratum) is \(value), which is not finite"
        case .statisticNotFinite(let value): "the statistic of a sample or a resample is \(value), which is not finite"
        case .tooFewTrainingSeeds(let count):
            "\(count) training seeds are too few; an interval needs at least 2"
        }
    }
}
