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
    /// A proven upper bound on what the leader can earn; the optimum itself where the solver is exact.
    public var bound: Double?
    /// The share of `bound` that the returned play may miss: `value >= (1 - gap) * bound`; `nil` where either is missing.
    public var gap: Double?
    /// Whether the solver ended by its own criterion rather than by a limit, a cycle or an interruption.
    public var converged: Bool
    /// Passes the solver made: sweeps, outer iterations, moves of a local search or layers of a programme.
    public var rounds: Int

    public init(nashConv: Double?, bound: Double?, value: Double?, converged: Bool, rounds: Int) {
        self.nashConv = nashConv
        // Rounding may put the value a few ulps above a bound that it attains.
        self.bound = bound.map { bound in
            guard let value, value > bound, value - bound <= 1e-12 * abs(bound) else { return bound }
            return value
        }
        self.converged = converged
        self.rounds = rounds
        if let bound, let value {
            gap = bound > 0 ? max(0, 1 - value / bound) : 0
        }
    }
}
