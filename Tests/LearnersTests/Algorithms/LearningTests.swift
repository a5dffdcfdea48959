import Testing

@testable import Learners

@Suite("Learning")
struct LearningTests {
    @Test(
        "finds the action that the state names within 400 steps", arguments: Student.ofNumbers,
        1...5 as ClosedRange<UInt64>)
    func identity(_ student: Student, _ seed: UInt64) {
        var training = Training(student.exercise, student.learner(seed: seed), seed: seed)
        training.run(steps: 400)
        #expect(training.evaluation() >= 90)
    }

    @Test(
        "finds the choices that the state names, and their numbers",
        arguments: [Student.sacOfChoices, .td3OfChoices, .ddpgOfChoices, .sacOnGrid],
        1...3 as ClosedRange<UInt64>)
    func choices(_ student: Student, _ seed: UInt64) {
        let steps =
            switch student {
            // Nothing but comparison improves the choices of a deterministic policy, and TD3's takes every second step.
            case .ddpgOfChoices: 1000
            case .td3OfChoices: 2000
            default: 500
            }
        var training = Training(student.exercise, student.learner(seed: seed, discount: 0, batch: 32), seed: seed)
        training.run(steps: steps)
        #expect(training.evaluation(episodes: 3) >= 90)
    }

    /// What the critic says, in the mean over the last 64 steps, of a task that earns 1 a step in episodes of 10 steps.
    private static func valueOfEndlessTask(_ student: Student, steps: Int, isTerminal: Bool) throws -> Double {
        let learner = student.learnerOfLongReturns(seed: 3)
        let (room, next) = (learner.makeRoom(rows: 1), Matrix(rows: 1, columns: 1))
        let critic = student.design.critic()
        let workspace = critic.workspace(rows: 64)
        var random = RandomSequence(seed: 4)
        for step in 1...steps {
            learner.explore(in: room, rows: 1)
            random.fillUniforms(0..<1, of: next)
            learner.remember(
                Transition(
                    states: room.states, actions: room.actions, nextStates: next, row: 0, reward: 1,
                    isTerminal: isTerminal && step.isMultiple(of: 10)))
            learner.learn()
            workspace.input.copy(1, of: room.states, from: 0, to: step % 64 * 2)
            workspace.input.copy(1, of: room.actions, from: 0, to: step % 64 * 2 + 1)
            room.states.copyRow(0, of: next)
        }
        let state = try learner.state()
        let numbers = try #require(state.matrix("critic/parameters") ?? state.matrix("critic0/parameters"))
        critic.forward(Matrix(numbers), rows: 64, workspace)
        return workspace.output.numbers.reduce(0) { $0 + Double($1) / 64 }
    }

    @Test("knows that what a time limit cuts off goes on", arguments: Student.ofNumbers)
    func timeLimits(_ student: Student) throws {
        // 1/(1 - 0.98).
        let endless = try Self.valueOfEndlessTask(student, steps: 1800, isTerminal: false)
        #expect(abs(endless - 50) <= 1)
        // Where the episode's end is marked as one for good, what is left is 10 steps at most.
        let ending = try Self.valueOfEndlessTask(student, steps: 500, isTerminal: true)
        #expect((1..<10).contains(ending))
    }
}
