/// What a paired difference says of b beside a.
public enum Verdict: Sendable, Hashable {
    case better
    case worse
    /// Any difference is smaller than the margin.
    case equivalent
    /// The pairs decide nothing; `pairsNeeded` would, nil where no number of pairs could (a margin of 0).
    case inconclusive(pairsNeeded: Int?)
    /// A fault: there are no numbers to judge.
    case invalid

    /// The verdict on `difference` alone, read so that more is better or less is, against `margin`.
    ///
    /// In this order, at significance alpha:
    /// - equivalent: two one-sided t tests at alpha both reject a difference of the margin or more, that is, the
    ///   interval of confidence 1 - 2 alpha lies inside ±`margin`. A difference that is surely there but too small to
    ///   matter is equivalent too. No difference at all, in every pair, is equivalent at any margin.
    /// - better, worse: the interval of confidence 1 - alpha excludes 0.
    /// - inconclusive otherwise.
    ///
    /// - Parameters:
    ///   - difference: b - a.
    ///   - higherIsBetter: whether a positive difference is in favour of b.
    ///   - margin: the smallest difference that matters, in the metric's unit, not negative.
    ///   - significance: alpha, in `0..<0.5` without 0.
    /// - SeeAlso: Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987, for the two one-sided tests.
    public init(
        on difference: PairedDifference, higherIsBetter: Bool, margin: Double, significance: Double = 0.05
    ) {
        self.init(
            onDifference: difference.mean, higherIsBetter: higherIsBetter, pValue: difference.pValue,
            equivalencePValue: difference.equivalencePValue(margin: margin), significance: significance,
            pairsNeeded: difference.pairsNeeded(margin: margin, significance: significance))
    }

    /// The verdict on a mean difference by p values from wherever they are: adjusted for being several, as
    /// ``holmAdjusted(_:)`` does, or valid whenever one stops.
    ///
    /// Equivalent where `equivalencePValue` is below alpha; else better or worse where `pValue` is; else inconclusive.
    /// Both are strict, as an end of an interval must lie inside the margin or beyond 0, not on it.
    ///
    /// With each kind of p value adjusted by itself, any metric is wrongly found better or worse with a probability of at
    /// most alpha, and any wrongly equivalent with at most alpha; the two add up.
    ///
    /// - Parameters:
    ///   - difference: the mean of b - a, in the metric's unit; its sign says which is better.
    ///   - higherIsBetter: whether a positive difference is in favour of b.
    ///   - pValue: of "no difference".
    ///   - equivalencePValue: of "a difference of the margin or more".
    ///   - significance: alpha, in `0..<0.5` without 0.
    ///   - pairsNeeded: pairs after which a verdict can be expected; asked only where there is none.
    public init(
        onDifference difference: Double, higherIsBetter: Bool, pValue: Double, equivalencePValue: Double,
        significance: Double = 0.05, pairsNeeded: @autoclosure () -> Int?
    ) {
        precondition(0 < significance && significance < 0.5, "a significance of \(significance)")
        if equivalencePValue < significance {
            self = .equivalent
        } else if pValue < significance {
            self = (difference > 0) == higherIsBetter ? .better : .worse
        } else {
            self = .inconclusive(pairsNeeded: pairsNeeded())
        }
    }

    /// The verdict's word, as it stands in results.
    public var name: String {
        switch self {
        case .better: "better"
        case .worse: "worse"
        case .equivalent: "equivalent"
        case .inconclusive: "inconclusive"
        case .invalid: "invalid"
        }
    }
}
