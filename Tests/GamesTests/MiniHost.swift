import Games
import Policy

/// The part of a host that a game needs: storage and the order of calls, without policies.
struct MiniHost {
    var game: PricingGame
    private let spaces: [Int]

    /// One tensor of an action.
    struct Values {
        var float64: [Double] = []
        var int32: [Int32] = []
    }

    init(_ game: PricingGame, operatorSpace: Int, followerSpace: Int) {
        self.game = game
        spaces = [operatorSpace, followerSpace]
    }

    private func session(_ stage: Int, _ agents: Range<Int>) -> (Session, Acceptance) {
        let role = game.stages[stage].role
        let session = Session(
            role: role, scenario: "pricing", scenarioHash: "", stages: game.stages, agents: agents,
            agentCount: game.agentCount(of: role), rows: game.radio.environmentCount, mode: .evaluate)
        var acceptance = Acceptance(session)
        acceptance.actionSpaces = spaces
        acceptance.wantsInstance = true
        return (session, acceptance)
    }

    func observe(_ stage: Int, agents: Range<Int>? = nil) -> Observations {
        let agents = agents ?? 0..<game.agentCount(of: game.stages[stage].role)
        let (session, acceptance) = session(stage, agents)
        var observations = Observations(stage: stage, of: session, acceptance)
        game.observe(stage: stage, agents: agents, into: &observations)
        return observations
    }

    mutating func act(_ stage: Int, _ values: [Values]) {
        let agents = 0..<game.agentCount(of: game.stages[stage].role)
        let (session, acceptance) = session(stage, agents)
        var actions = Actions(stage: stage, of: session, acceptance)
        for (i, value) in values.enumerated() {
            if !value.float64.isEmpty { actions.tensors[i].float64 = value.float64 }
            if !value.int32.isEmpty { actions.tensors[i].int32 = value.int32 }
        }
        game.apply(stage: stage, agents: agents, space: spaces[stage], actions: actions)
    }

    func reward(_ role: Role) -> [Double] {
        let agents = 0..<game.agentCount(of: role)
        var feedback = Feedback(
            rows: game.radio.environmentCount, agents: agents.count, components: game.rewardComponents(of: role))
        game.reward(role: role, agents: agents, into: &feedback)
        return feedback.rewards
    }
}
