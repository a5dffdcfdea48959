import CCountedMalloc
import Games
import Policy

/// Counts what the game allocates in slots as a host plays them: observe, apply, settle, reward, advance.
struct Allocations {
    private var game: PricingGame
    private var observations: [Observations]
    private var actions: [Actions]
    private var feedback: [Feedback]

    init(rows: Int) throws {
        let scenario = Scenario(name: "pricing", game: PricingGame.name, parameters: PricingGame.parameters)
        game = try PricingGame(scenario, rows: rows)
        (observations, actions, feedback) = ([], [], [])
        for (index, stage) in game.stages.enumerated() {
            let agents = 0..<game.agentCount(of: stage.role)
            let session = Session(
                role: stage.role, scenario: "pricing", scenarioHash: "", stages: game.stages, agents: agents,
                agentCount: agents.count, rows: rows, mode: .train)
            var acceptance = Acceptance(session)
            acceptance.wantsInstance = true
            observations.append(Observations(stage: index, of: session, acceptance))
            var action = Actions(stage: index, of: session, acceptance)
            for i in action.tensors[0].float64.indices { action.tensors[0].float64[i] = 0.35 }
            actions.append(action)
            feedback.append(
                Feedback(rows: rows, agents: agents.count, components: game.rewardComponents(of: stage.role)))
        }
        game.reset(worldSeeds: (1...UInt64(rows)).map { $0 })
    }

    /// Heap allocations in `slots` slots, after a few that may fill caches.
    mutating func count(slots: Int) -> Int {
        for _ in 0..<3 { play() }
        let before = counted_allocations()
        for _ in 0..<slots { play() }
        return counted_allocations() - before
    }

    private mutating func play() {
        for stage in observations.indices {
            let agents = 0..<game.agentCount(of: game.stages[stage].role)
            game.observe(stage: stage, agents: agents, into: &observations[stage])
            game.apply(stage: stage, agents: agents, space: 0, actions: actions[stage])
        }
        game.settle()
        for stage in feedback.indices {
            let role = game.stages[stage].role
            game.reward(role: role, agents: 0..<game.agentCount(of: role), into: &feedback[stage])
        }
        game.advance()
    }
}
