/// How an unbounded number becomes a share of an action's range.
public enum Squash: String, Sendable, Hashable, CaseIterable {
    /// 1/(1 + e^-x), between 0 and 1 (pricing, section 11).
    case logistic
    /// tanh x, between -1 and 1 (Haarnoja et al. 2018; Stable-Baselines3).
    case tanh

    /// Where its values lie.
    public var range: ClosedRange<Float> {
        switch self {
        case .logistic: 0...1
        case .tanh: -1...1
        }
    }

    /// The values at the first `count` of `x`.
    func apply(_ count: Int, _ x: Matrix, into values: Matrix) {
        switch self {
        case .logistic: NetworkKernel.logistic(count, x, into: values)
        case .tanh: NetworkKernel.tanh(count, x, into: values)
        }
    }

    /// The derivative where the value is `value`.
    func slope(at value: Float) -> Float {
        switch self {
        case .logistic: value * (1 - value)
        case .tanh: 1 - value * value
        }
    }

    /// The derivative of the logarithm of the slope where the value is `value`.
    func logSlopeGrowth(at value: Float) -> Float {
        switch self {
        case .logistic: 1 - 2 * value
        case .tanh: -2 * value
        }
    }

    /// The logarithm of the slope at each of the first `count` of `x`, which is overwritten.
    ///
    /// It is `c - z - 2 softplus(-z)` with z = |x| and c = 0 for the logistic function, with z = 2|x| and c = ln 4 for
    /// tanh, which is that function stretched: no difference of nearly equal numbers wherever x lies.
    func logSlopes(_ count: Int, at x: Matrix, into slopes: Matrix) {
        let (stretch, constant): (Float, Float) = self == .tanh ? (2, 1.386_294_4) : (1, 0)
        let z = x
        for i in 0..<count { z[i] = -stretch * abs(z[i]) }
        NetworkKernel.softplus(count, x, into: slopes)
        let slopes = slopes
        for i in 0..<count { slopes[i] = constant + z[i] - 2 * slopes[i] }
    }
}
