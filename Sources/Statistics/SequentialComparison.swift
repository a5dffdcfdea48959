import CBoostMath

/// A paired comparison that is looked at after every pair and stops as soon as it decides.
///
/// At any stopping time, and of all looks together, the probability of finding a difference where there is none is at
/// most alpha, and so is that of finding equivalence where the difference is the margin or more (``SequentialTTest``).
/// Pairs are added in the order of their index, however they come in: a stop must not depend on which were quick.
///
/// Nothing is decided before ``minimumPairs`` pairs, since the means of few differences that are not normal are not
/// nearly so. As long as all differences are equal their deviation says nothing, and nothing is decided before
/// ``minimumEqualPairs`` of them.
public struct SequentialComparison: Sendable, Equatable {
    /// The pairs before the first look: of differences with a skewness of 1 a mean of 10 has one of 0.3.
    public static let minimumPairs = 10

    /// Alpha, of all looks together.
    public let significance: Double
    /// How many pairs with one and the same difference it takes to believe in it: 59 at alpha 0.05.
    ///
    /// If a share of 0.05 of pairs or more differed from the rest, so many in a row without one would have a
    /// probability of at most alpha.
    ///
    /// - SeeAlso: Wilks, Annals of Mathematical Statistics 12, 1941.
    public let minimumEqualPairs: Int

    private let test: SequentialTTest
    private var differences = Moments()

    /// A comparison without pairs.
    ///
    /// - Parameters:
    ///   - significance: alpha, in `0..<0.5` without 0; where several metrics may stop a comparison, alpha over their
    ///     number.
    ///   - test: how evidence is weighed.
    public init(significance: Double = 0.05, test: SequentialTTest = SequentialTTest()) {
        precondition(0 < significance && significance < 0.5, "a significance of \(significance)")
        self.significance = significance
        self.test = test
        let pairs = -cboostmath_log1p(1 / significance - 1) / cboostmath_log1p(-0.05)
        minimumEqualPairs = max(Self.minimumPairs, Int(pairs.rounded(.up)))
    }

    /// The next pair, in the order of their index.
    ///
    /// - Throws: ``StatisticsError`` where there is no finite difference; nothing was added then.
    /// - Complexity: O(1).
    public mutating func add(a: Double, b: Double) throws(StatisticsError) {
        guard (b - a).isFinite else { throw .notFinite(pair: pairs, a: a, b: b) }
        differences.add(b - a)
    }

    public var pairs: Int { differences.count }

    /// The mean of b - a so far; 0 of no pairs.
    public var mean: Double { differences.mean }

    /// Covers the true mean difference with confidence 1 - `significance`, whenever one stops; unbounded while nothing is
    /// excluded.
    ///
    /// It is what this look says: that earlier ones excluded more is forgotten, because a mean that drifts, as that of a
    /// policy that adapts does, would else leave nothing between what early and late pairs exclude.
    ///
    /// While all differences are equal, and there are ``minimumEqualPairs`` of them, it is their value; it opens again
    /// where one follows that is not.
    public var interval: ClosedRange<Double> {
        if hasSteadyDifference { return mean...mean }
        guard hasLook else { return -.infinity ... .infinity }
        let factor = test.halfWidth(count: pairs, significance: significance)
        guard factor.isFinite else { return -.infinity ... .infinity }
        let halfWidth = factor * differences.standardError
        return mean - halfWidth...mean + halfWidth
    }

    /// The p value of "the true mean difference is 0", valid at any stopping time.
    ///
    /// With ``minimumEqualPairs`` equal differences it is 1 if they are 0, else the limit of vanishing deviations.
    public var pValue: Double {
        if hasSteadyDifference { return mean == 0 ? 1 : test.pValue(count: pairs, t: .infinity) }
        return hasLook ? test.pValue(count: pairs, t: differences.standardErrors(from: 0)) : 1
    }

    /// The p value of "the true mean difference is `margin` or more to either side", valid at any stopping time: the larger of
    /// those of the two ends, 1 where the mean is not between them.
    ///
    /// It is below `significance` where the interval lies inside ±`margin`. With ``minimumEqualPairs`` equal differences it
    /// is 0 if they are smaller than the margin, or 0, else 1.
    ///
    /// - Parameter margin: the smallest difference that matters, in the metric's unit, not negative.
    /// - Returns: in `0...1`.
    public func equivalencePValue(margin: Double) -> Double {
        precondition(margin >= 0, "a margin of \(margin)")
        if hasSteadyDifference { return mean == 0 || abs(mean) < margin ? 0 : 1 }
        guard hasLook, abs(mean) < margin else { return 1 }
        return max(
            test.pValue(count: pairs, t: differences.standardErrors(from: margin)),
            test.pValue(count: pairs, t: differences.standardErrors(from: -margin)))
    }

    /// The verdict against `margin`, as soon as there is one: nil before, never inconclusive.
    ///
    /// In this order, as in a ``Verdict`` of a fixed number of pairs: equivalent where the interval lies inside
    /// ±`margin` or all differences are 0; better or worse where it excludes 0. With more pairs a verdict may become another,
    /// or none.
    ///
    /// - Parameters:
    ///   - margin: the smallest difference that matters, in the metric's unit, not negative; it may follow from the
    ///     pairs so far, as a share of a mean does.
    ///   - higherIsBetter: whether a positive difference is in favour of b.
    /// - Returns: equivalent, better, worse or nil.
    public func verdict(margin: Double, higherIsBetter: Bool) -> Verdict? {
        precondition(margin >= 0, "a margin of \(margin)")
        let interval = interval
        if -margin < interval.lowerBound && interval.upperBound < margin || hasSteadyDifference && mean == 0 {
            return .equivalent
        }
        if interval.lowerBound > 0 || interval.upperBound < 0 {
            return (interval.lowerBound > 0) == higherIsBetter ? .better : .worse
        }
        return nil
    }

    /// Pairs after which a verdict against `margin` can be expected with probability 0.8 or more, from the deviation seen so
    /// far; always more than there are.
    ///
    /// Where that many did not decide, the count is that of half the margin, which decides any true difference
    /// (``PairedDifference/pairsNeeded(margin:significance:power:)`` does the same). While all differences are equal it is
    /// ``minimumEqualPairs``.
    ///
    /// - Parameter margin: the smallest difference that matters, in the metric's unit, not negative.
    /// - Returns: nil where no number would do.
    public func pairsNeeded(margin: Double) -> Int? {
        if differences.isConstant { return max(minimumEqualPairs, pairs + 1) }
        func count(_ margin: Double) -> Int? {
            test.countNeeded(
                margin: margin, deviation: differences.standardDeviation, significance: significance)
        }
        guard let whole = count(margin) else { return nil }
        return whole > pairs ? whole : count(margin / 2).map { max($0, pairs + 1) }
    }

    private var hasLook: Bool { pairs >= Self.minimumPairs && !differences.isConstant }
    private var hasSteadyDifference: Bool { differences.isConstant && pairs >= minimumEqualPairs }
}
