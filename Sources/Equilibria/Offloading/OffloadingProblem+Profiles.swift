import Games

extension OffloadingProblem {
    /// What the operator may hope for from pure equilibria, and must fear: over all o at p*, the least cost of the best,
    /// and of the worst, equilibrium that each o has (section 8).
    public enum Selection: String, Sendable, Hashable {
        case optimistic
        case pessimistic
    }

    /// The best decision where users come to the pure equilibrium that `selection` names.
    ///
    /// - Parameters:
    ///   - selection: which one.
    ///   - shouldStop: asked now and then; after `true` there is no play.
    /// - Returns: the decision with that equilibrium; `rounds` counts profiles looked at.
    /// - Throws: ``Games/EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` beyond 8 active users, or more
    ///   profiles than ``FollowerProfiles/limit``.
    /// - Complexity: see ``FollowerProfiles``.
    public func enumerated(
        _ selection: Selection, shouldStop: () -> Bool = { false }
    ) throws(EquilibriumError) -> OffloadingEquilibrium {
        guard instance.activeCount <= OffloadingOracle.userLimit else {
            throw .tooLarge(
                concept: selection.rawValue, measured: "active users", size: instance.activeCount,
                limit: OffloadingOracle.userLimit, remedy: "best-response")
        }
        let powers = DownlinkPower(instance.model).best(instance)
        guard let profiles = try profiles(powers, concept: selection.rawValue, shouldStop) else {
            return OffloadingEquilibrium(unconverged: nil, rounds: 0)
        }
        let capacity = instance.model.operatorCapacity(users: instance.userCount)
        let decisions = profiles.decisions(capacity: capacity)
        let decision = selection == .optimistic ? decisions.optimistic : decisions.pessimistic
        return equilibrium(profiles, decision.profile, set: decision.set, powers)
    }

    /// The cheapest profile of all that the capacities allow, at p*, whatever users would like: SOC.
    ///
    /// - Parameter shouldStop: asked now and then; after `true` there is no play.
    /// - Returns: the profile, whose users need not be at equilibrium: NashConv says how far they are. `rounds` counts
    ///   profiles looked at.
    /// - Throws: ``Games/EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` for more profiles than
    ///   ``FollowerProfiles/limit``.
    public func socialOptimum(shouldStop: () -> Bool = { false }) throws(EquilibriumError) -> OffloadingEquilibrium {
        let powers = DownlinkPower(instance.model).best(instance)
        guard let profiles = try profiles(powers, concept: "social", shouldStop) else {
            return OffloadingEquilibrium(unconverged: nil, rounds: 0)
        }
        let optimum = profiles.optimum(of: profiles.everybody)
        return equilibrium(profiles, optimum, set: profiles.collaborating(optimum), powers)
    }

    /// Every profile at `powersW`, or nil after an interruption.
    func profiles(
        _ powersW: [Double], concept: String, _ shouldStop: () -> Bool
    ) throws(EquilibriumError) -> FollowerProfiles? {
        let isSmall = instance.activeCount <= OffloadingOracle.userLimit
        let game = FollowerGame(instance, powersW: powersW, radio: isSmall ? .table : nil)
        return try FollowerProfiles(game, concept: concept, shouldStop: shouldStop)
    }

    private func equilibrium(
        _ profiles: FollowerProfiles, _ profile: Int, set: Int, _ powers: [Double]
    ) -> OffloadingEquilibrium {
        OffloadingEquilibrium(
            instance, modes: instance.modes(of: set), powersW: powers, channels: channels(profiles, profile),
            bound: instance.model.isUnpriced ? .attained : .weak, rounds: profiles.count)
    }

    /// s of everybody in profile `index`.
    func channels(_ profiles: FollowerProfiles, _ index: Int) -> [Int32] {
        var channels = Array(repeating: Int32(0), count: instance.userCount)
        for (m, j) in zip(profiles.users, profiles.channels(index)) { channels[m] = Int32(j) }
        return channels
    }
}
