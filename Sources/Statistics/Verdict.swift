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
            on: difference, higherIsBetter: higherIsBetter, margin: margin, pValue: difference.pValue,
            equivalencePValue: difference.equivalencePValue(margin: margin), significance: significance)
    }

    /// The verdict on `difference` as one of several, by p values adjusted for that, such as ``holmAdjusted(_:)``
    /// gives.
    ///
    /// Equivalent where `equivalencePValue` is below alpha; else better or worse where `pValue` is; else inconclusive.
    /// Both are strict, as an end of an interval must lie inside the margin or beyond 0, not on it.
    ///
    /// With each kind of p value adjusted by itself, any metric is wrongly found better or worse with a probability of at
    /// most alpha, and any wrongly equivalent with at most alpha; the two add up.
    ///
    /// - Parameters:
    ///   - difference: b - a.
    ///   - higherIsBetter: whether a positive difference is in favour of b.
    ///   - margin: the smallest difference that matters, in the metric's unit, not negative.
    ///   - pValue: of "no difference", adjusted.
    ///   - equivalencePValue: of "a difference of the margin or more", adjusted.
    ///   - significance: alpha for all together, in `0..<0.5` without 0.
    ///   - plannedSignificance: the alpha at which `pairsNeeded` are counted, such as alpha over the number of metrics,
    ///     which is what Holm's procedure leaves the first; by default alpha itself.
    public init(
        on difference: PairedDifference, higherIsBetter: Bool, margin: Double, pValue: Double,
        equivalencePValue: Double, significance: Double = 0.05, plannedSignificance: Double? = nil
    ) {
        precondition(margin >= 0, "a margin of \(margin)")
        precondition(0 < significance && significance < 0.5, "a significance of \(significance)")
        if equivalencePValue < significance {
            self = .equivalent
        } else if pValue < significance {
            self = (difference.mean > 0) == higherIsBetter ? .better : .worse
        } else {
            let planned = plannedSignificance ?? significance
            self = .inconclusive(pairsNeeded: difference.pairsNeeded(margin: margin, significance: planned))
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
