import Learners

/// An environment whose states come from a table and whose reward is minus the squared action, in episodes that a time
/// limit ends: the next one goes on where the last one stopped, so that a learner sees nothing of it.
final class TableEnvironment {
    static let (stateWidth, actionWidth) = (8, 2)

    let learner: any OffPolicyLearner
    private let room: ActingRoom
    private let table: Matrix
    private let next: Matrix
    private var row = 0

    init(_ learner: any OffPolicyLearner, stateWidth: Int = stateWidth) {
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
        act()
        learner.learn()
    }

    /// Acts and remembers.
    func act() {
        learner.explore(in: room, rows: 1)
        row = (row + 1) & 1023
        show(next)
        var reward: Float = 0
        for i in 0..<room.actions.columns { reward -= room.actions[i] * room.actions[i] }
        learner.remember(
            Transition(
                states: room.states, actions: room.actions, nextStates: next, row: 0, reward: reward, isTerminal: false)
        )
        room.states.copyRow(0, of: next)
    }
}
