import Foundation
import Games
import PluginHost
import Statistics
import System

/// Plays one pair of policies over a number of episodes.
public struct Run: Sendable {
    public let scenario: LoadedScenario
    public let arm: Arm
    /// Episode i plays world seed `seed + i`.
    public let seed: UInt64
    public let episodes: Int
    public let options: PlayOptions
    /// The first episode played: whole runs start at 0, a look at one episode at that one.
    let firstEpisode: Int
    /// What the result holds besides means.
    public let extras: Extras
    /// Which arm of a comparison it plays, 0 where there is none.
    let armIndex: Int
    /// The core that the host's thread is pinned to where its plugins share it; nil takes the current one.
    let core: Int?

    public init(
        of scenario: LoadedScenario, arm: Arm, seed: UInt64, episodes: Int, firstEpisode: Int = 0,
        options: PlayOptions, extras: Extras = [], armIndex: Int = 0, core: Int? = nil
    ) {
        precondition(episodes > 0, "a run of \(episodes) episodes")
        self.scenario = scenario
        self.arm = arm
        self.seed = seed
        self.episodes = episodes
        self.options = options
        self.firstEpisode = firstEpisode
        self.extras = extras
        self.armIndex = armIndex
        self.core = core
    }

    /// What a run may gather besides the means of every episode.
    public struct Extras: OptionSet, Sendable, Hashable {
        public let rawValue: Int

        public init(rawValue: Int) { self.rawValue = rawValue }

        /// Whole distributions over slots or agents.
        public static let distributions = Extras(rawValue: 1)
        /// A digest of every slot, which tells where two plays of an episode part.
        public static let digests = Extras(rawValue: 2)
    }

    /// Followers that may each have a process of their own.
    ///
    /// Each takes four of the host's open files, of which many systems grant 1024: this many in both arms of a comparison
    /// leave a fifth for the rest. A game of thousands would also fill the machine before its first slot.
    static let isolationLimit = 100

    /// Checks what can be known of the run before anything is started.
    ///
    /// - Throws: ``ExperimentsError/tooManyProcesses(followers:limit:)``, ``ExperimentsError/recordingExists(path:)``, or
    ///   that the game refuses its scenario.
    public func check() throws(ExperimentsError) {
        if let path = options.recording, FileManager.default.fileExists(atPath: path) {
            throw .recordingExists(path: path)
        }
        try requireFewProcesses(freshGame(rows: 1))
    }

    private func requireFewProcesses(_ game: some PlayableGame) throws(ExperimentsError) {
        let followers = game.agentCount(of: .followers)
        guard options.isIsolated, !options.isInProcess, followers > Self.isolationLimit else { return }
        throw .tooManyProcesses(followers: followers, limit: Self.isolationLimit)
    }

    /// What is measured in every slot, the primary metric first.
    public var declarations: [Metric] {
        get throws(ExperimentsError) { try scenario.declarations }
    }

    public var slotsPerEpisode: Int { get throws(ExperimentsError) { try freshGame(rows: 1).slotsPerEpisode } }

    /// Slots that the run plays in all.
    public var slotCount: Int { get throws(ExperimentsError) { try slotsPerEpisode * episodes } }

    /// Starts the policies, plays, and stops them again, on a thread of its own that this call waits for.
    ///
    /// - Throws: ``RunError``.
    public func play(_ observer: Observer = Observer()) throws(RunError) -> RunResult {
        try start(observer).get()
    }

    /// Starts playing on a thread of its own, on `core` if there is one.
    func start(_ observer: Observer) throws(RunError) -> RunningRun {
        do throws(SystemError) {
            return RunningRun(
                thread: try DedicatedThread {
                    let outcome = Result { () throws(RunError) in try playHere(observer) }
                    if case .failure = outcome { observer.onFailure() }
                    return outcome
                })
        } catch {
            throw .system(error)
        }
    }

    /// Plays on the calling thread, which is pinned if its plugins are.
    private func playHere(_ observer: Observer) throws(RunError) -> RunResult {
        let game: any PlayableGame
        do throws(ExperimentsError) {
            game = try freshGame(rows: min(options.environments, episodes))
        } catch {
            throw .configuration(error)
        }
        return try play(game, observer)
    }

