/// Generalised advantage estimation: how much better the steps of an episode went than a critic expected.
///
/// With the critic's errors `delta_t = r_t + gamma V(X_{t+1}) - V(X_t)`, the advantage of step t is
/// `A_t = delta_t + gamma lambda A_{t+1}`: their discounted sum, which at lambda 0 is the error itself and at lambda 1 the
/// return less the critic's value.
///
/// - SeeAlso: Schulman, Moritz, Levine, Jordan & Abbeel, ICLR 2016, equation (16); spec/offloading.md, section 10.
public struct GeneralisedAdvantage: Sendable, Hashable {
    /// gamma, what a step later is worth, in 0...1.
    public let discount: Double
    /// lambda, how far ahead errors count, in 0...1.
    public let decay: Double

    public init(discount: Double, decay: Double) {
        self.discount = discount
        self.decay = decay
    }

    /// The advantage of every step of one episode.
    ///
    /// - Parameters:
    ///   - rewards: r_t, shape `[T]`.
    ///   - values: V(X_t), shape `[T]`.
    ///   - nextValue: V(X_T) after the last step: 0 where nothing more can be earned, the critic's value where a time
    ///     limit cut the episode off.
    /// - Returns: A_t, shape `[T]`; with V(X_t) added, the returns that the critic is to learn.
    public func advantages(rewards: [Double], values: [Double], nextValue: Double) -> [Double] {
        precondition(rewards.count == values.count, "\(rewards.count) rewards and \(values.count) values")
        var advantages = Array(repeating: 0.0, count: rewards.count)
        var (next, advantage) = (nextValue, 0.0)
        for t in rewards.indices.reversed() {
            let error = rewards[t] + discount * next - values[t]
            advantage = error + discount * decay * advantage
            advantages[t] = advantage
            next = values[t]
        }
        return advantages
    }
}
