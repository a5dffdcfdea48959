/// What pairs of results say about the mean of their difference, b - a.
///
/// A pair is one seed given to both arms: what the seed does to both cancels in the difference. Intervals and p values
/// are those of the one-sample t test of the differences.
public struct PairedDifference: Sendable, Equatable {
    public let meanOfA: Double
    public let meanOfB: Double
    /// Moments of b - a.
    let differences: Moments

    /// The differences of `b` from `a`, pair by pair.
    ///
    /// - Throws: ``StatisticsError`` with fewer than two pairs, or where a value is not finite.
    public init(a: [Double], b: [Double]) throws(StatisticsError) {
        let differences = try pairedDifferences(a: a, b: b)
        guard a.count >= 2 else { throw .tooFewPairs(a.count) }
        meanOfA = Moments(a).mean
        meanOfB = Moments(b).mean
        self.differences = Moments(differences)
    }

    public var pairs: Int { differences.count }

    /// Mean of b - a.
    public var mean: Double { differences.mean }

    /// Unbiased standard deviation of the differences; exactly 0 where all are equal.
    public var standardDeviation: Double { differences.standardDeviation }

    /// Standard error of `mean`.
    public var standardError: Double { standardDeviation / Double(pairs).squareRoot() }

    /// The t interval that covers the true mean difference with probability `confidence`, in `0..<1`.
    ///
    /// Width 0 where all differences are equal.
    public func interval(confidence: Double) -> ClosedRange<Double> {
        precondition((0..<1).contains(confidence), "a confidence of \(confidence)")
        let factor = distribution.quantile(0.5 + confidence / 2)
        // Not infinity times 0, which is no number.
        let halfWidth = differences.isConstant || factor == 0 ? 0 : factor * standardError
        return mean - halfWidth...mean + halfWidth
    }

    /// Two-sided p value of "the mean difference is 0".
    ///
    /// Where all differences are equal: 1 if they are 0, else 0.
    public var pValue: Double {
        if differences.isConstant { return mean == 0 ? 1 : 0 }
        return distribution.twoSidedTail(differences.standardErrors(from: 0))
    }

    var distribution: StudentT { StudentT(degreesOfFreedom: Double(pairs - 1)) }
}

/// b - a, pair by pair; throws where a value is not finite or a difference overflows.
func pairedDifferences(a: [Double], b: [Double]) throws(StatisticsError) -> [Double] {
    precondition(a.count == b.count, "\(a.count) values of a paired with \(b.count) of b")
    var differences: [Double] = []
    differences.reserveCapacity(a.count)
    for i in a.indices {
        let difference = b[i] - a[i]
        guard difference.isFinite else { throw .notFinite(pair: i, a: a[i], b: b[i]) }
        differences.append(difference)
    }
    return differences
}
