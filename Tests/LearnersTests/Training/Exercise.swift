@testable import Learners

/// Something simple to learn: states drawn anew every step, and a reward for the action in each.
struct Exercise: Sendable {
    let stateWidth: Int
    let action: AgentDesign.Action
    /// Draws a state into row 0.
    let draw: @Sendable (_ state: Matrix, _ random: inout RandomSequence) -> Void
    /// What an encoded action in a state earns.
    let reward: @Sendable (_ state: Matrix, _ action: Matrix) -> Float

    /// The state is a number in -1...1, and the action is to be within 0.5 of it.
    static let identity = Exercise(
        stateWidth: 1, action: .numbers(1),
        draw: { state, random in
            random.fillUniforms(0..<1, of: state)
            state[0] = 2 * state[0] - 1
        },
        reward: { abs($0[0] - $1[0]) <= 0.5 ? 1 : 0 })

    /// The state says of each choice which of three options is to be chosen or that none is, and what its number is to be
    /// within 0.25 of; the choices earn 1 together.
    static func choices(_ count: Int) -> Exercise {
        let pairs = 3 * count
        return Exercise(
            stateWidth: 2 * pairs, action: .choices(count, options: 3, allowsNone: true),
            draw: { state, random in
                random.fillUniforms(0..<2 * pairs, of: state)
                // Planes of named options and of their numbers.
                for first in stride(from: 0, to: pairs, by: 3) {
                    let option = min(Int(4 * state[pairs + first]), 3)
                    let number = state[pairs + first + 1]
                    for i in 0..<3 {
                        state[first + i] = i == option ? 1 : 0
                        state[pairs + first + i] = i == option ? number : 0
                    }
                }
            },
            reward: { state, action in
                stride(from: 0, to: pairs, by: 3).reduce(0) { sum, first in
                    let isRight = (first..<first + 3).allSatisfy {
                        state[$0] == action[$0] && abs(state[pairs + $0] - action[pairs + $0]) <= 0.25
                    }
                    return sum + (isRight ? 1 / Float(count) : 0)
                }
            })
    }
}

/// A learner at an exercise, in episodes of 100 steps that a time limit ends.
struct Training {
    let exercise: Exercise
    let learner: any OffPolicyLearner
    /// Gradient steps to a step of the environment.
    let gradientSteps: Int
    private let room: ActingRoom
    private let next: Matrix
    private var random: RandomSequence

    init(_ exercise: Exercise, _ learner: any OffPolicyLearner, gradientSteps: Int = 1, seed: UInt64) {
        self.exercise = exercise
        self.learner = learner
        self.gradientSteps = gradientSteps
        room = learner.makeRoom(rows: 1)
        next = Matrix(rows: 1, columns: exercise.stateWidth)
        random = RandomSequence(seed: seed &+ 1_000_000)
        exercise.draw(room.states, &random)
    }

    /// Plays and learns for so many steps of the environment.
    mutating func run(steps: Int) {
        for _ in 0..<steps {
            learner.explore(in: room, rows: 1)
            exercise.draw(next, &random)
            // A time limit is no terminal state, so that it shows nowhere here.
            learner.remember(
                Transition(
                    states: room.states, actions: room.actions, nextStates: next, row: 0,
                    reward: exercise.reward(room.states, room.actions), isTerminal: false))
            for _ in 0..<gradientSteps { learner.learn() }
            room.states.copyRow(0, of: next)
        }
    }

    /// What 100 steps earn with the action that the policy decides for, the mean over `episodes`.
    func evaluation(episodes: Int = 10) -> Double {
        let room = learner.actor.makeRoom(rows: 1)
        var random = RandomSequence(seed: 77)
        var sum = 0.0
        for _ in 0..<100 * episodes {
            exercise.draw(room.states, &random)
            learner.actor.decide(in: room, rows: 1)
            sum += Double(exercise.reward(room.states, room.actions))
        }
        return sum / Double(episodes)
    }
}

/// The three algorithms, each with a head and a body.
enum Student: String, CaseIterable, Sendable {
    case sac, td3, ddpg
    case sacOfChoices, td3OfChoices, ddpgOfChoices, sacOnGrid, ddpgOnGrid

