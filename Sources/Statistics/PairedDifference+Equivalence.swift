extension PairedDifference {
    /// The p value of "the true mean difference is `margin` or more to either side".
    ///
    /// The larger of those of two one-sided t tests, so that it is below alpha where the interval of confidence 1 - 2
    /// alpha lies inside ±`margin`.
    ///
    /// Where all differences are equal: 0 if they are smaller than the margin, else 1. No difference at all, in every
    /// pair, is equivalent at any margin: 0, at a margin of 0 also.
    ///
    /// - Parameter margin: the smallest difference that matters, not negative.
    /// - Returns: a number in `0...1`.
    /// - SeeAlso: Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987.
    public func equivalencePValue(margin: Double) -> Double {
        precondition(margin >= 0, "a margin of \(margin)")
        if differences.isConstant { return mean == 0 || abs(mean) < margin ? 0 : 1 }
        let fromBelow = distribution.cumulative(-differences.standardErrors(from: -margin))
        let fromAbove = distribution.cumulative(differences.standardErrors(from: margin))
        return max(fromBelow, fromAbove)
    }
}
