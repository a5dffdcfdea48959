import CAllocationCounter
import Games
import Policy
import Testing

@Suite("A slot of the pricing game")
struct PricingSlotTests {
    @Test("allocates nothing, whatever a policy asked to be sent", arguments: [1, 33])
    func allocatesNothing(rows: Int) throws {
        var loop = try Loop(rows: rows)
        for _ in 0..<3 { loop.play() }
        let before = allocation_count()
        for _ in 0..<50 { loop.play() }
        #expect(allocation_count() == before)
    }

    /// Slots with their storage, as a host keeps it.
    struct Loop {
        private var game: PricingGame
        private var observations: [Observations]
        private var actions: [Actions]
        private var feedback: [Feedback]

        init(rows: Int) throws {
            game = try PricingGame(PricingGameTests.scenario(), rows: rows)
            (observations, actions, feedback) = ([], [], [])
            for (index, role) in game.stages.map(\.role).enumerated() {
                let agents = 0..<game.agentCount(of: role)
                let session = Session(
                    role: role, scenario: "pricing", scenarioHash: "", stages: game.stages, agents: agents,
                    agentCount: agents.count, rows: rows, mode: .train)
                var acceptance = Acceptance(session)
                acceptance.wantsInstance = true
                observations.append(Observations(stage: index, of: session, acceptance))
                var action = Actions(stage: index, of: session, acceptance)
                for i in action.tensors[0].float64.indices { action.tensors[0].float64[i] = 0.35 }
                actions.append(action)
                feedback.append(
                    Feedback(rows: rows, agents: agents.count, components: game.rewardComponents(of: role)))
            }
            game.reset(worldSeeds: (1...UInt64(rows)).map { $0 })
        }

        mutating func play() {
            let followers = 0..<game.agentCount(of: .followers)
            game.observe(stage: 0, agents: 0..<1, into: &observations[0])
            game.apply(stage: 0, agents: 0..<1, space: 0, actions: actions[0])
            game.observe(stage: 1, agents: followers, into: &observations[1])
            game.apply(stage: 1, agents: followers, space: 0, actions: actions[1])
            game.settle()
            game.reward(role: .operator, agents: 0..<1, into: &feedback[0])
            game.reward(role: .followers, agents: followers, into: &feedback[1])
            game.advance()
        }
    }
}
