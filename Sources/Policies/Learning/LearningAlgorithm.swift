import Learners
import Policy

/// An algorithm as a plugin offers it: its name, and how its options make a learner.
public protocol LearningAlgorithm {
    associatedtype Learner: OffPolicyLearner
    /// What an algorithm is configured by.
    associatedtype Configuration: Sendable

    static var name: String { get }
    static var kind: Actor.Kind { get }

    /// Reads the configuration from options.
    ///
    /// - Throws: ``PolicyError`` naming the option that is wrong.
    static func configuration(_ options: LearnerOptions) throws(PolicyError) -> Configuration

    /// What squashes its actions.
    static func squash(of configuration: Configuration) -> Squash
    /// Whether a transition is complete only with the next state.
    static func needsNextState(_ configuration: Configuration) -> Bool

    /// A learner with random weights.
    static func learner(_ design: AgentDesign, _ configuration: Configuration, seed: UInt64) -> Learner
}
