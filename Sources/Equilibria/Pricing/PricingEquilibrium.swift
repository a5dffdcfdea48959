import Games

/// A play that a solver of the pricing game returns, with what it is worth and what is proven about it.
public struct PricingEquilibrium: Sendable, Equatable {
    /// `nil` where the solver found no equilibrium: an iterate is never reported as one.
    public let play: PricingPlay?
    /// U^l of the play; `nil` without one.
    public let value: Double?
    /// U_n of the play, shape `[N]`; empty without one.
    public let followerUtilities: [Double]
    public let certificate: Certificate

    /// Certifies `play`, or reports that there is none.
    ///
    /// - Parameters:
    ///   - play: what the solver found.
    ///   - instance: the game it was found for.
    ///   - bound: a proven upper bound on what the leader can earn there.
    ///   - converged: whether the solver ended by its own criterion.
    ///   - rounds: passes it made.
    init(_ play: PricingPlay?, of instance: PricingInstance, bound: Double?, converged: Bool, rounds: Int) {
        self.play = play
        let outcome = play.map { PricingOutcome($0, of: instance) }
        value = outcome?.leaderUtility
        followerUtilities = outcome?.followerUtilities ?? []
        certificate = Certificate(
            nashConv: outcome?.nashConv, bound: bound, value: value, converged: converged, rounds: rounds)
    }
}

/// What a play of a static pricing game is worth to everybody, and how far from equilibrium it is (section 10).
public struct PricingOutcome: Sendable, Hashable {
    /// U^l.
    public let leaderUtility: Double
    /// U_n, shape `[N]`.
    public let followerUtilities: [Double]
    /// What all followers together could gain by deviating one at a time, over all stations and sizes.
    public let nashConv: Double
    /// What better prices would add at the same access: Σ_n V_n - U^l.
    public let priceRegret: Double

    /// - Complexity: O(N·M).
    public init(_ play: PricingPlay, of instance: PricingInstance) {
        var batch = PricingBatch(instance, environments: 1)
        batch.price = play.prices
        batch.access = play.access.map { Int32($0) }
        batch.sizeMB = play.sizesMB
        batch.meet(gain: instance.h)
        batch.certify(gain: instance.h)
        leaderUtility = batch.profit.reduce(0, +)
        followerUtilities = batch.utility
        // Not negative but by rounding.
        nashConv = zip(batch.bestUtility, batch.utility).reduce(0) { $0 + max(0, $1.0 - $1.1) }
        priceRegret = batch.value.reduce(0, +) - leaderUtility
    }
}
