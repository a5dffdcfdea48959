import Learners

/// What one agent saw and did last in every row, until its transition is complete.
///
/// A transition begins with a decision, earns a reward when the slot is over, and ends with the next decision's state, that
/// after a time limit included; at discount 0, or in a terminal state, it needs no next one.
struct AgentMemory {
    private let states: Matrix
    private let actions: Matrix
    private var rewards: [Float]
    private var stages: [Stage]

    private enum Stage {
        case empty
        case decided
        case rewarded
    }

    init(rows: Int, _ design: AgentDesign) {
        states = Matrix(rows: rows, columns: design.stateWidth)
        actions = Matrix(rows: rows, columns: design.actionWidth)
        rewards = Array(repeating: 0, count: rows)
        stages = Array(repeating: .empty, count: rows)
    }

    /// Forgets what is under way in `row`.
    mutating func reset(row: Int) { stages[row] = .empty }

    /// Takes down the decisions just made in the first `rows` rows of `room`.
    mutating func decide(in room: ActingRoom, rows: Int) {
        for row in 0..<rows {
            states.copyRow(row, of: room.states)
            actions.copyRow(row, of: room.actions)
            stages[row] = .decided
        }
    }

    /// Completes the transitions that waited for the states in the first `rows` rows of `room`.
    mutating func arrive(in room: ActingRoom, rows: Int, _ remember: (Transition) -> Void) {
        for row in 0..<rows where stages[row] == .rewarded {
            remember(
                Transition(
                    states: states, actions: actions, nextStates: room.states, row: row, reward: rewards[row],
                    isTerminal: false))
            stages[row] = .empty
        }
    }

    /// Takes the reward of the decision in `row`; the transition is complete where nothing is to come that counts.
    mutating func earn(
        _ reward: Float, row: Int, isTerminal: Bool, needsNextState: Bool, _ remember: (Transition) -> Void
    ) {
        guard stages[row] == .decided else { return }
        guard isTerminal || !needsNextState else {
            rewards[row] = reward
            stages[row] = .rewarded
            return
        }
        remember(
            Transition(
                states: states, actions: actions, nextStates: states, row: row, reward: reward, isTerminal: isTerminal))
        stages[row] = .empty
    }
}
