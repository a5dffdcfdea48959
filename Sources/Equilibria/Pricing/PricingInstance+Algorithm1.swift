import Games

extension PricingInstance {
    /// The limit of the paper's Algorithm 1, a fixed point of section 8 up to its tolerance; no play if it has none.
    ///
    /// - Parameters:
    ///   - algorithm: steps, limits, order and seed.
    ///   - shouldStop: asked once an outer iteration.
    ///   - onIteration: is given the iterate of each outer iteration, which is no equilibrium.
    /// - Returns: the limit with its certificate; `rounds` counts outer iterations.
    /// - Complexity: see ``Algorithm1/run(_:shouldStop:onIteration:)``, plus the bound's.
    public func algorithm1Equilibrium(
        _ algorithm: Algorithm1 = Algorithm1(), shouldStop: () -> Bool = { false },
        onIteration: ((PricingPlay) -> Void)? = nil
    ) -> PricingEquilibrium {
        let outcome = algorithm.run(self, shouldStop: shouldStop) { onIteration?($0.play(of: self)) }
        guard outcome.converged else {
            return PricingEquilibrium(nil, of: self, bound: nil, converged: false, rounds: outcome.iterations)
        }
        return PricingEquilibrium(
            outcome.play(of: self), of: self, bound: optimumBound(shouldStop: shouldStop), converged: true,
            rounds: outcome.iterations)
    }
}

extension Algorithm1.Outcome {
    /// The iterate as a play of `instance`: the tentative size at everybody's station.
    fileprivate func play(of instance: PricingInstance) -> PricingPlay {
        PricingPlay(
            prices: prices, access: access,
            sizesMB: access.indices.map { n in access[n] < 0 ? 0 : sizesMB[n * instance.stationCount + access[n]] })
    }
}
