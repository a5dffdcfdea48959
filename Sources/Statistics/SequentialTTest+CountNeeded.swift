extension SequentialTTest {
    /// Observations after which a verdict against `margin` can be expected with probability `power`, or more.
    ///
    /// The smallest n from ``SequentialComparison/minimumPairs`` on at which, with s the deviation, h the interval's half width
    /// in standard errors and t_p the p quantile of Student's t with n - 1 degrees of freedom,
    ///
    ///     (h + t_{(1+power)/2}) s / sqrt(n) <= margin:
    ///
    /// then the interval excludes 0 with that probability where the true mean is the margin, and lies inside the margin where
    /// it is 0. That is a bound, because an earlier look may have decided.
    ///
    /// - Parameters:
    ///   - margin: the smallest difference that matters.
    ///   - deviation: standard deviation of the differences.
    ///   - significance: alpha of all looks together.
    ///   - power: the probability, in `0..<1`.
    /// - Returns: nil where `margin` is 0 or the count would exceed a thousand million.
    public func countNeeded(
        margin: Double, deviation: Double, significance: Double = 0.05, power: Double = 0.8
    ) -> Int? {
        precondition((0..<1).contains(power), "a power of \(power)")
        func suffices(_ count: Int) -> Bool {
            let spread = StudentT(degreesOfFreedom: Double(count - 1)).quantile((1 + power) / 2)
            let factor = halfWidth(count: count, significance: significance) + spread
            return factor * deviation / Double(count).squareRoot() <= margin
        }
        var (low, high) = (SequentialComparison.minimumPairs, 1_000_000_000)
        guard margin > 0, suffices(high) else { return nil }
        while low < high {
            let middle = low + (high - low) / 2
            if suffices(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
