import Games
import Policy

/// A policy that sits in a role of a game.
struct Seat {
    let session: Session
    let acceptance: Acceptance
    private var policy: any Policy

    init(_ type: any Policy.Type, _ session: Session, seeds: [UInt64]) throws {
        self.session = session
        policy = type.init()
        acceptance = try policy.open(session)
        for (row, seed) in seeds.enumerated() { policy.reset(row: row, seed: seed) }
    }

    /// Plays stage `index` of `game`, the role's `stage`-th.
    mutating func play(_ index: Int, _ stage: Int, of game: inout some Game, slot: Int) throws -> Actions {
        var observations = Observations(stage: stage, of: session, acceptance)
        var actions = Actions(stage: stage, of: session, acceptance)
        observations.slot = UInt64(slot)
        game.observe(stage: index, agents: session.agents, into: &observations)
        try policy.decide(observations, into: &actions)
        game.apply(stage: index, agents: session.agents, space: acceptance.actionSpaces[stage], actions: actions)
        return actions
    }
}
