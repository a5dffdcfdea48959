/// Why results say nothing about a difference.
public enum StatisticsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A deviation needs two pairs at least.
    case tooFewPairs(Int)
    /// A value that is infinite or NaN, or two so large that their difference overflows.
    case notFinite(pair: Int, a: Double, b: Double)

    public var description: String {
        switch self {
        case .tooFewPairs(let pairs): "\(pairs) pairs are too few; an interval needs at least 2"
        case .notFinite(let pair, let a, let b): "pair \(pair) has no finite difference: a = \(a), b = \(b)"
        }
    }
}
