import Games

/// Every pure equilibrium of the users' game under given modes and powers, beside the cheapest profile of all.
///
/// - SeeAlso: spec/offloading.md, section 7.
public struct PureEquilibria: Sendable, Hashable {
    /// s of each equilibrium, shape `[M]` each, in lexicographic order.
    public let channels: [[Int32]]
    /// C of each equilibrium.
    public let costs: [Double]
    /// C of the social optimum: the cheapest profile that the capacities allow, whatever the modes.
    public let optimumCost: Double
    /// What the downlinks cost, the same in every profile.
    public let downlinkCost: Double
    /// Profiles looked at.
    public let profileCount: Int

    /// Cost of the worst equilibrium over the least; nil where there is no equilibrium, or nothing costs anything.
    public var priceOfAnarchy: Double? { ratio(costs.max(), without: 0) }
    /// As `priceOfAnarchy`, of the best equilibrium.
    public var priceOfStability: Double? { ratio(costs.min(), without: 0) }
    /// As `priceOfAnarchy`, the downlinks not counted.
    public var priceOfAnarchyWithoutDownlink: Double? { ratio(costs.max(), without: downlinkCost) }
    /// As `priceOfStability`, the downlinks not counted.
    public var priceOfStabilityWithoutDownlink: Double? { ratio(costs.min(), without: downlinkCost) }

    private func ratio(_ cost: Double?, without downlink: Double) -> Double? {
        guard let cost, optimumCost - downlink > 0 else { return nil }
        return (cost - downlink) / (optimumCost - downlink)
    }
}

extension OffloadingProblem {
    /// Every pure equilibrium under the problem's modes and powers, by looking at all profiles.
    ///
    /// - Parameter shouldStop: asked now and then.
    /// - Returns: nil after an interruption.
    /// - Throws: ``Games/EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` for more profiles than
    ///   ``FollowerProfiles/limit``.
    /// - Complexity: see ``FollowerProfiles``.
    public func pureEquilibria(shouldStop: () -> Bool = { false }) throws(EquilibriumError) -> PureEquilibria? {
        let powers = downlinkPowersW
        guard let profiles = try profiles(powers, concept: "equilibria", shouldStop) else { return nil }
        let modes = offloading
        var set = 0
        for (i, m) in profiles.users.enumerated() where modes[m] == 1 { set |= 1 << i }
        let equilibria = profiles.equilibria(of: set)
        return PureEquilibria(
            channels: equilibria.map { channels(profiles, $0) }, costs: equilibria.map { profiles.costs[$0] },
            optimumCost: profiles.costs[profiles.optimum(of: profiles.everybody)],
            downlinkCost: profiles.downlinkCost, profileCount: profiles.count)
    }

    /// The users' game under the problem's modes and powers as a table of payoffs, players in increasing index.
    ///
    /// - Throws: ``Games/EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` for more profiles than
    ///   ``FiniteGame/profileLimit``.
    public func finiteGame() throws(EquilibriumError) -> (game: FiniteGame, players: [Int]) {
        let powers = downlinkPowersW
        let isSmall = instance.activeCount <= OffloadingOracle.userLimit
        let modes = offloading
        let players = (0..<instance.userCount).filter { modes[$0] == 1 }
        _ = try FollowerProfiles.count(
            users: players.count, channels: instance.nodeCount + 1, limit: FiniteGame.profileLimit,
            concept: "potential")
        let game = FollowerGame(instance, powersW: powers, radio: isSmall ? .table : nil)
        return (try game.finiteGame(of: players), players)
    }
}
