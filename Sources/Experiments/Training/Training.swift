import Games
import PluginHost
import Policy
import System

/// Lets the learning policies of an arm learn, evaluates them in between, and keeps it all in a folder from which it can
/// go on.
///
/// The folder holds `train.json` (``TrainingRecord``), `curves.csv` (``CurvePoint``) and the checkpoints
/// (``CheckpointFolders``). A run that was ended by whatever goes on from its last checkpoints to the same bits as one that
/// was not.
public struct Training: Sendable {
    public let arm: Arm
    /// How policies are started.
    public let options: PlayOptions
    /// An absolute path.
    public let folder: String
    /// The run as it begins or goes on.
    public let record: TrainingRecord
    /// Who plays the baselines.
    let baselines: [(baseline: TrainingBaseline, arm: Arm)]
    /// Whether it goes on from what is in the folder.
    let isResumed: Bool

    /// A run that begins.
    ///
    /// - Parameters:
    ///   - scenario: what is played.
    ///   - arm: who plays, as it was named.
    ///   - seed: evaluation episode i plays world seed `seed + i`, training episode i `seed + 2^32 + i`.
    ///   - settings: what is asked for.
    ///   - options: how policies are started.
    ///   - folder: where everything is kept; it is there, and holds no run.
    ///   - catalogue: where plugins are found.
    ///   - workingFolder: what relative paths are relative to.
    /// - Throws: ``ExperimentsError`` about something that was named.
    public init(
        of scenario: LoadedScenario, arm: ArmReference, seed: UInt64, settings: TrainingSettings, options: PlayOptions,
        folder: String, catalogue: PluginCatalogue, relativeTo workingFolder: String
    ) throws(ExperimentsError) {
        var options = options
        options.environments = settings.environments
        options.isIsolated = settings.isIsolated
        let record = TrainingRecord(
            scenario: scenario, arm: arm, seed: seed, slotsPerEpisode: try scenario.freshGame(rows: 1).slotsPerEpisode,
            settings: settings, options: options, kernels: KernelKind.best.name,
            declarations: try scenario.declarations)
        try self.init(record, options, folder, catalogue, relativeTo: workingFolder, isResumed: false)
    }

    /// The run that `record` has, to go on in its folder.
    ///
    /// - Parameters:
    ///   - record: what is in the folder.
    ///   - episodes: training episodes in all, to make it longer; nil leaves what was asked for.
    ///   - options: how policies are started from here on.
    ///   - folder: where everything is kept.
    ///   - catalogue: where plugins are found.
    ///   - workingFolder: what relative paths are relative to.
    /// - Throws: ``ExperimentsError/notResumable(path:reason:)`` where it cannot go on as it began.
    public init(
        resuming record: TrainingRecord, episodes: Int?, options: PlayOptions, folder: String,
        catalogue: PluginCatalogue, relativeTo workingFolder: String
    ) throws(ExperimentsError) {
        var record = record
        if let episodes {
            record.settings.episodes = TrainingSettings.whole(episodes, record.settings.environments)
            guard record.settings.episodes >= record.episodes else {
                throw .notResumable(
                    path: folder,
                    reason: "it has trained \(record.episodes) episodes already; --episodes takes that many or more")
            }
        }
        try self.init(record, options, folder, catalogue, relativeTo: workingFolder, isResumed: true)
        for part in [arm.operator, arm.followers] {
            guard let before = record.plugins.first(where: { $0.role == part.role }), before.sha256 != part.sha256
            else {
                continue
            }
            throw .notResumable(
                path: folder,
                reason:
                    "plugin \(part.program.name) of the \(part.role.rawValue) is another program than it began with "
                    + "(sha256 \(part.sha256.prefix(12)), not \(before.sha256.prefix(12))); train into another folder")
        }
    }

    private init(
        _ record: TrainingRecord, _ options: PlayOptions, _ folder: String, _ catalogue: PluginCatalogue,
        relativeTo workingFolder: String, isResumed: Bool
    ) throws(ExperimentsError) {
        self.record = record
        self.options = options
        self.folder = folder
        self.isResumed = isResumed
        let scenario = record.scenario
        func arm(_ reference: ArmReference, _ options: PlayOptions) throws(ExperimentsError) -> Arm {
            try Arm(
                reference, in: scenario.scenario, options: options, catalogue: catalogue, relativeTo: workingFolder)
        }
        self.arm = try arm(record.arm, options)
        var baselines: [(TrainingBaseline, Arm)] = []
        for baseline in GameCatalogue.game(of: scenario.scenario).trainingBaselines {
            let reference = try ArmReference(operator: baseline.operator, followers: baseline.followers)
            baselines.append((baseline, try arm(reference, Self.baselineOptions(record.settings))))
        }
        self.baselines = baselines
        for role in Role.allCases {
            _ = try record.settings.criterion(of: role, learning: [], among: record.declarations)
        }
        try Run(
            of: scenario, arm: self.arm, seed: record.seed, episodes: record.settings.evaluationEpisodes,
            options: options
        ).check()
    }

    /// Baselines are policies of ours, which play the same in this process.
    static func baselineOptions(_ settings: TrainingSettings) -> PlayOptions {
        var options = PlayOptions()
        options.isInProcess = true
        options.environments = settings.environments
        return options
    }

    /// Training slots that are left to play.
    public var slotsLeft: Int { (record.settings.episodes - record.episodes) * record.slotsPerEpisode }

    /// How a training run ended.
    public struct Outcome: Sendable {
        public let record: TrainingRecord
        /// Plugins that had to be forced to end.
        public let stopFailures: [PluginFailure]
        /// Whether it was told to stop before everything was done.
        public var wasInterrupted: Bool { !record.isFinished }
    }

    /// Trains, and plays the baselines at the end, on a thread of its own that this call waits for.
    ///
    /// - Throws: ``RunError``; what was kept last stays.
    public func run(_ observer: Observer = Observer()) throws(RunError) -> Outcome {
        let thread: DedicatedThread<Result<Outcome, RunError>>
        do throws(SystemError) {
            thread = try DedicatedThread {
                Result { () throws(RunError) in try runHere(observer) }
            }
        } catch {
            throw .system(error)
        }
        return try thread.join().get()
    }
}