    private func play(_ game: some PlayableGame, _ observer: Observer) throws(RunError) -> RunResult {
        // A machine that refuses to pin is slower, not wrong.
        if let core { _ = try? Placement.pinHostThread(to: core) }
        let recording = try options.startRecording()
        let result: RunResult
        do throws(PluginFailure) {
            result = try perform(game, recording, observer)
        } catch {
            throw .plugin(error)
        }
        do throws(SystemError) {
            try recording?.flush()
        } catch {
            throw .recording(path: options.recording ?? "", error)
        }
        return result
    }

    /// Starts the policies, plays batch after batch, and stops the policies, whatever happened.
    private func perform(
        _ game: some PlayableGame, _ recording: RecordingWriter?, _ observer: Observer
    ) throws(PluginFailure) -> RunResult {
        var connected = ConnectedArm()
        var loop = EpisodeLoop(game, operators: [], followers: [], fallbacks: [])
        var played = PlayedEpisodes()
        var start = MonotonicInstant.now
        do throws(PluginFailure) {
            try connected.connect(
                arm, game: game, scenario, rows: min(options.environments, episodes), options: options,
                recording: recording, ConnectedArm.Ears(onStandardErrorLine: observer.onStandardErrorLine))
            observer.onPlugins(connected.descriptions, armIndex)
            loop = EpisodeLoop(
                game, operators: connected.operators, followers: connected.followers, fallbacks: connected.fallbacks,
                gathersSamples: extras.contains(.distributions), keepsDigests: extras.contains(.digests))
            start = MonotonicInstant.now
            try play(&loop, since: start, into: &played, observer)
        } catch {
            // Those that did nothing wrong get the shutdown ladder; what was finished before Ctrl-C is kept.
            guard error.isInterrupt else {
                connected.stop()
                throw connected.explained(error, options.onMiss)
            }
        }
        let elapsed = start.elapsed
        let failures = connected.stop()
        return RunResult(
            scenario: scenario, seed: seed, declarations: loop.declarations, episodes: played.values,
            missedShares: played.missedShares, digests: extras.contains(.digests) ? played.digests : nil,
            distributions: (loop.samples ?? []).map { ($0.declaration, EmpiricalDistribution($0.values)) },
            plugins: connected.descriptions, latenciesByRole: connected.latencies, onMiss: options.onMiss,
            budget: options.budget, slotsPerEpisode: game.slotsPerEpisode, stages: game.stages, elapsed: elapsed,
            wasInterrupted: played.values.count < episodes, stopFailures: failures)
    }

    /// Plays batch after batch until all episodes are played or the observer says stop.
    private func play(
        _ loop: inout EpisodeLoop<some PlayableGame>, since start: MonotonicInstant, into played: inout PlayedEpisodes,
        _ observer: Observer
    ) throws(PluginFailure) {
        let rows = min(options.environments, episodes)
        let last = firstEpisode + episodes
        var slots = 0
        while played.values.count < episodes, observer.mayGoOn(played.values.count) {
            let first = firstEpisode + played.values.count
            let batch = first..<min(first + rows, last)
            let means = try loop.play(batch, seed: seed, shouldStop: observer.shouldStop) {
                slots += batch.count
                observer.onSlots(slots)
            }
            guard let means else { return }
            played.values += means
            played.missedShares += Array(repeating: loop.missedShare, count: means.count)
            played.digests += loop.episodeDigests ?? []
            observer.onEpisodes(
                FinishedEpisodes(
                    arm: armIndex, first: batch.lowerBound,
                    values: means.map { options.onMiss.compared($0, missedShare: loop.missedShare) },
                    elapsed: start.elapsed))
        }
    }

    private func freshGame(rows: Int) throws(ExperimentsError) -> any PlayableGame {
        try scenario.freshGame(rows: rows)
    }
}

/// What a run has finished so far, episode by episode.
private struct PlayedEpisodes {
    var values: [[Double]] = []
    var missedShares: [Double] = []
    var digests: [String] = []
}

/// A run under way on a thread of its own.
struct RunningRun: Sendable {
    let thread: DedicatedThread<Result<RunResult, RunError>>

    /// Waits for the run's end.
    func get() throws(RunError) -> RunResult { try thread.join().get() }
}
