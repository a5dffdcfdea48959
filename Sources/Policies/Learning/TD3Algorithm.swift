import Learners
import Policy

/// Twin delayed deep deterministic policy gradient as a plugin.
public enum TD3Algorithm: LearningAlgorithm {
    public typealias Learner = TD3

    public static let name = "td3"
    public static let kind = Actor.Kind.deterministic

    public static func configure(
        _ configuration: inout TD3.Configuration, by options: LearnerOptions
    ) throws(PolicyError) {
        configuration.policyDelay = UInt64(
            try options.integer("policy-delay", in: 1...1000, Int(configuration.policyDelay)))
        configuration.targetNoise = try options.number("target-noise", in: 0...10, configuration.targetNoise)
        configuration.targetNoiseLimit = try options.number(
            "target-noise-limit", in: 0...10, configuration.targetNoiseLimit)
        configuration.explorationNoise = try options.number("exploration", in: 0...10, configuration.explorationNoise)
    }
}
