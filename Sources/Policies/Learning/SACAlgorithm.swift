import Learners
import Policy

/// Soft actor-critic as a plugin.
public enum SACAlgorithm: LearningAlgorithm {
    public typealias Learner = SAC

    public static let name = "sac"
    public static let kind = Actor.Kind.stochastic

    public static func configure(
        _ configuration: inout SAC.Configuration, by options: LearnerOptions
    ) throws(PolicyError) {
        configuration.critics = try options.integer("critics", in: 1...2, configuration.critics)
        let rate = try options.number("rate", in: 0...1, configuration.temperatureRate)
        configuration.temperatureRate = try options.number("temperature-rate", in: 0...1, rate)
        configuration.temperature = try options.number("temperature", in: 1e-9...1e9, configuration.temperature)
        configuration.isTemperatureAutomatic =
            try options.choice("temperature-mode", TemperatureMode.automatic) == .automatic
        try check(options, isAutomatic: configuration.isTemperatureAutomatic)
        configuration.lastTemperature = try options.number(
            "last-temperature", in: 1e-9...1e9, configuration.temperature)
        configuration.numberTemperature = try options.number(
            "number-temperature", in: 0...1000, configuration.numberTemperature)
        configuration.numberExploration = try options.number(
            "number-exploration", in: 0...1, configuration.numberExploration)
        configuration.targetEntropy = try options.number("target-entropy", in: -100...100, configuration.targetEntropy)
        configuration.choiceEntropy = try options.number("choice-entropy", in: 0...1, configuration.choiceEntropy)
    }

    /// Refuses what was given for the other kind of temperatures.
    private static func check(_ options: LearnerOptions, isAutomatic: Bool) throws(PolicyError) {
        let others = isAutomatic ? ["last-temperature"] : ["target-entropy", "choice-entropy", "temperature-rate"]
        guard let key = others.first(where: options.isGiven) else { return }
        throw PolicyError(
            "option \(key) means nothing to temperatures that are \(isAutomatic ? "automatic" : "fixed"); leave it out, or set "
                + "temperature-mode=\(isAutomatic ? "fixed" : "automatic")")
    }

    private enum TemperatureMode: String, CaseIterable {
        case automatic
        case fixed
    }
}
