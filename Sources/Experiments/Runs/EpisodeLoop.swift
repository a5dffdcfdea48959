import Games
import PluginHost
import Policy

/// Episodes of a game that is played to be measured: every slot's metrics, and what takes a solver to say of it.
struct EpisodeLoop<Playing: PlayableGame> {
    private var play: StagedPlay<Playing>
    private let slots: Int
    private var benchmark: Playing.Benchmark
    /// What the game leaves to policies to say.
    private var reports: SlotReports
    /// Every value of the game's distributions; nil where only means are wanted.
    private var book: SampleBook?
    /// What tells where two plays of an episode part; nil unless it is asked for.
    private var digests: SlotDigests?

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
        play = StagedPlay(game, operators: operators, followers: followers, fallbacks: fallbacks)
        slots = game.slotsPerEpisode
        benchmark = Playing.Benchmark(game)
        reports = SlotReports(
            game.reportedMetrics, by: play.policies.map { ($0.endpoint.session.role, $0.endpoint.acceptance.reports) })
        book = gathersSamples ? SampleBook(count: game.distributions.count) : nil
        digests = keepsDigests ? SlotDigests() : nil
    }

    /// What is measured in every slot, after the game's own what takes a solver, last what policies report.
    var declarations: [Metric] {
        play.game.metricDeclarations + benchmark.metricDeclarations + play.game.reportedMetrics.map(\.metric)
    }

    /// The share of decisions that missed their deadline in the episodes played last; a request serves them all.
    var missedShare: Double { play.asked == 0 ? 0 : Double(play.missed) / Double(play.asked) }

    /// The digests of the episodes played last, as ``SlotDigests`` writes them; nil where none were kept.
    var episodeDigests: [String]? { digests?.rows }

    /// What was gathered of each of the game's distributions in the episodes that were finished; nil where nothing was.
    var samples: [(declaration: Distribution, values: [Double])]? {
        book.map { book in Array(zip(play.game.distributions, book.values)) }
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
        try play.reset(episodes, seed: seed)
        book?.begin(rows: rows)
        digests?.begin(rows: rows)
        var means = SlotMeans(rows: rows, columns: declarations.count)
        for slot in 0..<slots {
            if shouldStop() { return nil }
            if slot > 0 { play.game.advance() }
            reports.begin(rows: rows)
            for stage in play.stageIndices { try decide(stage: stage, slot: UInt64(slot), rows: rows) }
            play.game.settle()
            benchmark.measure(play.game, rows: rows)
            for row in 0..<rows where !play.game.isEmpty(row: row) { record(row, in: &means) }
            if digests != nil { digestOutcome(rows: rows) }
            afterSlot()
        }
        book?.finish()
        return (0..<rows).map { means.means(row: $0) }
    }

    private mutating func decide(stage: Int, slot: UInt64, rows: Int) throws(PluginFailure) {
        try play.decide(stage: stage, slot: slot, rows: rows, reporting: &reports)
        guard digests != nil else { return }
        digests?.add(play.decisions(stage: stage))
    }

    /// Adds what the game measured in the settled slot to the digests.
    private mutating func digestOutcome(rows: Int) {
        let width = play.game.metricDeclarations.count
        for row in 0..<rows { digests?.add(outcome: play.game.metrics[row * width..<(row + 1) * width], row: row) }
    }

    /// Adds what the settled slot of `row` was worth.
    private mutating func record(_ row: Int, in means: inout SlotMeans) {
        let (own, solved) = (play.game.metricDeclarations.count, benchmark.metricDeclarations.count)
        means.beginSlot(row: row)
        means.add(play.game.metrics, width: own, row: row, from: 0)
        means.add(benchmark.metrics, width: solved, row: row, from: own)
        means.add(reports.values, width: reports.count, row: row, from: own + solved)
        book?.record(play.game, row: row)
    }
}
