import Games
import PluginHost
import Policy

/// A game and everybody who plays it: one policy for the operator, one for all followers or one a follower.
///
/// The order of everything in a slot is fixed here, by index: processes think at the same time, but what they decided is
/// applied policy by policy, so that neither arrival nor the number of processes changes a result.
struct EpisodeLoop<Playing: PlayableGame> {
    private(set) var game: Playing
    private var policies: [ConnectedPolicy]
    /// Per policy, who decides where it missed its deadline; empty where a miss is not replaced.
    private var fallbacks: [ConnectedPolicy?]
    /// Per policy, whether it missed the decision of the stage at hand.
    private var hasMissed: [Bool]
    /// Per stage of the game, the policies that decide it and its index among the stages of their role.
    private let stages: [(policies: Range<Int>, index: Int)]
    private let slots: Int
    private var benchmark: Playing.Benchmark
    /// What the game leaves to policies to say.
    private var reports: SlotReports
    /// Every value of the game's distributions; nil where only means are wanted.
    private var book: SampleBook?
    /// What tells where two plays of an episode part; nil unless it is asked for.
    private var digests: SlotDigests?
    /// Decisions asked for, and those that missed their deadline, in the episodes played last.
    private var (asked, missed) = (0, 0)

    /// - Parameters:
    ///   - game: fresh, with room for a batch of rows.
    ///   - operators: the operator's policy.
    ///   - followers: the followers' policies in index order.
    ///   - fallbacks: per policy, operator first, who stands in; nil plays the game's forfeit.
    ///   - gathersSamples: whether to keep every value of the game's distributions.
    ///   - keepsDigests: whether to keep a digest of every slot.
    init(
        _ game: Playing, operators: [ConnectedPolicy], followers: [ConnectedPolicy], fallbacks: [ConnectedPolicy?],
        gathersSamples: Bool = false, keepsDigests: Bool = false
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
        slots = game.slotsPerEpisode
        benchmark = Playing.Benchmark(game)
        reports = SlotReports(
            game.reportedMetrics, by: policies.map { ($0.endpoint.session.role, $0.endpoint.acceptance.reports) })
        book = gathersSamples ? SampleBook(count: game.distributions.count) : nil
        digests = keepsDigests ? SlotDigests() : nil
    }

    /// What is measured in every slot, after the game's own what takes a solver, last what policies report.
    var declarations: [Metric] {
        game.metricDeclarations + benchmark.metricDeclarations + game.reportedMetrics.map(\.metric)
    }

    /// The share of decisions that missed their deadline in the episodes played last; a request serves them all.
    var missedShare: Double { asked == 0 ? 0 : Double(missed) / Double(asked) }

    /// The digests of the episodes played last, as ``SlotDigests`` writes them; nil where none were kept.
    var episodeDigests: [String]? { digests?.rows }

    /// What was gathered of each of the game's distributions in the episodes that were finished; nil where nothing was.
    var samples: [(declaration: Distribution, values: [Double])]? {
        book.map { book in Array(zip(game.distributions, book.values)) }
    }

    /// Plays `episodes` side by side and returns the means over their slots, `[episode][declaration]`.
    ///
    /// Slots in which nobody played count in no mean; what was unknown in one slot is unknown of the episode: NaN.
    ///
    /// - Parameters:
    ///   - episodes: at most as many as the game has rows.
    ///   - seed: the command's seed; episode i plays world seed `seed + i`.
    ///   - shouldStop: asked before every slot; after `true` the batch is given up, as it is where an interrupt ended the
    ///     wait for a policy.
    ///   - afterSlot: told of every finished slot.
    /// - Returns: nil where it was given up.
    /// - Throws: ``PluginFailure`` of a policy that cannot be played on.
    mutating func play(
        _ episodes: Range<Int>, seed: UInt64, shouldStop: () -> Bool, afterSlot: () -> Void
    ) throws(PluginFailure) -> [[Double]]? {
        do throws(PluginFailure) {
            return try playThrough(episodes, seed: seed, shouldStop: shouldStop, afterSlot: afterSlot)
        } catch {
            guard error.isInterrupt else { throw error }
            return nil
        }
    }

    private mutating func playThrough(
        _ episodes: Range<Int>, seed: UInt64, shouldStop: () -> Bool, afterSlot: () -> Void
    ) throws(PluginFailure) -> [[Double]]? {
        let rows = episodes.count
        game.reset(worldSeeds: episodes.map { seed &+ UInt64($0) })
        for policy in policies { try policy.reset(episodes: episodes, commandSeed: seed) }
        for case let policy? in fallbacks { try policy.reset(episodes: episodes, commandSeed: seed) }
        book?.begin(rows: rows)
        digests?.begin(rows: rows)
        (asked, missed) = (0, 0)
        var means = SlotMeans(rows: rows, columns: declarations.count)
        for slot in 0..<slots {
            if shouldStop() { return nil }
            if slot > 0 { game.advance() }
            reports.begin(rows: rows)
            for stage in stages.indices { try decide(stage: stage, slot: UInt64(slot), rows: rows) }
            game.settle()
            benchmark.measure(game, rows: rows)
            for row in 0..<rows where !game.isEmpty(row: row) { record(row, in: &means) }
            if digests != nil { digestOutcome(rows: rows) }
            afterSlot()
        }
        book?.finish()
        return (0..<rows).map { means.means(row: $0) }
    }

    /// Adds what the game measured in the settled slot to the digests.
    private mutating func digestOutcome(rows: Int) {
        let width = game.metricDeclarations.count
        for row in 0..<rows { digests?.add(outcome: game.metrics[row * width..<(row + 1) * width], row: row) }
    }

    /// Adds what the settled slot of `row` was worth.
    private mutating func record(_ row: Int, in means: inout SlotMeans) {
        let (own, solved) = (game.metricDeclarations.count, benchmark.metricDeclarations.count)
        means.beginSlot(row: row)
        means.add(game.metrics, width: own, row: row, from: 0)
        means.add(benchmark.metrics, width: solved, row: row, from: own)
        means.add(reports.values, width: reports.count, row: row, from: own + solved)
        book?.record(game, row: row)
    }

    private mutating func decide(stage: Int, slot: UInt64, rows: Int) throws(PluginFailure) {
        let (range, index) = stages[stage]
        for policy in range {
            try policies[policy].ask(game, gameStage: stage, stage: index, slot: slot, rows: rows)
        }
        // Everybody's answer is fetched, and a fallback asked, before anything is applied: all saw the same.
        for policy in range {
            hasMissed[policy] = try policies[policy].answer(stage: index) == .missed
            asked += 1
            if hasMissed[policy] { missed += 1 }
            guard hasMissed[policy], fallbacks[policy] != nil else { continue }
            try fallbacks[policy]?.ask(game, gameStage: stage, stage: index, slot: slot, rows: rows)
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
        guard digests != nil else { return }
        let decisions = range.map { played(by: $0).stages[index].actions }
        digests?.add(decisions)
    }

    /// Who decided for `policy` in the stage at hand.
    private func played(by policy: Int) -> ConnectedPolicy {
        hasMissed[policy] ? fallbacks[policy] ?? policies[policy] : policies[policy]
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
