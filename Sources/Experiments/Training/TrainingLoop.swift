import Games
import PluginHost
import Policy

/// Episodes of a game that policies learn from.
///
/// A slot is played as ``EpisodeLoop`` plays it; then every learner is told what came of it, all before any is waited for, so
/// that processes learn at the same time. After the last slot, which is a time limit and no end of the game, the stages of
/// the slot that would follow are decided once more for the values that learners bootstrap from; nothing of that is played.
struct TrainingLoop<Playing: PlayableGame> {
    private var play: StagedPlay<Playing>
    /// Per policy, operator first: what plays while it does not learn, and its learner if it has one.
    private let players: [ConnectedPolicy]
    private let learners: [ConnectedPolicy?]
    /// Per policy, what it is told of a slot.
    private var feedback: [Feedback]
    private let slots: Int
    private let rows: Int

    /// - Parameters:
    ///   - game: fresh, with room for `rows` environments.
    ///   - operators: the operator's policy in evaluate mode.
    ///   - followers: the followers' policies in evaluate mode, in index order.
    ///   - learners: per policy, operator first, the session in which it learns.
    ///   - rows: environments side by side.
    init(
        _ game: Playing, operators: [ConnectedPolicy], followers: [ConnectedPolicy], learners: [ConnectedPolicy?],
        rows: Int
    ) {
        players = operators + followers
        precondition(learners.count == players.count, "\(learners.count) learners for \(players.count) policies")
        play = StagedPlay(
            game, operators: operators, followers: followers, fallbacks: Array(repeating: nil, count: players.count))
        self.learners = learners
        self.rows = rows
        slots = game.slotsPerEpisode
        feedback = players.map { policy in
            Feedback(
                rows: rows, agents: policy.agents.count,
                components: game.rewardComponents(of: policy.endpoint.session.role))
        }
    }

    /// What a side earned in the episodes of one batch.
    struct Returns: Equatable {
        let role: Role
        /// Sums over an episode's slots of the reward's first component, which is what agents maximise; means over agents.
        let episodes: [Double]
    }

    /// The first episode's index where seeds are concerned: training shares no world with evaluation.
    static var firstEpisode: Int { 1 << 32 }

    /// Plays a batch of episodes from which the policies of `roles` learn.
    ///
    /// - Parameters:
    ///   - first: episodes trained before; the batch is the `rows` that follow.
    ///   - seed: the command's seed; episode i plays world seed `seed + 2^32 + i`.
    ///   - roles: whose turn it is to learn; who else has a learner plays with its weights as they are.
    ///   - afterSlot: told of every slot.
    /// - Returns: what each side earned.
    /// - Throws: ``PluginFailure`` of a policy that cannot be played on.
    mutating func play(
        from first: Int, seed: UInt64, learning roles: Set<Role>, afterSlot: () -> Void
    ) throws(PluginFailure) -> [Returns] {
        let episodes = Self.firstEpisode + first..<Self.firstEpisode + first + rows
        let learning = players.indices.filter { learners[$0] != nil && roles.contains(role(of: $0)) }
        // A learner has no weights before its first reset, and whoever plays with them needs some.
        if first == 0 {
            for policy in players.indices where !learning.contains(policy) {
                try learners[policy]?.reset(episodes: episodes, commandSeed: seed)
            }
        }
        play.policies = players.indices.map { learning.contains($0) ? learners[$0] ?? players[$0] : players[$0] }
        try play.reset(episodes, seed: seed)
        var returns = Role.allCases.map { _ in Array(repeating: 0.0, count: rows) }
        for slot in 0..<slots {
            if slot > 0 { play.game.advance() }
            try decide(slot: slot, isBootstrap: false)
            play.game.settle()
            for policy in players.indices { reward(policy, slot: slot, into: &returns) }
            try learn(learning)
            afterSlot()
        }
        play.game.advance()
        try decide(slot: slots, isBootstrap: true)
        return zip(Role.allCases, returns).map { Returns(role: $0, episodes: $1) }
    }

    private func role(of policy: Int) -> Role { players[policy].endpoint.session.role }

    /// Plays the stages of a slot.
    ///
    /// Also those of one that only learners want to know of: a later stage is seen only once the earlier ones are decided.
    private mutating func decide(slot: Int, isBootstrap: Bool) throws(PluginFailure) {
        var unheard = SlotReports([], by: [])
        for stage in play.stageIndices {
            try play.decide(
                stage: stage, slot: UInt64(slot), rows: rows, isBootstrap: isBootstrap, reporting: &unheard)
        }
    }

    /// Takes what the settled slot brought the agents of `policy`.
    private mutating func reward(_ policy: Int, slot: Int, into returns: inout [[Double]]) {
        feedback[policy].slot = UInt64(slot)
        for row in 0..<rows { feedback[policy].truncated[row] = slot == slots - 1 }
        let (agents, role) = (players[policy].agents, role(of: policy))
        play.game.reward(role: role, agents: agents, into: &feedback[policy])
        guard let side = Role.allCases.firstIndex(of: role) else { return }
        let (width, all) = (feedback[policy].components.count, Double(play.game.agentCount(of: role)))
        guard width > 0 else { return }
        for row in 0..<rows {
            for agent in agents.indices {
                let cell = row * agents.count + agent - agents.lowerBound
                returns[side][row] += feedback[policy].rewards[cell * width] / all
            }
        }
    }

    private func learn(_ learning: [Int]) throws(PluginFailure) {
        for policy in learning { try learners[policy]?.endpoint.submit(feedback[policy]) }
        for policy in learning { try learners[policy]?.endpoint.finishLearning() }
    }
}
