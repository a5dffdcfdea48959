import Games
import Policy

/// A training run as `train.json` has it: what was asked for, how far it has come, and what came of it.
public struct TrainingRecord: Sendable {
    public let scenario: LoadedScenario
    /// Who plays, as it was named.
    public let arm: ArmReference
    public let seed: UInt64
    public let slotsPerEpisode: Int
    public internal(set) var settings: TrainingSettings
    /// How policies were started when the run began; changes no result.
    public let options: PlayOptions
    /// The instruction set of the vector kernels that it began with.
    public let kernels: String
    /// What an evaluation measures, the primary metric first.
    public let declarations: [Metric]
    /// Empty until everybody has introduced themselves.
    public internal(set) var plugins: [PluginDescription] = []
    /// The sides that learn, the operator first; empty until they are known.
    public internal(set) var learning: [Role] = []

    /// Training episodes that the last checkpoints have seen.
    public internal(set) var episodes = 0
    /// What of `curves.csv` belongs to them.
    var curveBytes = 0
    public internal(set) var last: Evaluation?
    /// Per side that learns, the evaluation of its best weights.
    public internal(set) var best: [Role: Evaluation] = [:]
    /// Per side that learns and kind of checkpoint, its hash.
    var checkpoints: [Role: [CheckpointFolders.Kind: String]] = [:]
    /// What known policies earn in the evaluation's episodes; nil before the end.
    public internal(set) var baselines: [PlayedBaseline]?

    /// Time spent on training and on evaluations, starts and ends of processes not included.
    public internal(set) var trainingSeconds = 0.0
    public internal(set) var evaluationSeconds = 0.0

    /// What the weights after some training earn.
    public struct Evaluation: Sendable, Equatable {
        /// Training episodes before it.
        public let episode: Int
        /// The mean over the evaluation episodes of every declared metric; NaN where it cannot be known.
        public let means: [Double]
    }

    /// What a pair of known policies earns in the evaluation's episodes.
    public struct PlayedBaseline: Sendable, Equatable {
        public let baseline: TrainingBaseline
        public let means: [Double]
    }

    /// Training slots, all environments together.
    public var slots: Int { episodes * slotsPerEpisode }

    /// Whether an evaluation belongs after the episodes so far and is not made yet: the run was stopped in it.
    var isEvaluationDue: Bool {
        episodes > 0 && settings.isEvaluated(after: episodes) && last?.episode != episodes
    }

    /// Whether all episodes are played, and evaluated where they are to be.
    var isTrained: Bool { episodes >= settings.episodes && !isEvaluationDue }

    /// Whether nothing is left to do.
    public var isFinished: Bool { isTrained && baselines != nil }

    /// The metric that says which weights of `role` are the best; it was found when the run was made.
    func criterion(of role: Role) -> Int {
        (try? settings.criterion(of: role, learning: learning, among: declarations)) ?? 0
    }

    /// Notes an evaluation.
    ///
    /// - Returns: the sides whose weights are the best so far by it; of equal ones the first are.
    mutating func note(_ evaluation: Evaluation) -> [Role] {
        last = evaluation
        return learning.filter { role in
            let index = criterion(of: role)
            let value = evaluation.means[index]
            guard let earlier = best[role]?.means[index], !earlier.isNaN else {
                best[role] = evaluation
                return true
            }
            let isBetter = declarations[index].direction == .higher ? value > earlier : value < earlier
            if isBetter { best[role] = evaluation }
            return isBetter
        }
    }
}
