import Games
import Policy

/// Followers of the pricing game that go where it is cheapest and buy the same size in every slot.
///
/// A rule that knows nothing of other followers: of the prices as shares of what a first MB is worth (mu/k) the lowest names
/// the station, the lower index of equals, and who is asked for all of that worth or more buys nothing. Option `size` is in
/// MB, at most the follower's limit; 1.65 MB is the median at the leader-optimal equilibrium (pricing, section 13), at whose
/// prices a follower gains 0.57 % of gammaA on average by leaving the rule. The weakest followers worth beating.
public struct CheapestStation: Policy {
    public static let name = "cheapest-station"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.followers]

    private var sizeMB = 1.65
    private var agents = 0..<0
    private var tensors: PricingTensors?
    /// Position of mu/k among what a follower observes.
    private var price = 0

    public init() {}

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        if let text = session.option("size") {
            guard let value = Double(text), value.isFinite, value >= 0 else {
                throw PolicyError("option size is '\(text)'; give MB from 0 on")
            }
            sizeMB = value
        }
        let stage = session.stages[0]
        guard let hybrid = stage.actions.firstIndex(where: { $0.name == "hybrid" }),
            let price = stage.observation.firstIndex(where: { $0.name == "price" })
        else { throw PolicyError("stage \(stage.name) is not the followers' of a pricing game") }
        tensors = try PricingTensors(stage)
        self.price = price
        agents = session.agents
        var acceptance = Acceptance(session)
        acceptance.actionSpaces = [hybrid]
        // Followers know their own limits, but only the instance says them.
        acceptance.wantsInstance = true
        return acceptance
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard let tensors else { throw PolicyError("it was asked before its session opened") }
        let (prices, limits) = (observations.observation[price], tensors.limit(observations))
        let stations = prices.space.elementCount
        // Where who sends nothing is in a station all the same, none is not among the options.
        let none: Int32? = if case .discrete(-1, _) = actions.tensors[0].space.domain { -1 } else { nil }
        for row in 0..<observations.rows {
            for (position, n) in agents.enumerated() {
                let first = row * prices.rowStride + position * stations
                var best = 0
                for m in 1..<max(stations, 1) where prices.float64[first + m] < prices.float64[first + best] {
                    best = m
                }
                let limit = limits.float64[row * limits.rowStride + n]
                let isOut = prices.float64[first + best] >= 1 || limit == 0
                let to = row * agents.count + position
                actions.tensors[0].int32[to] = isOut ? none ?? Int32(best) : Int32(best)
                actions.tensors[1].float64[to] = isOut ? 0 : min(1, sizeMB / limit)
            }
        }
    }
}
