import Equilibria
import Games
import Policy

/// `analytic` in the pricing game: solves the slot and posts prices that implement the solution.
///
/// Option `concept` names the solution. Where it does not converge there are no prices to post; then the leader's best
/// price for every pair alone in its cell stands in, which is a play and not an equilibrium.
struct PricingAnalytic: GamePolicy {
    static let game = PricingGame.name

    static func plays(_ stages: [Stage]) -> Bool { stages.map(\.name) == ["price"] }

    /// What option `concept` may be.
    private enum Concept: String, CaseIterable {
        /// The leader-optimal Stackelberg equilibrium, to 20 followers.
        case exact
        /// The best of a local search, for any number of followers.
        case search
        /// The fixed point of the access game.
        case access
        /// The paper's iteration.
        case algorithm1
    }

    private var concept = Concept.exact
    private var tensors: PricingTensors?

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        if let option = session.option("concept") {
            guard let known = Concept(rawValue: option) else {
                let names = Concept.allCases.map(\.rawValue).joined(separator: ", ")
                throw PolicyError("option concept is '\(option)'; give one of \(names)")
            }
            concept = known
        }
        tensors = try PricingTensors(session.stages[0])
        var acceptance = Acceptance(session)
        acceptance.wantsObservation = false
        acceptance.wantsInstance = true
        return acceptance
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard let tensors else { throw PolicyError("it was asked before its session opened") }
        for row in 0..<observations.rows {
            let instance = try tensors.instance(observations, row: row)
            let prices = try prices(of: instance)
            let scale = tensors.priceScale(observations, row: row)
            for pair in prices.indices {
                actions.tensors[0].float64[row * prices.count + pair] = min(1, prices[pair] / scale[pair])
            }
        }
    }

    /// Prices whose only follower equilibrium, in silent mode, is the concept's solution: its own at everybody's station,
    /// the blocking price k elsewhere (pricing, section 9, theorem (b)).
    ///
    /// Posted as they stand, the fixed point's prices at stations that nobody uses are near cost, and followers that
    /// answer one after the other take those before the fixed point is reached.
    private func prices(of instance: PricingInstance) throws(PolicyError) -> [Double] {
        guard let play = try solution(of: instance) else {
            return AccessGame(instance).play(at: Array(repeating: -1, count: instance.followerCount)).prices
        }
        var prices = instance.k
        for (n, m) in play.access.enumerated() where m >= 0 {
            let pair = n * instance.stationCount + m
            prices[pair] = play.prices[pair]
        }
        return prices
    }

    /// The concept's solution; nil where it did not converge.
    private func solution(of instance: PricingInstance) throws(PolicyError) -> PricingPlay? {
        switch concept {
        case .exact:
            do throws(EquilibriumError) {
                return try instance.exactEquilibrium().play
            } catch {
                throw PolicyError("\(error)")
            }
        case .search:
            return instance.searchEquilibrium().play
        case .access:
            let game = AccessGame(instance)
            guard case .equilibrium(let access, _) = game.play() else { return nil }
            return game.play(at: access)
        case .algorithm1:
            let outcome = Algorithm1().run(instance)
            guard outcome.converged else { return nil }
            return PricingPlay(prices: outcome.prices, access: outcome.access, sizesMB: [])
        }
    }
}
