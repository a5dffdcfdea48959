/// What every learner from a replay buffer is configured by; each algorithm has its own defaults, with their sources.
public protocol OffPolicyConfiguration: Sendable, Hashable {
    init()

    /// Transitions kept.
    var replay: Int { get set }
    /// Transitions a gradient step.
    var batch: Int { get set }
    /// What a reward a step later is worth.
    var discount: Float { get set }
    /// Step sizes of Adam.
    var actorRate: Float { get set }
    var criticRate: Float { get set }
    /// How far target networks move a step.
    var tau: Float { get set }
    /// Random transitions before learning begins.
    var warmUp: Int { get set }
    /// What bounds actions.
    var squash: Squash { get set }
    /// The share of choices that are drawn uniformly in training.
    var choiceExploration: Float { get set }
    /// What is left of the exploration of choices at the end of the decay.
    var lastExploration: Float { get set }
    /// How whole actions are compared where they have choices.
    var candidates: CandidateComparison { get set }
    /// Error from which a critic's loss goes on linearly.
    var errorLimit: Float { get set }
    /// Gradient steps over which step sizes of networks and the exploration of choices fall; 0 for never.
    var decaySteps: UInt64 { get set }
}

extension OffPolicyConfiguration {
    /// Whether what comes next counts, so that transitions have a next state and targets are kept.
    public var bootstraps: Bool { discount > 0 }
}
