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

    public let higherIsBetter: Bool
    /// The smallest difference that matters, in the metric's unit.
    public let margin: Double
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
    private var lower = -Double.infinity
    private var upper = Double.infinity
    private var smallestPValue = 1.0

    /// A comparison without pairs.
    ///
    /// - Parameters:
    ///   - higherIsBetter: whether a positive difference is in favour of b.
    ///   - margin: the smallest difference that matters, in the metric's unit, not negative.
    ///   - significance: alpha, in `0..<0.5` without 0; where several metrics may stop a comparison, alpha over their
    ///     number.
    ///   - test: how evidence is weighed.
    public init(
        higherIsBetter: Bool, margin: Double, significance: Double = 0.05, test: SequentialTTest = SequentialTTest()
    ) {
        precondition(margin >= 0, "a margin of \(margin)")
        precondition(0 < significance && significance < 0.5, "a significance of \(significance)")
        self.higherIsBetter = higherIsBetter
        self.margin = margin
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
        guard pairs >= Self.minimumPairs && !differences.isConstant else { return }
        smallestPValue = min(
            smallestPValue, test.pValue(count: pairs, t: differences.standardErrors(from: 0)))
        let factor = test.halfWidth(count: pairs, significance: significance)
        guard factor.isFinite else { return }
        let halfWidth = factor * differences.standardError
        // Within what was left; where nothing of that is left, its nearest end.
        let (low, high) = (lower, upper)
        lower = min(max(low, mean - halfWidth), high)
        upper = max(min(high, mean + halfWidth), low)
    }

    public var pairs: Int { differences.count }

    /// The mean of b - a so far; 0 of no pairs.
    ///
    /// It may lie outside `interval`, which remembers earlier means.
    public var mean: Double { differences.mean }

    /// What the looks so far leave of the true mean difference, at confidence 1 - `significance` at any stopping time:
    /// the intersection of the intervals of all of them.
    ///
    /// Unbounded while nothing is excluded. The intersection costs no confidence, since the guarantee is that all
    /// intervals cover at once, and keeps what was decided: it agrees with `pValue`, which is the smallest so far. It
    /// can come to nothing where the differences drift, or else with a probability of at most alpha; then it is the end
    /// of the former intersection that is nearest to the last interval.
    ///
    /// While all differences are equal, and there are ``minimumEqualPairs`` of them, it is their value; it opens again
    /// where one follows that is not.
    public var interval: ClosedRange<Double> {
        hasSteadyDifference ? mean...mean : lower...upper
    }

    /// The p value of "the true mean difference is 0", valid at any stopping time.
    ///
    /// With ``minimumEqualPairs`` equal differences it is 1 if they are 0, else the limit of vanishing deviations.
    public var pValue: Double {
        guard hasSteadyDifference else { return smallestPValue }
        return mean == 0 ? 1 : test.pValue(count: pairs, t: .infinity)
    }

    /// The verdict, as soon as there is one: nil before, never inconclusive.
    ///
    /// In this order, as in a ``Verdict`` of a fixed number of pairs: equivalent where the interval lies inside
    /// ±`margin` or all differences are 0; better or worse where it excludes 0. With more pairs a better or worse may
    /// become equivalent, and a steady difference may turn out not to be.
    public var verdict: Verdict? {
        let interval = interval
        if -margin < interval.lowerBound && interval.upperBound < margin || hasSteadyDifference && mean == 0 {
            return .equivalent
        }
        if interval.lowerBound > 0 || interval.upperBound < 0 {
            return (interval.lowerBound > 0) == higherIsBetter ? .better : .worse
        }
        return nil
    }

    private var hasSteadyDifference: Bool { differences.isConstant && pairs >= minimumEqualPairs }
}