    static let ofNumbers = [sac, td3, ddpg]

    var exercise: Exercise {
        switch self {
        case .sac, .td3, .ddpg: .identity
        case .sacOfChoices, .td3OfChoices, .ddpgOfChoices: .choices(1)
        case .sacOnGrid: .choices(2)
        case .ddpgOnGrid:
            Exercise(
                stateWidth: 12, action: .numbers(6), draw: Exercise.choices(2).draw,
                reward: { state, action in (0..<6).reduce(0) { $0 - abs(state[6 + $1] - action[$1]) / 6 } })
        }
    }

    private var body: AgentDesign.Body {
        switch self {
        case .sac, .td3, .ddpg, .sacOfChoices, .td3OfChoices, .ddpgOfChoices: .perceptron(hidden: [32, 32])
        case .sacOnGrid, .ddpgOnGrid: .grid(rows: 2, columns: 3, width: 12, depth: 2)
        }
    }

    /// The squash of its actions.
    var squash: Squash { Self.ofNumbers.contains(self) ? .tanh : .logistic }

    var design: AgentDesign {
        AgentDesign(stateWidth: exercise.stateWidth, action: exercise.action, body: body)
    }

    /// How those that have choices compare whole actions.
    private static let candidates = CandidateComparison(count: 4, temperature: 0.1)

    /// A fresh learner, with what its exercise asks for.
    func learner(seed: UInt64, discount: Float = 0.5, batch: Int = 64, warmUp: Int = 64, policyDelay: UInt64 = 2)
        -> any OffPolicyLearner
    {
        switch self {
        case .sac, .sacOfChoices, .sacOnGrid:
            var configuration = SAC.Configuration()
            (configuration.discount, configuration.batch, configuration.warmUp) = (discount, batch, warmUp)
            configuration.squash = squash
            if self != .sac {
                configuration.candidates = Self.candidates
                configuration.choiceExploration = 0.1
            }
            return SAC(design, configuration, seed: seed)
        case .td3, .td3OfChoices:
            var configuration = TD3.Configuration()
            configuration.policyDelay = policyDelay
            if self == .td3OfChoices { configuration.candidates = Self.candidates }
            (configuration.discount, configuration.batch, configuration.warmUp) = (discount, batch, warmUp)
            configuration.squash = squash
            return TD3(design, configuration, seed: seed)
        case .ddpg, .ddpgOfChoices, .ddpgOnGrid:
            var configuration = DDPG.Configuration()
            if self == .ddpgOfChoices { configuration.candidates = Self.candidates }
            (configuration.discount, configuration.batch, configuration.warmUp) = (discount, batch, warmUp)
            configuration.squash = squash
            return DDPG(design, configuration, seed: seed)
        }
    }

    /// A fresh learner for whom a reward a step later is worth 0.98, and who sees far ahead soon: its targets move quickly,
    /// and entropy is worth nothing.
    func learnerOfLongReturns(seed: UInt64) -> any OffPolicyLearner {
        switch self {
        case .td3, .td3OfChoices:
            var configuration = TD3.Configuration()
            (configuration.discount, configuration.tau, configuration.batch) = (0.98, 0.2, 32)
            configuration.policyDelay = 1
            configuration.squash = squash
            return TD3(design, configuration, seed: seed)
        case .ddpg, .ddpgOfChoices, .ddpgOnGrid:
            var configuration = DDPG.Configuration()
            (configuration.discount, configuration.tau, configuration.batch) = (0.98, 0.2, 32)
            configuration.squash = squash
            return DDPG(design, configuration, seed: seed)
        case .sac, .sacOfChoices, .sacOnGrid:
            var configuration = SAC.Configuration()
            (configuration.discount, configuration.tau, configuration.batch) = (0.98, 0.2, 32)
            (configuration.temperature, configuration.isTemperatureAutomatic) = (1e-6, false)
            configuration.squash = squash
            return SAC(design, configuration, seed: seed)
        }
    }
}
