import Learners
import Policy

/// An algorithm as a plugin offers it: its name, and the options that it alone has.
public protocol LearningAlgorithm {
    associatedtype Learner: OffPolicyLearner

    static var name: String { get }
    static var kind: Actor.Kind { get }

    /// Reads what this algorithm has besides ``OffPolicyConfiguration``, which is read before.
    ///
    /// - Throws: ``PolicyError`` naming the option that is wrong.
    static func configure(
        _ configuration: inout Learner.Configuration, by options: LearnerOptions) throws(PolicyError)
}

extension LearningAlgorithm {
    /// The configuration that `options` describe.
    ///
    /// - Throws: ``PolicyError`` naming the option that is wrong.
    static func configuration(_ options: LearnerOptions) throws(PolicyError) -> Learner.Configuration {
        var configuration = Learner.Configuration()
        try options.configure(&configuration)
        try configure(&configuration, by: options)
        return configuration
    }
}
