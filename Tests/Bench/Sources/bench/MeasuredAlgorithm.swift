import Learners

/// The algorithms that are measured, with the settings of Stable-Baselines3: gradient steps on 64 of the last 100,000
/// transitions.
enum MeasuredAlgorithm: String, CaseIterable {
    case sac = "SAC"
    case td3 = "TD3"
    case ddpg = "DDPG"

    static let transitions = 100_000

    func learner(_ design: AgentDesign) -> any OffPolicyLearner {
        switch self {
        case .sac:
            var configuration = SAC.Configuration()
            (configuration.replay, configuration.warmUp, configuration.squash) = (Self.transitions, 100, .tanh)
            (configuration.actorRate, configuration.criticRate) = (3e-4, 3e-4)
            configuration.temperatureRate = 3e-4
            return SAC(design, configuration, seed: 1)
        case .td3:
            var configuration = TD3.Configuration()
            (configuration.replay, configuration.warmUp, configuration.squash) = (Self.transitions, 100, .tanh)
            (configuration.actorRate, configuration.criticRate) = (1e-3, 1e-3)
            return TD3(design, configuration, seed: 1)
        case .ddpg:
            var configuration = DDPG.Configuration()
            (configuration.replay, configuration.warmUp, configuration.squash) = (Self.transitions, 100, .tanh)
            (configuration.actorRate, configuration.criticRate) = (1e-3, 1e-3)
            return DDPG(design, configuration, seed: 1)
        }
    }

    /// One that learns in the table's environment, with two hidden layers and a replay buffer that is full.
    func inTable(hidden: Int) -> TableEnvironment {
        let design = AgentDesign(
            stateWidth: TableEnvironment.stateWidth, action: .numbers(TableEnvironment.actionWidth),
            body: .perceptron(hidden: [hidden, hidden]))
        let table = TableEnvironment(learner(design))
        for _ in 0..<Self.transitions { table.act() }
        return table
    }

    /// What a row about it is called.
    func title(hidden: Int) -> String {
        "\(rawValue), \(TableEnvironment.stateWidth) to \(TableEnvironment.actionWidth), 2 x \(hidden)"
    }
}
