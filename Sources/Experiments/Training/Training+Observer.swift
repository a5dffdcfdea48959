import PluginHost
import Policy

extension Training {
    /// What a training run tells while it goes on; called on the run's own thread.
    public struct Observer: Sendable {
        /// Asked after every batch of episodes and before every slot that is only evaluated; after `true` the run saves where
        /// it is and ends.
        public var shouldStop: @Sendable () -> Bool = { false }
        /// Training slots played so far by this call, all environments together.
        public var onSlots: @Sendable (Int) -> Void = { _ in }
        public var onEvaluation: @Sendable (Milestone) -> Void = { _ in }
        /// Told of the points that are added to the curves, and when: seconds since 1970.
        ///
        /// A run that goes on after a crash tells those again that came after its last checkpoint.
        public var onPoints: @Sendable ([CurvePoint], Double) -> Void = { _, _ in }
        /// Told of known policies that cannot play the scenario, and so do not stand beside what was learned.
        public var onRefusal: @Sendable (TrainingBaseline, PluginFailure) -> Void = { _, _ in }
        /// A plugin's name and a line it wrote to standard error.
        public var onStandardErrorLine: @Sendable (String, String) -> Void = { _, _ in }

        public init() {}
    }

    /// How far training has come at an evaluation.
    public struct Milestone: Sendable {
        /// The run so far, this evaluation its last.
        public let record: TrainingRecord
        /// The sides whose weights are the best so far.
        public let best: [Role]
        /// Training slots a second since the evaluation before, evaluations not included.
        public let slotsPerSecond: Double
        /// What learners said since the evaluation before.
        public let learners: [LearnerMean]
    }
}
