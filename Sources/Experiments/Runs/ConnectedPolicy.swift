import Games
import PluginHost
import Policy

/// One connected policy, with the storage that its decisions pass through.
struct ConnectedPolicy {
    let endpoint: any PolicyEndpoint
    /// Per stage of its role, in slot order.
    var stages: [StageStorage]
    /// Option `seed` of the policy, part of what its policy seeds are made of.
    let seedOption: String?

    /// What is reused from slot to slot for one stage.
    struct StageStorage {
        var observations: Observations
        var actions: Actions
        let space: Int
    }

    init(_ endpoint: any PolicyEndpoint, seedOption: String?) {
        self.endpoint = endpoint
        self.seedOption = seedOption
        let (session, acceptance) = (endpoint.session, endpoint.acceptance)
        stages = session.stages.indices.map { stage in
            StageStorage(
                observations: Observations(stage: stage, of: session, acceptance),
                actions: Actions(stage: stage, of: session, acceptance), space: acceptance.actionSpaces[stage])
        }
    }

    var agents: Range<Int> { endpoint.session.agents }

    /// Asks for the decision of stage `stage` of the role, which is stage `gameStage` of the game.
    mutating func ask(
        _ game: borrowing some Game, gameStage: Int, stage: Int, slot: UInt64, rows: Int, isBootstrap: Bool
    ) throws(PluginFailure) {
        stages[stage].observations.slot = slot
        stages[stage].observations.rows = rows
        stages[stage].observations.isBootstrap = isBootstrap
        game.observe(stage: gameStage, agents: agents, into: &stages[stage].observations)
        try endpoint.submit(stages[stage].observations)
    }

    /// Fetches the decision that was asked for.
    mutating func answer(stage: Int) throws(PluginFailure) -> DecisionOutcome {
        try endpoint.collect(into: &stages[stage].actions)
    }

    /// Starts an episode in each of the first `episodes.count` rows.
    func reset(episodes: Range<Int>, commandSeed: UInt64) throws(PluginFailure) {
        let seeds = episodes.map {
            policySeed(command: commandSeed, episode: $0, role: endpoint.session.role, option: seedOption)
        }
        try endpoint.reset(rows: Array(0..<episodes.count), seeds: seeds)
    }
}
