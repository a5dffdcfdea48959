import Games

extension PricingInstance {
    /// The limit of the paper's Algorithm 1, a fixed point of section 8 up to its tolerance; no play if it has none.
    ///
    /// - Parameters:
    ///   - algorithm: steps, limits, order and seed.
    ///   - shouldStop: asked once an outer iteration.
    /// - Returns: the limit with its certificate; `rounds` counts outer iterations.
    /// - Complexity: see ``Algorithm1/run(_:shouldStop:)``, plus the bound's.
    public func algorithm1Equilibrium(
        _ algorithm: Algorithm1 = Algorithm1(), shouldStop: () -> Bool = { false }
    ) -> PricingEquilibrium {
        let outcome = algorithm.run(self, shouldStop: shouldStop)
        guard outcome.converged else {
            return PricingEquilibrium(nil, of: self, bound: nil, converged: false, rounds: outcome.iterations)
        }
        let sizes = outcome.access.indices.map { n in
            outcome.access[n] < 0 ? 0 : outcome.sizesMB[n * stationCount + outcome.access[n]]
        }
        return PricingEquilibrium(
            PricingPlay(prices: outcome.prices, access: outcome.access, sizesMB: sizes), of: self,
            bound: optimumBound(shouldStop: shouldStop), converged: true, rounds: outcome.iterations)
    }
}
