extension Run {
    /// What a run tells while it goes on; called on the run's own thread.
    public struct Observer: Sendable {
        /// Asked before every slot; after `true` the run ends with what is finished.
        public var shouldStop: @Sendable () -> Bool = { false }
        /// Slots finished so far, all environments together.
        public var onSlots: @Sendable (Int) -> Void = { _ in }
        /// Told who plays in which arm, once they have introduced themselves.
        public var onPlugins: @Sendable ([PluginDescription], _ arm: Int) -> Void = { _, _ in }
        /// Told of the episodes of every batch when it is finished, in the order of episodes.
        public var onEpisodes: @Sendable (FinishedEpisodes) -> Void = { _ in }
        /// A plugin's name and a line it wrote to standard error.
        public var onStandardErrorLine: @Sendable (String, String) -> Void = { _, _ in }

        /// Asked before every batch of episodes, of which it says how many are finished; may wait, and ends the run by
        /// `false`.
        var mayGoOn: @Sendable (Int) -> Bool = { _ in true }
        /// Told when the run ends without a result, before its caller is.
        var onFailure: @Sendable () -> Void = {}

        public init() {}
    }
}

/// A batch of episodes that a run has just finished.
public struct FinishedEpisodes: Sendable {
    /// Which arm of a comparison played them, 0 where there is none.
    public let arm: Int
    /// The first one's index; the others follow it.
    public let first: Int
    /// Means over an episode's slots in ``Run/comparedMetrics``, `[episode][metric]`; NaN where a value cannot be known.
    public let values: [[Double]]
    /// Time since the run's first slot.
    public let elapsed: Duration
}
