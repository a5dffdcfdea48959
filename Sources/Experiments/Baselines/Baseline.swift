import Games
import PluginHost
import Policy

/// What a policy earned, seed by seed, with everything that it depends on, so that it can be compared with later.
public struct Baseline: Sendable {
    /// Whose policy is in question: only its program may change between a baseline and its check.
    public enum Subject: String, Sendable, Hashable, CaseIterable {
        case `operator`
        case followers
        case both

        func covers(_ role: Role) -> Bool { self == .both || rawValue == role.rawValue }
    }

    /// A file with every frame that was played.
    public struct RecordedFrames: Sendable {
        public let path: String
        /// Episodes side by side in it.
        public let environments: Int
    }

    public let scenario: LoadedScenario
    /// The policies as they were named.
    public let `operator`: String
    public let followers: String
    public let subject: Subject
    public let seed: UInt64
    public let slotsPerEpisode: Int
    public let onMiss: MissPolicy
    /// The instruction set of the vector kernels.
    public let kernels: String
    /// The release that made it.
    public let version: String
    public let plugins: [PluginDescription]
    /// Names of what was measured, the primary metric first.
    public let metrics: [String]
    /// Means over an episode's slots, `[episode][metric]`; NaN where a value cannot be known.
    public let episodes: [[Double]]
    /// A digest of every slot, one text an episode as ``SlotDigests`` writes it; nil where equality is not asked for.
    let digests: [String]?
    public let recording: RecordedFrames?

    /// Whether the policy is held to the very same bits.
    public var isExact: Bool { digests != nil }

    init(
        scenario: LoadedScenario, operator: String, followers: String, subject: Subject, seed: UInt64,
        slotsPerEpisode: Int, onMiss: MissPolicy, kernels: String, version: String, plugins: [PluginDescription],
        metrics: [String], episodes: [[Double]], digests: [String]?, recording: RecordedFrames?
    ) {
        self.scenario = scenario
        self.operator = `operator`
        self.followers = followers
        self.subject = subject
        self.seed = seed
        self.slotsPerEpisode = slotsPerEpisode
        self.onMiss = onMiss
        self.kernels = kernels
        self.version = version
        self.plugins = plugins
        self.metrics = metrics
        self.episodes = episodes
        self.digests = digests
        self.recording = recording
    }

    /// The baseline that `run`, which went to its end, makes.
    ///
    /// - Parameters:
    ///   - run: what was earned; with digests where equality is asked for.
    ///   - arm: who played, as they were named.
    ///   - subject: whose policy is in question.
    ///   - options: how it was played.
    public init(of run: RunResult, arm: ArmReference, subject: Subject, options: PlayOptions) {
        precondition(!run.wasInterrupted, "a baseline of an interrupted run")
        self.init(
            scenario: run.scenario, operator: arm.name(of: .operator), followers: arm.name(of: .followers),
            subject: subject, seed: run.seed,
            slotsPerEpisode: run.slotsPerEpisode, onMiss: run.onMiss, kernels: KernelKind.best.name,
            version: Release.version, plugins: run.plugins, metrics: run.comparedMetrics.map(\.name),
            episodes: PlayedArm(name: "", run).episodes, digests: run.digests,
            recording: options.recording.map {
                RecordedFrames(path: $0, environments: min(options.environments, run.episodes.count))
            })
    }
}
