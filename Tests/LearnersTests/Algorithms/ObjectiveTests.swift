import Foundation
import Testing

@testable import Learners

/// What an algorithm descends, by the gradient that it has given its optimiser: ten times Adam's first mean after one step.
@Suite("Objectives of algorithms")
struct ObjectiveTests {
    private static let (batch, discount) = (8, Float(0.9))

    static let students = [Student.sac, .td3, .ddpg, .ddpgOnGrid]

    /// The learner just before its first gradient step, with a buffer of random transitions, some of them terminal.
    private static func learner(_ student: Student) -> any OffPolicyLearner {
        let learner = student.learner(seed: 61, discount: discount, batch: batch, warmUp: 12, policyDelay: 1)
        let (states, width) = (Matrix(rows: 1, columns: student.design.stateWidth), student.design.actionWidth)
        let (next, actions) = (Matrix(rows: 1, columns: states.columns), Matrix(rows: 1, columns: width))
        var random = RandomSequence(seed: 62)
        for step in 0..<12 {
            for matrix in [states, next, actions] { random.fillUniforms(0..<matrix.count, of: matrix) }
            learner.remember(
                Transition(
                    states: states, actions: actions, nextStates: next, row: 0, reward: Float(step % 3),
                    isTerminal: step % 4 == 0))
        }
        return learner
    }

    /// What a gradient step sees and what it leaves behind.
    private struct Step {
        private let batch = ObjectiveTests.batch
        private let discount = ObjectiveTests.discount
        /// What SAC starts from.
        private let temperature = 0.2
        let student: Student
        let design: AgentDesign
        let before: MemoryVisitor
        let after: MemoryVisitor
        let minibatch: Minibatch
        /// Normal numbers drawn for the returns' actions, then for the policy's.
        let noise: [Matrix]

        init(_ student: Student) throws {
            self.student = student
            design = student.design
            let learner = ObjectiveTests.learner(student)
            before = try learner.state()
            // The same draws as the learner's.
            var random = RandomSequence(seed: 0)
            var replay = ReplayBuffer(capacity: 2000, stateWidth: design.stateWidth, actionWidth: design.actionWidth)
            var visitor = MemoryVisitor(restoring: before.part("replay/"))
            try replay.visit("replay", &visitor)
            visitor = MemoryVisitor(restoring: before.part("random/"))
            try random.visit("random", &visitor)
            minibatch = Minibatch(rows: batch, of: replay)
            replay.sample(into: minibatch, &random)
            let (rows, width) = (batch, design.actionWidth)
            noise = [Matrix(rows: rows, columns: width), Matrix(rows: rows, columns: width)]
            if student != .ddpg && student != .ddpgOnGrid {
                for matrix in noise { random.fillNormals(0..<matrix.count, of: matrix) }
            }
            learner.learn()
            after = try learner.state()
        }

