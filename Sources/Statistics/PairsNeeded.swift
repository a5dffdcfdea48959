extension PairedDifference {
    /// Pairs after which a verdict against `margin` can be expected, from the deviation seen so far.
    ///
    /// n is the smallest number for which, if the differences are normal with the deviation seen so far,
    ///
    /// - a difference of `margin` is told from 0 by the two-sided t test, and
    /// - equal arms are found equivalent by two one-sided t tests,
    ///
    /// each with probability `power` at least (``TTestPower``). The true difference may lie between 0 and the margin:
    /// where n pairs did not decide, n is taken for half the margin, which decides any true difference with that
    /// probability. The answer always exceeds the pairs there are.
    ///
    /// - Parameters:
    ///   - margin: the smallest difference that matters.
    ///   - significance: alpha, or what a single test is left of it where several share it.
    ///   - power: the probability of a decision, above `significance` and below 1.
    /// - Returns: nil where `margin` is 0 or n would exceed a thousand million.
    /// - Complexity: some sixty integrals, a few milliseconds.
    /// - SeeAlso: Julious, Statistics in Medicine 23, 2004, sections 3 and 5.
    public func pairsNeeded(margin: Double, significance: Double = 0.05, power: Double = 0.8) -> Int? {
        precondition(significance < power && power < 1, "a power of \(power) at a significance of \(significance)")
        guard margin > 0 else { return nil }
        let inDeviations = differences.standardDeviations(in: margin)
        guard let whole = smallestCount(deciding: inDeviations, significance, power) else { return nil }
        if whole > pairs { return whole }
        guard let half = smallestCount(deciding: inDeviations / 2, significance, power) else { return nil }
        return max(half, pairs + 1)
    }

    /// The smallest n with both powers; from `significance` up they rise with n.
    private func smallestCount(deciding margin: Double, _ significance: Double, _ power: Double) -> Int? {
        func decides(_ count: Int) -> Bool {
            let test = TTestPower(pairs: count, significance: significance)
            return test.ofDetecting(effect: margin) >= power && test.ofEquivalence(within: margin) >= power
        }
        let most = 1_000_000_000
        // Doubling first: most answers are small, and integrals are the quicker for it.
        var low = 2
        var high = 2
        while !decides(high) {
            guard high < most else { return nil }
            low = high + 1
            high = min(2 * high, most)
        }
        while low < high {
            let middle = low + (high - low) / 2
            if decides(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
