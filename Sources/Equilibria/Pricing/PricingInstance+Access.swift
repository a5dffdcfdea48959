import Games

extension PricingInstance {
    /// The fixed point that the paper's algorithm aims at: best-response dynamics on stations at adaptive prices
    /// (section 8, equation (23)).
    ///
    /// Not the leader's optimum: it loses 9 % of it on average in the default scenario. Converged only at a pure Nash
    /// equilibrium of the access game; a cycle is reported as not converged.
    ///
    /// - Parameters:
    ///   - order: who moves when.
    ///   - shouldStop: asked once a sweep; `true` ends it.
    ///   - onSweep: is given the play after each sweep in which somebody moved.
    /// - Returns: the fixed point with its certificate; `rounds` counts those sweeps.
    /// - Complexity: O(N·M) a sweep, plus the bound's.
    public func accessEquilibrium(
        _ order: UpdateOrder = .sequential, shouldStop: () -> Bool = { false },
        onSweep: ((PricingPlay) -> Void)? = nil
    ) -> PricingEquilibrium {
        let game = AccessGame(self)
        switch game.play(order, shouldStop: shouldStop, onSweep: { access in onSweep?(game.play(at: access)) }) {
        case .equilibrium(let access, let sweeps):
            let play = game.play(at: access)
            return PricingEquilibrium(
                play, of: self, bound: optimumBound(shouldStop: shouldStop), converged: true, rounds: sweeps)
        case .cycle(_, let sweeps), .unfinished(let sweeps):
            return PricingEquilibrium(nil, of: self, bound: nil, converged: false, rounds: sweeps)
        }
    }

    /// A proven upper bound on what the leader can earn: OPT itself up to 16 mAPs, the dual bound beyond.
    ///
    /// - Complexity: O(M·3^N), respectively that of ``DualMinimiser``.
    func optimumBound(shouldStop: () -> Bool = { false }) -> Double {
        if followerCount <= 16, ExactOptimum.fits(self) {
            var solver = ExactOptimum(self)
            if let optimum = solver.find(gains: g.span, shouldStop: shouldStop) { return optimum }
        }
        return DualMinimiser(self).minimise(shouldStop: shouldStop).value
    }
}
