import Games

/// What everybody did in one static pricing game: the leader's prices, the followers' stations and sizes.
public struct PricingPlay: Sendable, Hashable {
    /// mu in utility/MB, row-major `[N, M]`.
    public var prices: [Double]
    /// Station of each mAP, -1 for out, shape `[N]`.
    public var access: [Int]
    /// Z in MB, shape `[N]`.
    public var sizes: [Double]

    public init(prices: [Double], access: [Int], sizes: [Double]) {
        self.prices = prices
        self.access = access
        self.sizes = sizes
    }
}

/// A play that a solver of the pricing game returns, with what it is worth and what is proven about it.
public struct PricingEquilibrium: Sendable, Hashable {
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
    ///   - play: its sizes are best responses at its prices, or nearly so.
    ///   - instance: the game it was found for.
    ///   - bound: a proven upper bound on what the leader can earn there.
    ///   - converged: whether the solver ended by its own criterion.
    ///   - rounds: passes it made.
    init(_ play: PricingPlay?, of instance: PricingInstance, bound: Double?, converged: Bool, rounds: Int) {
        self.play = play
        let outcome = play.map { instance.outcome(of: $0) }
        value = outcome?.leaderUtility
        followerUtilities = outcome?.followerUtilities ?? []
        certificate = Certificate(
            nashConv: outcome?.nashConv, bound: bound, value: outcome?.leaderUtility, converged: converged,
            rounds: rounds)
    }
}