        private func numbers(_ state: MemoryVisitor, _ name: String) throws -> Matrix {
            Matrix(try #require(state.matrix(name)))
        }

        var critics: [String] {
            student == .ddpg || student == .ddpgOnGrid ? ["critic"] : ["critic0", "critic1"]
        }
        private var targets: [String] {
            student == .ddpg || student == .ddpgOnGrid ? ["targetCritic"] : ["targetCritic0", "targetCritic1"]
        }

        /// The gradient that the optimiser of `network` was given.
        func gradient(_ network: String) throws -> [Double] {
            try numbers(after, "\(network)/adam/m").numbers.map { 10 * Double($0) }
        }

        /// Values of actions by a critic.
        private func values(_ parameters: Matrix, _ states: Matrix, _ actions: [[Double]]) -> [Double] {
            let critic = design.critic()
            let workspace = critic.workspace(rows: batch)
            let joined = Matrix(rows: batch, columns: design.actionWidth)
            for row in 0..<batch {
                for (d, a) in actions[row].enumerated() { joined[row * joined.columns + d] = Float(a) }
            }
            workspace.input.join(states, joined, rows: batch)
            critic.forward(parameters, rows: batch, workspace)
            return workspace.output.numbers.map(Double.init)
        }

        /// What a policy does in states, and the logarithms of its densities.
        private func policy(
            _ parameters: Matrix, _ states: Matrix, _ noise: Matrix?, smoothing: Double = 0
        ) -> (actions: [[Double]], logDensities: [Double]) {
            let (width, squash) = (design.actionWidth, student.squash)
            let actor = design.actor(
                outputs: design.action.parameterWidth(student == .sac ? .stochastic : .deterministic))
            let workspace = actor.workspace(rows: batch)
            workspace.input.copy(states, rows: batch)
            actor.forward(parameters, rows: batch, workspace)
            let said = workspace.output
            var (actions, logDensities): ([[Double]], [Double]) = ([], [])
            for row in 0..<batch {
                let start = row * said.columns
                var logDensity = 0.0
                actions.append(
                    (0..<width).map { d in
                        let (mean, e) = (Double(said[start + d]), noise.map { Double($0[row * width + d]) } ?? 0)
                        guard student == .sac else {
                            return Reference.squash(squash, mean + min(max(smoothing * e, -0.5), 0.5))
                        }
                        let logStd = min(max(Double(said[start + width + d]), -5), 2)
                        logDensity += Reference.logDensity(squash, mean: mean, logStd: logStd, noise: e)
                        return Reference.squash(squash, mean + exp(logStd) * e)
                    })
                logDensities.append(logDensity)
            }
            return (actions, logDensities)
        }

        /// r + d (min Q'(s', a') - alpha log pi), with d = 0 after a terminal state.
        func returns() throws -> [Double] {
            let next = minibatch.nextStates
            let actor = try numbers(before, student == .sac ? "actor/parameters" : "targetActor/parameters")
            let (actions, logDensities) = policy(
                actor, next, noise[0], smoothing: student == .td3 ? 0.2 : 0)
            let values = try targets.map { self.values(try numbers(before, "\($0)/parameters"), next, actions) }
            return (0..<batch).map { row in
                let lowest = values.map { $0[row] }.min() ?? 0
                let soft = lowest - (student == .sac ? temperature * logDensities[row] : 0)
                return Double(minibatch.rewards[row]) + Double(discount) * Double(1 - minibatch.isTerminal[row]) * soft
            }
        }

        /// The mean of (Q(s, a) - y)^2/2.
        func criticLoss(_ critic: Matrix, _ returns: [Double]) -> Double {
            let width = design.actionWidth
            let actions = (0..<batch).map { row in (0..<width).map { Double(minibatch.actions[row * width + $0]) } }
            return zip(values(critic, minibatch.states, actions), returns).reduce(0) {
                $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / 2 / Double(batch)
            }
        }

        /// The mean of alpha log pi(a|s) - min Q(s, a), by the critics after their step; TD3 asks its first one only.
        func actorLoss(_ actor: Matrix) throws -> Double {
            let (actions, logDensities) = policy(actor, minibatch.states, student == .sac ? noise[1] : nil)
            let values = try (student == .td3 ? ["critic0"] : critics).map {
                self.values(try numbers(after, "\($0)/parameters"), minibatch.states, actions)
            }
            return (0..<batch).reduce(0) { sum, row in
                let entropy = student == .sac ? temperature * logDensities[row] : 0
                return sum + (entropy - (values.map { $0[row] }.min() ?? 0)) / Double(batch)
            }
        }

        /// The mean of minus log pi(a|s), by the policy before its step.
        func entropy() throws -> Double {
            let (_, logDensities) = policy(try numbers(before, "actor/parameters"), minibatch.states, noise[1])
            return -logDensities.reduce(0, +) / Double(batch)
        }

        /// The gradient of `loss` by the parameters of `network` before the step, by central differences.
        func differences(_ network: String, _ loss: (Matrix) throws -> Double) throws -> [Double] {
            let parameters = try numbers(before, "\(network)/parameters")
            return try (0..<parameters.count).map { index in
                let (kept, step) = (parameters[index], Float(4e-3))
                parameters[index] = kept + step
                let above = try loss(parameters)
                parameters[index] = kept - step
                let below = try loss(parameters)
                parameters[index] = kept
                return (above - below) / (2 * Double(step))
            }
        }
    }

    /// The length of what two vectors differ in over that of the second one.
    private static func relativeError(_ found: [Double], _ expected: [Double]) -> Double {
        func square(_ values: some Sequence<Double>) -> Double { values.reduce(0) { $0 + $1 * $1 } }
        return (square(zip(found, expected).map { $0 - $1 }) / square(expected)).squareRoot()
    }

    // Networks compute in single precision, which leaves some 1e-7/4e-3 of error in a difference, and a rectifier may open
    // within the step. A wrong sign, term or network is off by tens of per cent.
    private static let tolerance = 2e-2

    @Test("critics descend their squared distance from what transitions returned", arguments: students)
    func critics(_ student: Student) throws {
        let step = try Step(student)
        let returns = try step.returns()
        for critic in step.critics {
            let expected = try step.differences(critic) { step.criticLoss($0, returns) }
            #expect(Self.relativeError(try step.gradient(critic), expected) < Self.tolerance)
        }
    }

    @Test("the temperature's logarithm descends what entropy there is above the target of -1 a number")
    func temperature() throws {
        let step = try Step(.sac)
        let entropy = try step.entropy() + Double(step.design.actionWidth)
        // Entropies below 2 of a mean of 8 densities in single precision, and ten times a rounded tenth.
        #expect(abs(try step.gradient("temperature/action")[0] - entropy) < 1e-5)
        #expect(abs(entropy) > 0.1)
    }

    @Test("the actor descends minus value, and with SAC the price of its density", arguments: students)
    func actor(_ student: Student) throws {
        let step = try Step(student)
        let expected = try step.differences("actor") { try step.actorLoss($0) }
        #expect(Self.relativeError(try step.gradient("actor"), expected) < Self.tolerance)
    }
}
