/// What a solver can prove about the play it returns.
///
/// A play is only ever reported as an equilibrium together with the number that says how far from one it can be. A
/// solver that did not converge reports no play and `converged == false`; its last iterate is not an equilibrium.
public struct Certificate: Sendable, Hashable {
    /// What all followers together could still gain by deviating one at a time at the returned prices.
    ///
    /// Over every follower and every action, at the precision of the arithmetic: 0 (up to rounding) at an equilibrium of
    /// the followers. `nil` where there is no play.
    public var nashConv: Double?
    /// A proven bound on the leader's value, the optimum itself where the solver is exact: the most that the leader can
    /// earn, or the least it must pay where its value is a cost.
    public var bound: Double?
    /// What the returned play may miss, as a share of `bound`; `nil` where either is missing.
    ///
    /// `value >= (1 - gap) * bound` where the leader earns, and 0 where the bound says that it cannot earn anything;
    /// `value <= (1 + gap) * bound` where it pays, and `nil` where a value above a bound of 0 or less is no share of it.
    public var gap: Double?
    /// Whether the solver ended by its own criterion rather than by a limit, a cycle or an interruption.
    public var converged: Bool
    /// Passes the solver made: sweeps, outer iterations, moves of a local search, layers of a programme or profiles.
    public var rounds: Int

    /// Certifies a play that is worth `value` to the leader.
    ///
    /// - Parameters:
    ///   - nashConv: what followers could gain; `nil` without a play.
    ///   - bound: what no play can beat.
    ///   - value: the leader's; `nil` without a play.
    ///   - direction: whether the leader's value is an income (`higher`) or a cost (`lower`).
    ///   - converged: whether the solver ended by its own criterion.
    ///   - rounds: passes it made.
    public init(
        nashConv: Double?, bound: Double?, value: Double?, direction: Metric.Direction = .higher, converged: Bool,
        rounds: Int
    ) {
        self.nashConv = nashConv
        self.converged = converged
        self.rounds = rounds
        self.bound = bound
        guard let bound, let value else { return }
        let excess = direction == .higher ? value - bound : bound - value
        // Rounding may put the value a few ulps beyond a bound that it attains.
        if excess > 0, excess <= 1e-12 * abs(bound) { self.bound = value }
        switch direction {
        case .higher: gap = bound > 0 ? max(0, 1 - value / bound) : 0
        case .lower where bound > 0: gap = max(0, value / bound - 1)
        case .lower: gap = value <= bound ? 0 : nil
        }
    }
}
