import Games

extension FollowerGame {
    /// Writes what each user could have gained by moving alone, at its best split, over what it got.
    ///
    /// Of any play, whatever its splits: `max_j v_m(j, s_-m) - v_m(s)` over the channels with room, 0 for who has no
    /// choice. Splits of the others do not matter to a user, their channels do. The game is left at the play.
    ///
    /// - Parameters:
    ///   - play: modes and channels, within the capacities; its powers are those of the game.
    ///   - payoffs: v as it came out, shape `[M]`.
    ///   - regrets: receives the gains, shape `[M]`.
    /// - Complexity: K+1 payoffs a user.
    /// - SeeAlso: spec/offloading.md, section 7, "Certificates".
    public mutating func findRegrets(of play: OffloadingPlay, payoffs: [Double], into regrets: inout [Double]) {
        place(play.channels.span)
        checkCapacity()
        for m in 0..<userCount {
            // A split as played cannot beat the best one there but by rounding.
            regrets[m] = isActive(m) && play.modes[m] != 0 ? max(0, bestResponse(of: m).payoff - payoffs[m]) : 0
        }
    }

    /// The game as a table of payoffs, for those in `players`; everybody else active is at the edge server.
    ///
    /// - Parameter players: active users in increasing index.
    /// - Returns: profiles in which a node would have more users than it takes are impossible.
    /// - Throws: ``EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` for more profiles than
    ///   ``FiniteGame/profileLimit``.
    public func finiteGame(of players: [Int]) throws(EquilibriumError) -> FiniteGame {
        var game = self
        game.placeEverybodyAtEdge()
        return try FiniteGame(strategyCounts: players.map { _ in nodeCount + 1 }) { profile in
            for (m, j) in zip(players, profile) { game.move(m, to: j) }
            guard game.isWithinCapacity else { return nil }
            return players.map { game.payoff(of: $0) }
        }
    }
}
