import Foundation
import Games
import Learners
import Policy
import Testing

@testable import Policies

@Suite("Learners as policies")
struct LearningPolicyTests {
    typealias SAC = LearningPolicy<SACAlgorithm>

    /// A small learner's options: learning begins at once.
    private static let small = [
        "preset": "general", "hidden": "8x8", "batch": "8", "replay": "64", "warm-up": "8", "discount": "0.9",
    ]

    private static func session(
        _ role: Role, _ mode: Mode = .train, rows: Int = 2, agents: Range<Int>? = nil, options: [String: String] = [:],
        trainingSlots: Int = 0, isResumed: Bool = false
    ) throws -> Session {
        let scenario = Scenario(name: "pricing", game: PricingGame.name, parameters: PricingGame.parameters)
        let game = try PricingGame(scenario, rows: rows)
        let count = game.agentCount(of: role)
        return Session(
            role: role, scenario: "pricing", scenarioHash: "0123", stages: game.stages.filter { $0.role == role },
            agents: agents ?? 0..<count, agentCount: count, rows: rows, mode: mode,
            options: small.merging(options) { $1 }.sorted { $0.key < $1.key }.map { .init(key: $0, value: $1) },
            trainingSlots: trainingSlots, isResumed: isResumed)
    }

    /// A role's policy beside the slots that it plays; who plays the other role does nothing of interest.
    private struct Table<Player: Policy> {
        var policy: Player
        let session: Session
        let acceptance: Acceptance
        private var seen: [Double] = []

        init(_ session: Session, sharing policy: Player = Player()) throws {
            var policy = policy
            acceptance = try policy.open(session)
            self.policy = policy
            self.session = session
        }

        /// Plays slots whose observations are numbers of their own, and rewards every action by one of its numbers.
        mutating func play(slots: Range<Int>, learning: Bool = true, reward: Double? = nil) throws -> [Double] {
            var decided: [Double] = []
            for slot in slots {
                var observations = Observations(stage: 0, of: session, acceptance)
                var actions = Actions(stage: 0, of: session, acceptance)
                for index in observations.observation.indices {
                    for i in observations.observation[index].float64.indices {
                        observations.observation[index].float64[i] = Double((slot * 31 + i * 17) % 100) / 100
                    }
                }
                try policy.decide(observations, into: &actions)
                decided += actions.tensors.flatMap { $0.float64 + $0.int32.map(Double.init) }
                guard learning else { continue }
                var feedback = Feedback(rows: session.rows, agents: session.agents.count, components: ["utility"])
                for i in feedback.rewards.indices {
                    feedback.rewards[i] = reward ?? decided[decided.count - 1 - i % 2]
                }
                try policy.learn(from: feedback)
            }
            return decided
        }
    }

    private static func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "firstmover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    @Test("go on from a checkpoint to the same bits", arguments: Role.allCases, ["", "hybrid or offer"])
    func resumes(_ role: Role, _ choices: String) throws {
        let action = choices.isEmpty ? [:] : ["action": role == .operator ? "offer" : "hybrid"]
        let session = try Self.session(role, options: action)
        var undisturbed = try Table<SAC>(session)
        for row in 0..<2 { undisturbed.policy.reset(row: row, seed: 7) }
        _ = try undisturbed.play(slots: 0..<20)
        let folder = try Self.folder()
        try undisturbed.policy.save(to: folder)
        for row in 0..<2 { undisturbed.policy.reset(row: row, seed: 8) }
        let expected = try undisturbed.play(slots: 20..<40)

        var resumed = try Table<SAC>(session)
        try resumed.policy.load(from: folder)
        for row in 0..<2 { resumed.policy.reset(row: row, seed: 8) }
        #expect(try resumed.play(slots: 20..<40) == expected)
    }

    @Test("a session that evaluates plays with the weights just learned, and changes nothing")
    func sharesWeights() throws {
        var learner = try Table<SAC>(try Self.session(.operator))
        var evaluation = try Table(try Self.session(.operator, .evaluate), sharing: learner.policy)
        for row in 0..<2 { learner.policy.reset(row: row, seed: 7) }
        evaluation.policy.reset(row: 0, seed: 1)
        let before = try evaluation.play(slots: 0..<1, learning: false)
        let first = try learner.play(slots: 0..<20)
        let after = try evaluation.play(slots: 0..<1, learning: false)
        #expect(before != after)
        #expect(try evaluation.play(slots: 0..<1, learning: false) == after)

        var alone = try Table<SAC>(try Self.session(.operator))
        for row in 0..<2 { alone.policy.reset(row: row, seed: 7) }
        #expect(try alone.play(slots: 0..<20) == first)
    }

    @Test("say that they have diverged, whatever they decide in", arguments: ["u", "offer"])
    func divergence(action: String) throws {
        var table = try Table<SAC>(try Self.session(.operator, options: ["action": action]))
        for row in 0..<2 { table.policy.reset(row: row, seed: 7) }
        _ = try table.play(slots: 0..<12)
        let error = #expect(throws: PolicyError.self) { try table.play(slots: 12..<40, reward: .nan) }
        #expect("\(String(describing: error))".contains("diverged"))
    }

