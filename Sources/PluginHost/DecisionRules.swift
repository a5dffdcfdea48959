/// How long a decision may take and what happens when it takes longer; declared before a run and stored with it.
public struct DecisionRules: Sendable, Equatable {
    /// What a missed deadline means.
    public enum OnMiss: String, Sendable, Hashable {
        /// The run ends.
        case abort
        /// The answer is waited for all the same; the miss is counted.
        case wait
        /// The decision is given up and the caller puts its own in its place: a forfeit or a fallback policy's.
        case skip
    }

    /// Time for one decision by the host's clock; `nil` is no limit.
    public var budget: Duration?
    public var onMiss: OnMiss
    /// Time for the reply to a request that was given up, before the plugin counts as wedged.
    public var cancelGrace: Duration
    /// Time for learning from one slot's feedback; `nil` is no limit.
    public var learningLimit: Duration?
    /// Time for everything else: opening a session, a reset, a checkpoint; without one, the handshake's.
    public var controlLimit: Duration?

    public init(
        budget: Duration? = .seconds(10), onMiss: OnMiss = .abort, cancelGrace: Duration = .milliseconds(500),
        learningLimit: Duration? = nil, controlLimit: Duration? = nil
    ) {
        self.budget = budget
        self.onMiss = onMiss
        self.cancelGrace = cancelGrace
        self.learningLimit = learningLimit
        self.controlLimit = controlLimit
    }
}

/// What became of a decision that was asked for.
public enum DecisionOutcome: Sendable, Equatable {
    /// The actions are there, in time.
    case decided
    /// The actions are there, after the budget, because the rules said to wait.
    case decidedLate
    /// There are none; the caller decides what is played.
    case missed
}
