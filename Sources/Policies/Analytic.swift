import Equilibria
import Games
import Policy

/// The operator that solves the slot and posts the solution's prices.
///
/// Option `concept` names the solution: `exact`, the leader-optimal Stackelberg equilibrium; `access`, the fixed point of
/// the access game; `algorithm1`, the paper's iteration. Where a concept does not converge there are no prices to post;
/// then the leader's best price for every pair alone in its cell stands in, a play and not an equilibrium.
public struct Analytic: Policy {
    public static let name = "analytic"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    /// What `concept` may be.
    public static let concepts = ["exact", "access", "algorithm1"]

    private var concept = "exact"
    private var tensors: PricingTensors?

    public init() {}

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        if let option = session.option("concept") {
            guard Self.concepts.contains(option) else {
                throw PolicyError(
                    "analytic: option concept is '\(option)'; give \(Self.concepts.joined(separator: ", "))")
            }
            concept = option
        }
        guard session.stages.count == 1, session.stages[0].name == "price" else {
            throw PolicyError("analytic posts prices; \(session.scenario) has no stage price")
        }
        tensors = try PricingTensors(session.stages[0])
        var acceptance = Acceptance(session)
        acceptance.wantsObservation = false
        acceptance.wantsInstance = true
        return acceptance
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard let tensors else { throw PolicyError("analytic was asked before its session opened") }
        for row in 0..<observations.rows {
            let instance = try tensors.instance(observations, row: row)
            let prices = try prices(of: instance)
            let scale = tensors.priceScale(observations, row: row)
            for pair in prices.indices {
                actions.tensors[0].float64[row * prices.count + pair] = min(1, prices[pair] / scale[pair])
            }
        }
    }

    private func prices(of instance: PricingInstance) throws(PolicyError) -> [Double] {
        do throws(EquilibriumError) {
            return try instance.exactEquilibrium().play?.prices ?? instance.k
        } catch {
            throw PolicyError("analytic: \(error)")
        }
    }
}