    @Test("a session of other agents cannot share weights")
    func sharesWithEquals() throws {
        let learner = try Table<SAC>(try Self.session(.followers, agents: 0..<2))
        #expect(throws: PolicyError.self) {
            try Table(try Self.session(.followers, .evaluate, agents: 0..<3), sharing: learner.policy)
        }
    }

    @Test("a saved policy plays what the learner it was saved from plays", arguments: Role.allCases)
    func saves(_ role: Role) throws {
        var learner = try Table<SAC>(try Self.session(role))
        var evaluation = try Table(try Self.session(role, .evaluate), sharing: learner.policy)
        for row in 0..<2 { learner.policy.reset(row: row, seed: 7) }
        _ = try learner.play(slots: 0..<20)
        let folder = try Self.folder()
        try learner.policy.save(to: folder)
        // What else a network looks like stands in the file.
        var saved = try Table<SAC>(try Self.session(role, .evaluate, options: ["checkpoint": folder, "hidden": "99"]))
        let played = try evaluation.play(slots: 0..<3, learning: false)
        #expect(try saved.play(slots: 0..<3, learning: false) == played)
    }

    @Test("followers learn the same in processes of their own")
    func isIndependent() throws {
        var together = try Table<SAC>(try Self.session(.followers, rows: 1))
        together.policy.reset(row: 0, seed: 7)
        let all = try together.play(slots: 0..<1)
        let width = all.count / 4
        // The first slot's decisions are random and each agent's own.
        for n in 0..<4 {
            var alone = try Table<SAC>(try Self.session(.followers, rows: 1, agents: n..<n + 1))
            alone.policy.reset(row: 0, seed: 7)
            #expect(try alone.play(slots: 0..<1) == Array(all[n * width..<(n + 1) * width]))
        }
    }

    @Test(
        "refuse options that mean nothing, naming them",
        arguments: [
            ("discount", "2"), ("hidden", "64x"), ("hidden", "64xx64"), ("squash", "relu"), ("preset", "mine"),
            ("action", "prices"), ("batch", "0"), ("network", "grid"), ("observation-scale", "1x2x3"),
            ("gradient-steps", "0"), ("last-temperature", "0.1"),
        ])
    func refuses(_ key: String, _ value: String) throws {
        let session = try Self.session(.followers, options: [key: value])
        var policy = SAC()
        let error = #expect(throws: PolicyError.self) { try policy.open(session) }
        #expect("\(String(describing: error))".contains(key))
    }

    /// Options of a learner whose temperature falls from 1 to 0.01 over all of the training.
    private static let falling = [
        "temperature-mode": "fixed", "temperature": "1", "last-temperature": "0.01", "decay-steps": "all",
    ]

    /// The temperature that a learner played with last.
    private static func temperature(of policy: inout SAC) throws -> Double {
        try #require(policy.takeMetrics()?.values.first { $0.name.hasPrefix("temperature/") }?.value)
    }

    /// The checkpoint of a training at whose end everything has fallen.
    private static func fallen() throws -> String {
        let folder = try folder()
        var table = try Table<SAC>(try session(.operator, options: falling, trainingSlots: 30))
        for row in 0..<2 { table.policy.reset(row: row, seed: 7) }
        _ = try table.play(slots: 0..<30)
        try table.policy.save(to: folder)
        return folder
    }

    @Test("what falls over all of the training is at its end then, however long it is", arguments: [30, 60])
    func decays(slots: Int) throws {
        var table = try Table<SAC>(try Self.session(.operator, options: Self.falling, trainingSlots: slots))
        for row in 0..<2 { table.policy.reset(row: row, seed: 7) }
        _ = try table.play(slots: 0..<slots / 2)
        let half = try Self.temperature(of: &table.policy)
        _ = try table.play(slots: slots / 2..<slots)
        #expect(abs(try Self.temperature(of: &table.policy) - 0.01) < 1e-6)
        // Half of the way is 5/8 of the fall, less what warm-up takes.
        #expect(half > 0.05 && half < 0.2)
    }

    @Test("what falls over all of the training does not begin at its end where a checkpoint has steps behind it")
    func decaysOn() throws {
        let folder = try Self.fallen()
        let options = Self.falling.merging(["checkpoint": folder]) { $1 }
        var second = try Table<SAC>(try Self.session(.operator, options: options, trainingSlots: 30))
        for row in 0..<2 { second.policy.reset(row: row, seed: 7) }
        _ = try second.play(slots: 0..<1)
        #expect(try Self.temperature(of: &second.policy) > 0.05)
        _ = try second.play(slots: 1..<30)
        #expect(abs(try Self.temperature(of: &second.policy) - 0.01) < 1e-6)
    }

    @Test("a resumed session is gone on with as it began, whatever became of the checkpoint that its option names")
    func resumesFromOption() throws {
        let (start, saved) = (try Self.fallen(), try Self.folder())
        let options = Self.falling.merging(["checkpoint": start]) { $1 }
        var undisturbed = try Table<SAC>(try Self.session(.operator, options: options, trainingSlots: 30))
        for row in 0..<2 { undisturbed.policy.reset(row: row, seed: 9) }
        _ = try undisturbed.play(slots: 0..<10)
        try undisturbed.policy.save(to: saved)
        for row in 0..<2 { undisturbed.policy.reset(row: row, seed: 8) }
        let expected = try undisturbed.play(slots: 10..<30)

        try FileManager.default.removeItem(atPath: start)
        var resumed = try Table<SAC>(
            try Self.session(.operator, options: options, trainingSlots: 30, isResumed: true))
        try resumed.policy.load(from: saved)
        for row in 0..<2 { resumed.policy.reset(row: row, seed: 8) }
        #expect(try resumed.play(slots: 10..<30) == expected)
        // Its warm-up is behind it.
        _ = try Table<SAC>(try Self.session(.operator, options: options, trainingSlots: 1, isResumed: true))
    }

    @Test("refuse to learn in more memory than there is, naming what takes it")
    func refusesMemory() throws {
        let design = AgentDesign(stateWidth: 100, action: .numbers(10), body: .perceptron(hidden: [100, 100]))
        var configuration = Learners.SAC.Configuration()
        (configuration.replay, configuration.batch) = (1000, 50)
        // Two states, an action, reward and end; two networks' values and gradients.
        let memory = LearnerMemory(of: 3, design, configuration)
        #expect(memory.replay == 4 * 3 * 1000 * 212 && memory.networks == 4 * 3 * 50 * 4 * 200)
        try memory.check(within: memory.replay + memory.networks)
        let error = #expect(throws: PolicyError.self) { try memory.check(within: memory.replay + memory.networks - 1) }
        #expect("\(String(describing: error))".contains("replay="))
    }

    @Test("refuse a training that ends before learning begins")
    func refusesShort() throws {
        var policy = SAC()
        _ = try policy.open(try Self.session(.operator, trainingSlots: 9))
        let error = #expect(throws: PolicyError.self) {
            var policy = SAC()
            return try policy.open(try Self.session(.operator, trainingSlots: 8))
        }
        #expect("\(String(describing: error))".contains("--episodes"))
    }

    @Test("refuse what is about choices where there are none, unless a preset said it")
    func refusesChoices() throws {
        func open(_ options: [String: String]) throws {
            var policy = SAC()
            _ = try policy.open(try Self.session(.operator, options: options))
        }
        let error = #expect(throws: PolicyError.self) { try open(["action": "u", "candidates": "8"]) }
        #expect("\(String(describing: error))".contains("candidates"))
        #expect("\(String(describing: error))".contains("action=offer"))
        try open(["action": "u", "preset": "pricing", "network": "perceptron"])
        try open(["action": "offer", "candidates": "8"])
    }

    @Test(
        "refuse to go on with other options than a checkpoint was trained with, naming them",
        arguments: [("hidden", "16x8"), ("squash", "logistic"), ("observation-scale", "2"), ("critics", "1")])
    func refusesOtherOptions(_ key: String, _ value: String) throws {
        let folder = try Self.folder()
        var learner = try Table<SAC>(try Self.session(.operator))
        learner.policy.reset(row: 0, seed: 7)
        try learner.policy.save(to: folder)
        var other = SAC()
        let error = #expect(throws: PolicyError.self) {
            try other.open(try Self.session(.operator, options: [key: value, "checkpoint": folder]))
        }
        #expect("\(String(describing: error))".contains("options"))
        if key != "critics" { #expect("\(String(describing: error))".contains(key)) }
    }

    @Test("a deterministic learner says what it needs where there are choices")
    func needsCandidates() throws {
        var policy = LearningPolicy<TD3Algorithm>()
        let error = #expect(throws: PolicyError.self) {
            try policy.open(try Self.session(.followers, options: ["action": "hybrid"]))
        }
        #expect("\(String(describing: error))".contains("candidates="))
    }

    @Test("play nothing that was not learned for the scenario")
    func refusesOthers() throws {
        let folder = try Self.folder()
        var learner = try Table<SAC>(try Self.session(.operator))
        learner.policy.reset(row: 0, seed: 7)
        try learner.policy.save(to: folder)
        func problem(_ session: Session) -> String {
            var policy = SAC()
            return "\(String(describing: #expect(throws: PolicyError.self) { try policy.open(session) }))"
        }
        let session = try Self.session(.operator, .evaluate, options: ["checkpoint": folder])
        let other = Session(
            role: .operator, scenario: "pricing", scenarioHash: "4567", stages: session.stages, agents: 0..<1,
            agentCount: 1, rows: 1, mode: .evaluate, options: session.options)
        #expect(problem(other).contains("other parameters"))
        #expect(
            problem(try Self.session(.followers, .evaluate, options: ["checkpoint": folder])).contains("plays operator")
        )
        #expect(
            problem(try Self.session(.operator, .evaluate, options: ["checkpoint": "\(folder)/none"])).contains("none"))
        #expect(problem(try Self.session(.operator, .evaluate)).contains("firstmover train"))
    }
}
