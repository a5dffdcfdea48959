import Policy

/// A policy of the offloading game that is a name and a few rules: its ``OffloadingHeuristic`` does the rest.
protocol HeuristicPolicy: Policy {
    var player: OffloadingHeuristic { get set }
}

extension HeuristicPolicy {
    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance { try player.open(session) }

    public mutating func reset(row: Int, seed: UInt64) { player.reset(row: row, seed: seed) }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        try player.decide(observations, into: &actions)
    }
}
