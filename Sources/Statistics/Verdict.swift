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

    /// The verdict on `difference`, read so that more is better or less is, against `margin`.
    ///
    /// In this order, at significance alpha:
    /// - equivalent: two one-sided t tests at alpha both reject a difference of the margin or more, that is, the interval
    ///   of confidence 1 - 2 alpha lies inside ±`margin`. A difference that is surely there but too small to matter is
    ///   equivalent too. No difference at all, in every pair, is equivalent at any margin.
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
        precondition(margin >= 0, "a margin of \(margin)")
        precondition(0 < significance && significance < 0.5, "a significance of \(significance)")
        let narrow = difference.interval(confidence: 1 - 2 * significance)
        let wide = difference.interval(confidence: 1 - significance)
        let isIdentical = difference.standardDeviation == 0 && difference.mean == 0
        if isIdentical || -margin < narrow.lowerBound && narrow.upperBound < margin {
            self = .equivalent
        } else if wide.lowerBound > 0 || wide.upperBound < 0 {
            self = (difference.mean > 0) == higherIsBetter ? .better : .worse
        } else {
            self = .inconclusive(pairsNeeded: difference.pairsNeeded(margin: margin, significance: significance))
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
