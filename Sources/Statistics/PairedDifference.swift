/// What pairs of results say about the mean of their difference, b - a.
///
/// A pair is one seed given to both arms: what the seed does to both cancels in the difference. Intervals and p values are
/// those of the one-sample t test of the differences.
public struct PairedDifference: Sendable, Equatable {
    public let pairs: Int
    public let meanOfA: Double
    public let meanOfB: Double
    /// Mean of b - a.
    public let mean: Double
    /// Unbiased standard deviation of the differences; exactly 0 where all are equal.
    public let standardDeviation: Double

    /// The differences of `b` from `a`, pair by pair.
    ///
    /// - Throws: ``StatisticsError`` with fewer than two pairs, or where a value is not finite.
    public init(a: [Double], b: [Double]) throws(StatisticsError) {
        precondition(a.count == b.count, "\(a.count) values of a paired with \(b.count) of b")
        guard a.count >= 2 else { throw .tooFewPairs(a.count) }
        var ofA = Moments()
        var ofB = Moments()
        var ofDifference = Moments()
        for i in a.indices {
            guard (b[i] - a[i]).isFinite else { throw .notFinite(pair: i, a: a[i], b: b[i]) }
            ofA.add(a[i])
            ofB.add(b[i])
            ofDifference.add(b[i] - a[i])
        }
        pairs = a.count
        meanOfA = ofA.mean
        meanOfB = ofB.mean
        mean = ofDifference.mean
        standardDeviation = ofDifference.standardDeviation
    }

    /// Standard error of `mean`.
    public var standardError: Double { standardDeviation / Double(pairs).squareRoot() }

    /// The t interval that covers the true mean difference with probability `confidence`, in `0..<1`.
    ///
    /// Width 0 where all differences are equal.
    public func interval(confidence: Double) -> ClosedRange<Double> {
        precondition((0..<1).contains(confidence), "a confidence of \(confidence)")
        let halfWidth = distribution.quantile(0.5 + confidence / 2) * standardError
        return mean - halfWidth...mean + halfWidth
    }

    /// Two-sided p value of "the mean difference is 0".
    ///
    /// Where all differences are equal: 1 if they are 0, else 0.
    public var pValue: Double {
        guard standardDeviation > 0 else { return mean == 0 ? 1 : 0 }
        return distribution.twoSidedTail(mean / standardError)
    }

    private var distribution: StudentT { StudentT(degreesOfFreedom: Double(pairs - 1)) }
}
