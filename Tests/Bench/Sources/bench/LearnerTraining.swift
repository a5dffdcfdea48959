import Learners

/// Measures training on an environment that costs almost nothing, with the settings of Stable-Baselines3: one gradient step
/// on 64 transitions a step, 100,000 of which are kept.
enum LearnerTraining {
    enum Algorithm: String, CaseIterable {
        case sac = "SAC"
        case td3 = "TD3"
        case ddpg = "DDPG"

        func learner(_ design: AgentDesign) -> any OffPolicyLearner {
            switch self {
            case .sac:
                var configuration = SAC.Configuration()
                (configuration.replay, configuration.warmUp, configuration.squash) = (100_000, 100, .tanh)
                (configuration.actorRate, configuration.criticRate) = (3e-4, 3e-4)
                configuration.temperatureRate = 3e-4
                return SAC(design, configuration, seed: 1)
            case .td3:
                var configuration = TD3.Configuration()
                (configuration.replay, configuration.warmUp, configuration.squash) = (100_000, 100, .tanh)
                (configuration.actorRate, configuration.criticRate) = (1e-3, 1e-3)
                return TD3(design, configuration, seed: 1)
            case .ddpg:
                var configuration = DDPG.Configuration()
                (configuration.replay, configuration.warmUp, configuration.squash) = (100_000, 100, .tanh)
                (configuration.actorRate, configuration.criticRate) = (1e-3, 1e-3)
                return DDPG(design, configuration, seed: 1)
            }
        }
    }

    /// Prints steps of the environment a second, learning included.
    static func run(seconds: Double) {
        print("training, batch 64                   steps/s  updates/s")
        for hidden in [64, 256] {
            let design = AgentDesign(stateWidth: 8, action: .numbers(2), body: .perceptron(hidden: [hidden, hidden]))
            for algorithm in Algorithm.allCases {
                let table = TableEnvironment(algorithm.learner(design), stateWidth: 8)
                for _ in 0..<300 { table.step() }
                let steps = Bench.rate(seconds / 2) { table.step() }
                let updates = Bench.rate(seconds / 2) { table.learner.learn() }
                print(
                    "\(algorithm.rawValue), 8 to 2, 2 x \(hidden)".padding(toLength: 33, withPad: " ", startingAt: 0),
                    Bench.column(steps, 10), Bench.column(updates, 10))
            }
        }
        let pricing = AgentDesign(
            stateWidth: 24, action: .numbers(8), body: .grid(rows: 4, columns: 2, width: 48, depth: 3))
        let table = TableEnvironment(Algorithm.ddpg.learner(pricing), stateWidth: 24)
        for _ in 0..<300 { table.step() }
        let updates = Bench.rate(seconds / 2) { table.learner.learn() }
        print(
            "DDPG, 24 to 8, grid 4x2 48x3".padding(toLength: 33, withPad: " ", startingAt: 0), "         -",
            Bench.column(updates, 10))
    }
}

/// An environment whose states come from a table and whose reward is minus the squared action, in episodes
/// that a time limit ends.
final class TableEnvironment {
    let learner: any OffPolicyLearner
    private let room: ActingRoom
    private let table: Matrix
    private let next: Matrix
    private var row = 0

    init(_ learner: any OffPolicyLearner, stateWidth: Int) {
        self.learner = learner
        room = learner.makeRoom(rows: 1)
        table = Matrix(rows: 1024, columns: stateWidth)
        next = Matrix(rows: 1, columns: stateWidth)
        for i in 0..<table.count { table[i] = Float(i &* 2_654_435_761 % 1000) / 500 - 1 }
        show(room.states)
    }

    private func show(_ states: Matrix) {
        for i in 0..<states.columns { states[i] = table[row * states.columns + i] }
    }

    /// Acts, remembers and takes a gradient step.
    func step() {
        learner.explore(in: room, rows: 1)
        row = (row + 1) & 1023
        show(next)
        var reward: Float = 0
        for i in 0..<room.actions.columns { reward -= room.actions[i] * room.actions[i] }
        learner.remember(
            Transition(
                states: room.states, actions: room.actions, nextStates: next, row: 0, reward: reward, isTerminal: false)
        )
        learner.learn()
        room.states.copyRow(0, of: next)
    }
}
