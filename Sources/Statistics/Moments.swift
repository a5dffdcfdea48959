/// Mean and standard deviation of a stream of numbers, in one pass.
///
/// Welford's update, which does not cancel where the mean is large beside the deviations. Numbers that are all equal have
/// a deviation of exactly 0.
///
/// - SeeAlso: Welford, Technometrics 4, 1962.
public struct Moments: Sendable, Equatable {
    public private(set) var count = 0
    /// 0 where nothing was added.
    public private(set) var mean = 0.0
    /// Sum of squared deviations from the mean.
    private var squares = 0.0

    public init() {}

    public init(_ values: some Sequence<Double>) {
        for value in values { add(value) }
    }

    public mutating func add(_ value: Double) {
        count += 1
        let deviation = value - mean
        mean += deviation / Double(count)
        squares += deviation * (value - mean)
    }

    /// Unbiased, divided by n - 1; 0 of one number or none.
    public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }

    public var standardDeviation: Double { variance.squareRoot() }

    /// Standard error of the mean; 0 of one number or none.
    public var standardError: Double { count > 1 ? (variance / Double(count)).squareRoot() : 0 }
}
