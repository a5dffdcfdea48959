import CBoostMath

/// The probability that t tests of normal paired differences come to a decision.
///
/// Margins and effects are in standard deviations of the differences. Exact: integrals over the distribution of the
/// estimated deviation, of which the first is the noncentral t distribution's.
public struct TTestPower: Sendable, Hashable {
    /// At least 2.
    public let pairs: Int
    /// In `0..<0.5` without 0.
    public let significance: Double

    public init(pairs: Int, significance: Double = 0.05) {
        precondition(pairs >= 2, "a deviation of \(pairs) pairs")
        precondition(0 < significance && significance < 0.5, "a significance of \(significance)")
        self.pairs = pairs
        self.significance = significance
    }

    /// The probability that the two-sided test rejects "no difference" where the true mean is `effect`.
    public func ofDetecting(effect: Double) -> Double {
        precondition(!effect.isNaN, "an effect that is no number")
        return cboostmath_t_test_power(degreesOfFreedom, critical(significance / 2), clamped(effect * root))
    }

    /// The probability that two one-sided tests find a difference within ±`margin` where the true mean is `effect`.
    ///
    /// - SeeAlso: Phillips, J. Pharmacokinet. Biopharm. 18, 1990.
    public func ofEquivalence(within margin: Double, effect: Double = 0) -> Double {
        precondition(margin >= 0, "a margin of \(margin)")
        precondition(effect.isFinite, "an effect of \(effect)")
        return cboostmath_equivalence_power(
            degreesOfFreedom, critical(significance), clamped(margin * root), clamped(effect * root))
    }

    private var degreesOfFreedom: Double { Double(pairs - 1) }
    private var root: Double { Double(pairs).squareRoot() }

    private func critical(_ tail: Double) -> Double {
        -StudentT(degreesOfFreedom: degreesOfFreedom).quantile(tail)
    }

    /// Finite: the powers of 1e300 are those of infinity.
    private func clamped(_ value: Double) -> Double { min(max(value, -1e300), 1e300) }
}
