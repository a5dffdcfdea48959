import CBoostMath

/// Student's t distribution.
public struct StudentT: Sendable, Hashable {
    /// Positive; infinity is the standard normal distribution.
    public let degreesOfFreedom: Double

    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "Student's t has \(degreesOfFreedom) degrees of freedom")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(T <= x); NaN for NaN.
    public func cumulative(_ x: Double) -> Double {
        cboostmath_student_t_cdf(degreesOfFreedom, x)
    }

    /// The x with P(T <= x) = `probability`, in `0...1`; infinite at the ends.
    public func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability of \(probability)")
        return cboostmath_student_t_quantile(degreesOfFreedom, probability)
    }

    /// P(|T| >= |x|), the two-sided p value of a statistic `x`; NaN for NaN.
    public func twoSidedTail(_ x: Double) -> Double {
        2 * cumulative(-abs(x))
    }
}
