import Learners
import Policy

/// Soft actor-critic as a plugin.
public enum SACAlgorithm: LearningAlgorithm {
    public static let name = "sac"
    public static let kind = Actor.Kind.stochastic

    public static func configuration(_ options: LearnerOptions) throws(PolicyError) -> SAC.Configuration {
        var configuration = SAC.Configuration()
        configuration.replay = try options.integer("replay", in: 1...10_000_000, configuration.replay)
        configuration.batch = try options.integer("batch", in: 1...65_536, configuration.batch)
        configuration.discount = try options.number("discount", in: 0...1, configuration.discount)
        configuration.critics = try options.integer("critics", in: 1...2, configuration.critics)
        let rate = try options.number("rate", in: 0...1, configuration.actorRate)
        configuration.actorRate = try options.number("actor-rate", in: 0...1, rate)
        configuration.criticRate = try options.number("critic-rate", in: 0...1, rate)
        configuration.temperatureRate = try options.number("temperature-rate", in: 0...1, rate)
        configuration.tau = try options.number("tau", in: 0...1, configuration.tau)
        configuration.temperature = try options.number("temperature", in: 1e-9...1e9, configuration.temperature)
        configuration.isTemperatureAutomatic =
            try options.choice("temperature-mode", TemperatureMode.automatic) == .automatic
        configuration.lastTemperature = try options.number(
            "last-temperature", in: 1e-9...1e9, configuration.temperature)
        configuration.numberTemperature = try options.number(
            "number-temperature", in: 0...1000, configuration.numberTemperature)
        configuration.choiceExploration = try options.number(
            "choice-exploration", in: 0...1, configuration.choiceExploration)
        configuration.numberExploration = try options.number(
            "number-exploration", in: 0...1, configuration.numberExploration)
        configuration.candidates = try options.candidates
        configuration.decaySteps = UInt64(try options.integer("decay-steps", in: 0...1_000_000_000, 0))
        configuration.targetEntropy = try options.number("target-entropy", in: -100...100, configuration.targetEntropy)
        configuration.choiceEntropy = try options.number("choice-entropy", in: 0...1, configuration.choiceEntropy)
        configuration.errorLimit = try options.number("error-limit", in: 1e-9...(.infinity), configuration.errorLimit)
        configuration.lastExploration = try options.number(
            "last-exploration", in: 1e-9...1, configuration.lastExploration)
        configuration.warmUp = try options.rows * options.integer("warm-up", in: 0...10_000_000, configuration.warmUp)
        configuration.squash = try options.choice("squash", configuration.squash)
        return configuration
    }

    public static func squash(of configuration: SAC.Configuration) -> Squash { configuration.squash }
    public static func needsNextState(_ configuration: SAC.Configuration) -> Bool { configuration.discount > 0 }

    public static func learner(_ design: AgentDesign, _ configuration: SAC.Configuration, seed: UInt64) -> SAC {
        SAC(design, configuration, seed: seed)
    }

    private enum TemperatureMode: String, CaseIterable {
        case automatic
        case fixed
    }
}
