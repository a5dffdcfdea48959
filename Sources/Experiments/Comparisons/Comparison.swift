import Games
import PluginHost
import Statistics
import System

/// Two arms or more on common random numbers: the same episodes, side by side in parallel, every other arm against the first.
public struct Comparison: Sendable {
    /// How many pairs are played.
    public enum Stopping: Sendable, Hashable {
        /// All of them.
        case fixed
        /// As many as the primary metric's verdicts take, all of them at the most; tests and intervals are those that hold
        /// whenever one stops.
        case untilDecided
    }

    public let scenario: LoadedScenario
    /// What stands behind --a and each --b.
    public let names: [String]
    /// The arm compared with, then those in question.
    public let arms: [Arm]
    public let seed: UInt64
    /// Episodes that each arm plays; a pair is one of them in both.
    public let pairs: Int
    public let margins: MarginOverrides
    public let stopping: Stopping
    public let options: PlayOptions

    public init(
        of scenario: LoadedScenario, names: [String], arms: [Arm], seed: UInt64, pairs: Int,
        margins: MarginOverrides = MarginOverrides(), stopping: Stopping = .fixed, options: PlayOptions
    ) {
        precondition(
            (2...Self.mostArms).contains(arms.count) && names.count == arms.count, "a comparison of \(arms.count) arms")
        self.scenario = scenario
        self.names = names
        self.arms = arms
        self.seed = seed
        self.pairs = pairs
        self.margins = margins
        self.stopping = stopping
        self.options = options
    }

    /// What arm `index` is called for short: a, then b, c and so on, one an arm in question.
    public static func letter(ofArm index: Int) -> String { String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) }

    /// Arms that have a letter each.
    public static let mostArms = 26

    /// Checks what can be known of all arms before anything is started.
    ///
    /// - Throws: what ``Run/check()`` throws, or that a margin is of a metric that the game does not measure.
    public func check() throws(ExperimentsError) {
        for index in arms.indices { try run(index).check() }
        try run(0).requireIndependentEpisodes()
        try margins.check(against: try run(0).comparedMetrics)
    }

    /// The run of a, which has the slots and metrics of every arm.
    public var firstRun: Run { run(0) }

    /// Slots that the arms play in all, at the most.
    public var slotCount: Int { get throws(ExperimentsError) { try arms.count * run(0).slotCount } }

    /// The run of arm `index`, which records in a file of its own.
    private func run(_ index: Int, core: Int? = nil) -> Run {
        var options = options
        options.recording = options.recording.map { "\($0).\(Self.letter(ofArm: index))" }
        // A judge reads each pair before the next is begun, so that none is played in vain, let alone fails there.
        if stopping == .untilDecided { options.environments = 1 }
        return Run(
            of: scenario, arm: arms[index], seed: seed, episodes: pairs, options: options, armIndex: index, core: core)
    }

    /// Plays all arms, each on a core of its own with its plugins, in step.
    ///
    /// An arm in question whose plugin fails is left, and the others are judged without it.
    ///
    /// - Throws: ``ArmError`` of the arm that failed in the earliest episode, where none is left to be judged; the others are
    ///   stopped.
    public func play(_ observer: Run.Observer = Run.Observer()) throws(ArmError) -> ComparisonResult {
        let board = PairBoard(
            arms: arms.count, lead: stopping == .untilDecided ? 1 : 2 * min(options.environments, pairs),
            judge: try judge())
        let results = try play(board, observer)
        let failures = results.enumerated().compactMap { index, result in
            if case .failure(let error) = result { ArmError(index: index, error) } else { nil }
        }
        // What a plugin in question does is its own comparison's fault; anything else, and all of them, is everybody's.
        let areOthersJudged = failures.count < arms.count - 1 && failures.allSatisfy { $0.index > 0 && $0.isPlugin }
        // The earliest in episodes, not in time.
        let first = failures.min {
            (board.finished(arm: $0.index), $0.index) < (board.finished(arm: $1.index), $1.index)
        }
        if let first, !areOthersJudged { throw first }
        guard case .success(let ofA) = results[0] else { preconditionFailure("a has not failed") }
        return ComparisonResult(
            of: scenario, seed: seed, slotsPerEpisode: ofA.slotsPerEpisode, declarations: ofA.comparedMetrics,
            arms: zip(names, results).map { name, result in
                switch result {
                case .success(let run): PlayedArm(name: name, run)
                case .failure: PlayedArm(name: name, plugins: [], episodes: [])
                }
            },
            failures: failures, margins: margins, stopping: stopping, mostPairs: pairs,
            decidedAfter: board.decidedAfter)
    }

    private func judge() throws(ArmError) -> SequentialJudge? {
        guard stopping == .untilDecided else { return nil }
        do throws(ExperimentsError) {
            return SequentialJudge(of: try run(0).comparedMetrics, arms: arms.count, margins: margins)
        } catch {
            throw ArmError(index: 0, .configuration(error))
        }
    }

    private func play(
        _ board: PairBoard, _ observer: Run.Observer
    ) throws(ArmError) -> [Result<RunResult, RunError>] {
        let cores = Affinity.initial
        // From the core at hand on, so that several comparisons on one machine do not all take the first ones.
        let firstCore = cores.firstIndex(of: Affinity.currentCore) ?? 0
        var running: [RunningRun] = []
        for index in arms.indices {
            let run = run(index, core: cores[(firstCore + index) % cores.count])
            var own = observer
            own.shouldStop = { board.isOver(for: index) || observer.shouldStop() }
            own.onSlots = { observer.onSlots(board.record(slots: $0, arm: index)) }
            own.onEpisodes = { episodes in
                observer.onEpisodes(episodes)
                board.record(episodes)
            }
            own.mayGoOn = { board.waitForOthers(index, count: $0, shouldStop: observer.shouldStop) }
            own.onFailure = { board.leave(arm: index) }
            do throws(RunError) {
                running.append(try run.start(own))
            } catch {
                for arm in arms.indices { board.leave(arm: arm) }
                for other in running { _ = try? other.get() }
                throw ArmError(index: index, error)
            }
        }
        return running.map { run in Result { () throws(RunError) in try run.get() } }
    }
}

/// Why an arm ended without a result.
public struct ArmError: Error, Sendable {
    /// The arm that failed, 0 for a.
    public let index: Int
    public let error: RunError

    /// Whether it is a plugin's fault.
    var isPlugin: Bool { if case .plugin = error { true } else { false } }

    init(index: Int, _ error: RunError) {
        self.index = index
        self.error = error
    }
}
