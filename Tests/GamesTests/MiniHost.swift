import Games
import Policy

/// The part of a host that a game needs: storage and the order of calls, without policies.
struct MiniHost<Playing: Game> {
    var game: Playing
    private let rows: Int
    /// Per stage, the action space that is answered in.
    private let spaces: [Int]

    /// One tensor of an action.
    struct Values {
        var float64: [Double] = []
        var int32: [Int32] = []
    }

    init(_ game: Playing, rows: Int, spaces: [Int]) {
        self.game = game
        self.rows = rows
        self.spaces = spaces
    }

    /// Everybody who acts in `stage`.
    func agents(in stage: Int) -> Range<Int> { 0..<game.agentCount(of: game.stages[stage].role) }

    private func session(_ stage: Int, _ agents: Range<Int>) -> (Session, Acceptance) {
        let role = game.stages[stage].role
        let session = Session(
            role: role, scenario: Playing.name, scenarioHash: "", stages: game.stages, agents: agents,
            agentCount: game.agentCount(of: role), rows: rows, mode: .evaluate)
        var acceptance = Acceptance(session)
        acceptance.actionSpaces = spaces
        acceptance.wantsInstance = true
        return (session, acceptance)
    }

    func observe(_ stage: Int, agents: Range<Int>? = nil) -> Observations {
        let agents = agents ?? self.agents(in: stage)
        let (session, acceptance) = session(stage, agents)
        var observations = Observations(stage: stage, of: session, acceptance)
        game.observe(stage: stage, agents: agents, into: &observations)
        return observations
    }

    /// Zeros, in the form that `stage` is answered in.
    func actions(_ stage: Int, agents: Range<Int>? = nil) -> Actions {
        let (session, acceptance) = session(stage, agents ?? self.agents(in: stage))
        return Actions(stage: stage, of: session, acceptance)
    }

    /// The game's own answer for a decision given up.
    func forfeit(_ stage: Int) -> Actions {
        var actions = actions(stage)
        game.forfeit(stage: stage, space: spaces[stage], rows: rows, agents: agents(in: stage), into: &actions)
        return actions
    }

    mutating func act(_ stage: Int, _ actions: Actions, agents: Range<Int>? = nil) {
        game.apply(stage: stage, agents: agents ?? self.agents(in: stage), space: spaces[stage], actions: actions)
    }

    mutating func act(_ stage: Int, _ values: [Values]) {
        var actions = actions(stage)
        for (i, value) in values.enumerated() {
            if !value.float64.isEmpty { actions.tensors[i].float64 = value.float64 }
            if !value.int32.isEmpty { actions.tensors[i].int32 = value.int32 }
        }
        act(stage, actions)
    }

    func reward(_ role: Role) -> [Double] {
        let agents = 0..<game.agentCount(of: role)
        var feedback = Feedback(rows: rows, agents: agents.count, components: game.rewardComponents(of: role))
        game.reward(role: role, agents: agents, into: &feedback)
        return feedback.rewards
    }
}

extension MiniHost<PricingGame> {
    init(_ game: PricingGame, operatorSpace: Int, followerSpace: Int) {
        self.init(game, rows: game.radio.environmentCount, spaces: [operatorSpace, followerSpace])
    }
}
