extension PairedDifference {
    /// Pairs after which a verdict against `margin` can be expected, from the deviation seen so far.
    ///
    /// n is the smallest number for which, with s the standard deviation of the differences and t_p the p quantile of
    /// Student's t with n - 1 degrees of freedom,
    ///
    ///     (t_{1-alpha/2} + t_{power}) s / sqrt(n)          <= margin    a difference of `margin` is told from 0, and
    ///     (t_{1-alpha} + t_{(1+power)/2}) s / sqrt(n)      <= margin    equal arms are found equivalent,
    ///
    /// each with probability `power`; the second also brings the interval's half width within the margin. A central t
    /// stands for the noncentral one, which is within a pair or two from n = 10 on. The true difference may lie
    /// between 0 and the margin: where n pairs did not decide, n is taken for half the margin, which decides any true
    /// difference with that probability. The answer always exceeds the pairs there are.
    ///
    /// - Returns: nil where `margin` is 0 or n would exceed a thousand million.
    /// - SeeAlso: Julious, Statistics in Medicine 23, 2004, sections 3 and 5.
    public func pairsNeeded(margin: Double, significance: Double = 0.05, power: Double = 0.8) -> Int? {
        precondition(0 < power && power < 1, "a power of \(power)")
        guard let whole = smallestCount(deciding: margin, significance, power) else { return nil }
        if whole > pairs { return whole }
        guard let half = smallestCount(deciding: margin / 2, significance, power) else { return nil }
        return max(half, pairs + 1)
    }

    /// The smallest n that satisfies both inequalities; their left sides fall with n.
    private func smallestCount(deciding margin: Double, _ significance: Double, _ power: Double) -> Int? {
        func decides(_ count: Int) -> Bool {
            let t = StudentT(degreesOfFreedom: Double(count - 1))
            let detection = t.quantile(1 - significance / 2) + t.quantile(power)
            let equivalence = t.quantile(1 - significance) + t.quantile((1 + power) / 2)
            return max(detection, equivalence) * standardDeviation / Double(count).squareRoot() <= margin
        }
        var low = 2
        var high = 1_000_000_000
        guard margin > 0, decides(high) else { return nil }
        while low < high {
            let middle = low + (high - low) / 2
            if decides(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
