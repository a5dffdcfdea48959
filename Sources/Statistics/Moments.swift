/// Mean and standard deviation of a stream of numbers, in one pass.
///
/// Welford's update, which does not cancel where the mean is large beside the deviations. Numbers that are all equal
/// have a deviation of exactly 0. Squares are of numbers measured in `unit`, so that neither 1e300 overflows in them
/// nor 1e-300 vanishes; of ordinary numbers the results are bit for bit those without a unit.
///
/// - SeeAlso: Welford, Technometrics 4, 1962.
public struct Moments: Sendable, Equatable {
    public private(set) var count = 0
    /// A power of two near the largest magnitude added; 0 where there is none but 0.
    private var unit = 0.0
    /// The mean in units.
    private var scaledMean = 0.0
    /// Sum of squared deviations from the mean, in units.
    private var scaledSquares = 0.0

    public init() {}

    public init(_ values: some Sequence<Double>) {
        for value in values { add(value) }
    }

    public mutating func add(_ value: Double) {
        // In subnormal units a number divided by its unit could overflow.
        let binade = max(value.magnitude.binade, 0x1p-1000)
        if binade > unit && value != 0 && value.isFinite {
            let ratio = unit / binade
            scaledMean *= ratio
            scaledSquares *= ratio * ratio
            unit = binade
        }
        let scaled = unit > 0 ? value / unit : value
        count += 1
        let deviation = scaled - scaledMean
        scaledMean += deviation / Double(count)
        scaledSquares += deviation * (scaled - scaledMean)
    }

    /// 0 where nothing was added.
    public var mean: Double { unit > 0 ? scaledMean * unit : scaledMean }

    /// Whether all numbers were equal.
    public var isConstant: Bool { scaledSquares == 0 }

    /// Unbiased, divided by n - 1; 0 of one number or none.
    public var variance: Double { scaledVariance * unit * unit }

    /// The root of the variance; infinite where it exceeds every finite number.
    public var standardDeviation: Double { scaledVariance.squareRoot() * unit }

    /// Standard error of the mean; 0 of one number or none.
    public var standardError: Double { count > 1 ? (scaledVariance / Double(count)).squareRoot() * unit : 0 }

    /// (mean - `offset`) in standard errors; infinite or, for an offset that is the mean itself, NaN where all are
    /// equal.
    func standardErrors(from offset: Double) -> Double {
        let scaledError = scaledVariance.squareRoot() / Double(count).squareRoot()
        return (unit > 0 ? scaledMean - offset / unit : -offset) / scaledError
    }

    /// `size` in standard deviations; infinite or, for a size of 0, NaN where all are equal.
    func standardDeviations(in size: Double) -> Double {
        (unit > 0 ? size / unit : size) / scaledVariance.squareRoot()
    }

    private var scaledVariance: Double { count > 1 ? scaledSquares / Double(count - 1) : 0 }
}
