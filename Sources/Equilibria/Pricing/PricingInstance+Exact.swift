import Games

extension PricingInstance {
    /// The leader-optimal Stackelberg equilibrium (section 9): OPT, and prices that implement it.
    ///
    /// The certificate's bound is the optimum itself, so its gap is rounding. In silent mode the returned play is the
    /// only equilibrium of the followers at its prices; in connected mode it is the one that favours the leader.
    ///
    /// - Parameter shouldStop: asked now and then; after `true` there is no play.
    /// - Returns: the equilibrium with its certificate.
    /// - Throws: ``EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` above 20 mAPs, or where the tables
    ///   (M·2^N entries) do not fit into memory.
    /// - Complexity: O(M·3^N) time at the very worst, O(M·2^N) memory; see ``ExactOptimum``.
    public func exactEquilibrium(shouldStop: () -> Bool = { false }) throws(EquilibriumError) -> PricingEquilibrium {
        guard followerCount <= ExactOptimum.followerLimit else {
            throw .tooLarge(
                concept: "exact", measured: "mAPs", size: followerCount, limit: ExactOptimum.followerLimit,
                remedy: "search")
        }
        guard ExactOptimum.fits(self) else {
            throw .tooLarge(
                concept: "exact", measured: "stations at \(followerCount) mAPs", size: stationCount,
                limit: ExactOptimum.entryLimit >> followerCount, remedy: "search")
        }
        var solver = ExactOptimum(self)
        // Below this the tables' own bound suffices; above, a bound that knows of sharing saves most of the steps where
        // stations take many.
        let relaxation = followerCount >= 14 ? DualMinimiser(self).relaxation(shouldStop: shouldStop) : nil
        guard let optimum = solver.find(gains: g.span, relaxation: relaxation, shouldStop: shouldStop) else {
            return PricingEquilibrium(nil, of: self, bound: nil, converged: false, rounds: 0)
        }
        return PricingEquilibrium(
            commitment(to: solver.access), of: self, bound: optimum, converged: true, rounds: stationCount)
    }
}
