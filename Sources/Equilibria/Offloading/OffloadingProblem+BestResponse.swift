import Games

extension OffloadingProblem {
    /// How users settle under what the operator decided: section 7's best responses one after the other.
    ///
    /// At the problem's modes and powers, from its start. The bound is C* where that is known and is one, so that the gap
    /// is the operator's relative gap; else ``Games/OffloadingInstance/costBound``.
    ///
    /// - Parameters:
    ///   - wantsTrace: whether to tell of each round.
    ///   - shouldStop: asked once a round.
    /// - Returns: the equilibrium, and how the iteration came there; where it does not converge there is no play, and the
    ///   certificate's NashConv is that of the profile which the cycle rule names.
    /// - Complexity: K+1 payoffs a user and round.
    public func bestResponse(
        wantsTrace: Bool = false, shouldStop: () -> Bool = { false }
    ) -> (equilibrium: OffloadingEquilibrium, iteration: BestResponseIteration) {
        let powers = downlinkPowersW
        let modes = offloading
        var game = FollowerGame(instance, powersW: powers)
        var iteration = BestResponseIteration(users: instance.userCount)
        iteration.run(&game, modes: modes, from: start, wantsTrace: wantsTrace, shouldStop: shouldStop)
        guard iteration.converged else {
            let equilibrium = OffloadingEquilibrium(
                unconverged: iteration.nashConv, rounds: iteration.rounds,
                under: OffloadingEquilibrium.Decision(modes: modes, powersW: powers))
            return (equilibrium, iteration)
        }
        // C* is the least over modes within Cmax and over users who start at the edge server.
        let capacity = instance.model.operatorCapacity(users: instance.userCount)
        let isBenchmarked =
            start == nil && modes.count { $0 == 1 } <= capacity && instance.model.isUnpriced
            && instance.activeCount <= OffloadingOracle.userLimit
        let equilibrium = OffloadingEquilibrium(
            instance, modes: modes, powersW: powers, channels: iteration.channels,
            bound: isBenchmarked ? .benchmark(oracleAnswer().answer.cost) : .weak, rounds: iteration.rounds)
        return (equilibrium, iteration)
    }

    /// The cheapest decision against users who answer by best responses: C* of section 8.
    ///
    /// - Returns: the decision with the users' answer, certified; the decision alone where they do not settle under it.
    ///   `rounds` counts those of their answer.
    /// - Throws: ``Games/EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` beyond 8 active users.
    /// - Complexity: see ``OffloadingOracle``.
    public func oracle() throws(EquilibriumError) -> OffloadingEquilibrium {
        guard instance.activeCount <= OffloadingOracle.userLimit else {
            throw .tooLarge(
                concept: "oracle", measured: "active users", size: instance.activeCount,
                limit: OffloadingOracle.userLimit, remedy: "best-response")
        }
        let (answer, powers, channels) = oracleAnswer()
        guard answer.converged else {
            return OffloadingEquilibrium(
                unconverged: nil, rounds: answer.rounds,
                under: OffloadingEquilibrium.Decision(modes: instance.modes(of: answer.set), powersW: powers))
        }
        return OffloadingEquilibrium(
            instance, modes: instance.modes(of: answer.set), powersW: powers, channels: channels,
            bound: instance.model.isUnpriced ? .attained : .weak, rounds: answer.rounds)
    }

    private func oracleAnswer() -> (answer: OffloadingOracle.Answer, powersW: [Double], channels: [Int32]) {
        var game = FollowerGame(instance.model, users: instance.userCount)
        game.load(instance, radio: .table)
        var oracle = OffloadingOracle(instance.model, users: instance.userCount)
        let answer = oracle.find(instance, in: &game)
        return (answer, oracle.powersW, game.channels)
    }
}
