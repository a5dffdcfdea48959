import Learners
import Policy

/// Deep deterministic policy gradient as a plugin.
public enum DDPGAlgorithm: LearningAlgorithm {
    public static let name = "ddpg"
    public static let kind = Actor.Kind.deterministic

    public static func configuration(_ options: LearnerOptions) throws(PolicyError) -> DDPG.Configuration {
        var configuration = DDPG.Configuration()
        configuration.replay = try options.integer("replay", in: 1...10_000_000, configuration.replay)
        configuration.batch = try options.integer("batch", in: 1...65_536, configuration.batch)
        configuration.discount = try options.number("discount", in: 0...1, configuration.discount)
        let rate = try options.number("rate", in: 0...1, configuration.actorRate)
        configuration.actorRate = try options.number("actor-rate", in: 0...1, rate)
        configuration.criticRate = try options.number("critic-rate", in: 0...1, rate)
        configuration.tau = try options.number("tau", in: 0...1, configuration.tau)
        configuration.explorationNoise = try options.number("exploration", in: 0...10, configuration.explorationNoise)
        configuration.choiceExploration = try options.number(
            "choice-exploration", in: 0...1, configuration.choiceExploration)
        configuration.candidates = try options.candidates
        configuration.decaySteps = UInt64(try options.integer("decay-steps", in: 0...1_000_000_000, 0))
        configuration.errorLimit = try options.number("error-limit", in: 1e-9...(.infinity), configuration.errorLimit)
        configuration.lastExploration = try options.number(
            "last-exploration", in: 1e-9...1, configuration.lastExploration)
        configuration.warmUp = try options.rows * options.integer("warm-up", in: 0...10_000_000, configuration.warmUp)
        configuration.squash = try options.choice("squash", configuration.squash)
        return configuration
    }

    public static func squash(of configuration: DDPG.Configuration) -> Squash { configuration.squash }
    public static func needsNextState(_ configuration: DDPG.Configuration) -> Bool { configuration.discount > 0 }

    public static func learner(_ design: AgentDesign, _ configuration: DDPG.Configuration, seed: UInt64) -> DDPG {
        DDPG(design, configuration, seed: seed)
    }
}
