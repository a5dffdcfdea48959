import Learners
import Policy

/// Deep deterministic policy gradient as a plugin.
public enum DDPGAlgorithm: LearningAlgorithm {
    public typealias Learner = DDPG

    public static let name = "ddpg"
    public static let kind = Actor.Kind.deterministic

    public static func configure(
        _ configuration: inout DDPG.Configuration, by options: LearnerOptions
    ) throws(PolicyError) {
        configuration.explorationNoise = try options.number("exploration", in: 0...10, configuration.explorationNoise)
    }
}
