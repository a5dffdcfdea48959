import Games
import PluginHost
import Policy

/// A game and everybody who plays it: one policy for the operator, one for all followers or one a follower.
///
/// The order of everything in a slot is fixed here, by index: processes think at the same time, but what they decided is
/// applied policy by policy, so that neither arrival nor the number of processes changes a result.
struct StagedPlay<Playing: PlayableGame> {
    var game: Playing
    /// The operator's, then the followers' in index order.
    var policies: [ConnectedPolicy]
    /// Per policy, who decides where it missed its deadline; nil where a miss is the game's forfeit.
    private var fallbacks: [ConnectedPolicy?]
    /// Per policy, whether it missed the decision of the stage at hand.
    private var hasMissed: [Bool]
    /// Per stage of the game, the policies that decide it and its index among the stages of their role.
    private let stages: [(policies: Range<Int>, index: Int)]
    /// Decisions asked for, and those that missed their deadline, since ``reset(_:seed:)``.
    private(set) var (asked, missed) = (0, 0)

    /// - Parameters:
    ///   - game: fresh, with room for a batch of rows.
    ///   - operators: the operator's policy.
    ///   - followers: the followers' policies in index order.
    ///   - fallbacks: per policy, operator first, who stands in; nil plays the game's forfeit.
    init(
        _ game: Playing, operators: [ConnectedPolicy], followers: [ConnectedPolicy], fallbacks: [ConnectedPolicy?]
    ) {
        self.game = game
        policies = operators + followers
        self.fallbacks = fallbacks
        precondition(fallbacks.count == policies.count, "\(fallbacks.count) fallbacks for \(policies.count) policies")
        hasMissed = Array(repeating: false, count: policies.count)
        var counts: [Role: Int] = [:]
        stages = game.stages.map { stage in
            let index = counts[stage.role, default: 0]
            counts[stage.role] = index + 1
            let range = stage.role == .operator ? 0..<operators.count : operators.count..<(operators + followers).count
            return (range, index)
        }
    }

    var stageIndices: Range<Int> { stages.indices }

    /// Starts `episodes` of everybody who plays, one a row.
    ///
    /// - Parameters:
    ///   - episodes: their indices.
    ///   - seed: the command's seed; episode i plays world seed `seed + i`.
    /// - Throws: ``PluginFailure`` of a policy that fails.
    mutating func reset(_ episodes: Range<Int>, seed: UInt64) throws(PluginFailure) {
        game.reset(worldSeeds: episodes.map { seed &+ UInt64($0) })
        for policy in policies { try policy.reset(episodes: episodes, commandSeed: seed) }
        for case let policy? in fallbacks { try policy.reset(episodes: episodes, commandSeed: seed) }
        (asked, missed) = (0, 0)
    }

    /// Asks for the decision of a stage and applies it.
    ///
    /// - Parameters:
    ///   - stage: of the game.
    ///   - slot: within the episode.
    ///   - rows: environments that play.
    ///   - isBootstrap: whether the decision only gives learners the value of the state after a time limit.
    ///   - reports: takes what came with the decisions; with a forfeit comes nothing.
    /// - Throws: ``PluginFailure`` of a policy that cannot be played on.
    mutating func decide(
        stage: Int, slot: UInt64, rows: Int, isBootstrap: Bool = false, reporting reports: inout SlotReports
    ) throws(PluginFailure) {
        let (range, index) = stages[stage]
        for policy in range {
            try policies[policy].ask(
                game, gameStage: stage, stage: index, slot: slot, rows: rows, isBootstrap: isBootstrap)
        }
        // Everybody's answer is fetched, and a fallback asked, before anything is applied: all saw the same.
        for policy in range {
            hasMissed[policy] = try policies[policy].answer(stage: index) == .missed
            asked += 1
            if hasMissed[policy] { missed += 1 }
            guard hasMissed[policy], fallbacks[policy] != nil else { continue }
            try fallbacks[policy]?.ask(
                game, gameStage: stage, stage: index, slot: slot, rows: rows, isBootstrap: isBootstrap)
            _ = try fallbacks[policy]?.answer(stage: index)
        }
        for policy in range {
            if !hasMissed[policy] {
                try check(policies[policy], gameStage: stage, stage: index, rows: rows)
            } else if let fallback = fallbacks[policy] {
                try check(fallback, gameStage: stage, stage: index, rows: rows)
            }
        }
        for policy in range {
            if !hasMissed[policy] {
                take(policies[policy], gameStage: stage, stage: index)
                reports.take(policies[policy].stages[index].actions, of: policy, rows: rows)
            } else if let fallback = fallbacks[policy] {
                take(fallback, gameStage: stage, stage: index)
                reports.take(fallback.stages[index].actions, of: policy, rows: rows)
            } else {
                forfeit(policy, gameStage: stage, stage: index, rows: rows)
            }
        }
    }

    /// What was played in stage `stage`, of the policies that it asks, in index order.
    func decisions(stage: Int) -> [Actions] {
        let (range, index) = stages[stage]
        return range.map { policy in
            (hasMissed[policy] ? fallbacks[policy] ?? policies[policy] : policies[policy]).stages[index].actions
        }
    }

    /// Refuses a decision that breaks a rule of the game: nothing of it is played, let alone changed.
    private func check(_ policy: ConnectedPolicy, gameStage: Int, stage: Int, rows: Int) throws(PluginFailure) {
        let storage = policy.stages[stage]
        let violation = game.violation(
            stage: gameStage, agents: policy.agents, space: storage.space, rows: rows, actions: storage.actions)
        guard let violation else { return }
        throw PluginFailure(
            plugin: policy.endpoint.name, breaking: violation.rule, stage: game.stages[gameStage].name,
            tensor: storage.actions.tensors[violation.tensor].space.name, row: violation.row, agent: violation.agent)
    }

    /// Plays the game's forfeit for a decision that was missed.
    private mutating func forfeit(_ policy: Int, gameStage: Int, stage: Int, rows: Int) {
        game.forfeit(
            stage: gameStage, space: policies[policy].stages[stage].space, rows: rows, agents: policies[policy].agents,
            into: &policies[policy].stages[stage].actions)
        take(policies[policy], gameStage: gameStage, stage: stage)
    }

    private mutating func take(_ policy: ConnectedPolicy, gameStage: Int, stage: Int) {
        let storage = policy.stages[stage]
        game.apply(stage: gameStage, agents: policy.agents, space: storage.space, actions: storage.actions)
    }
}
