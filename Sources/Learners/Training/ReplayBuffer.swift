/// The transitions seen last, of which minibatches are drawn uniformly with replacement.
///
/// A row is one transition: state, action, reward, whether it ended in a terminal state, next state. A time limit is no
/// terminal state: what came after it is worth what the critic says (Pardo et al., ICML 2018).
struct ReplayBuffer {
    let capacity: Int
    let stateWidth: Int
    let actionWidth: Int
    /// Whether next states are kept; at discount 0 nobody asks for them.
    let keepsNextStates: Bool
    /// Shape `[capacity, rowWidth]`, the first `count` rows in use.
    let values: Matrix
    private(set) var count = 0
    /// The row that is written next.
    private(set) var position = 0

    init(capacity: Int, stateWidth: Int, actionWidth: Int, keepsNextStates: Bool = true) {
        precondition(capacity > 0, "a replay buffer of \(capacity) transitions")
        self.capacity = capacity
        self.stateWidth = stateWidth
        self.actionWidth = actionWidth
        self.keepsNextStates = keepsNextStates
        rewardColumn = stateWidth + actionWidth
        values = Matrix(
            rows: capacity,
            columns: Transition.width(state: stateWidth, action: actionWidth, keepsNextState: keepsNextStates))
    }

    private let rewardColumn: Int

    /// Keeps a transition in the place of the oldest one if there is no other.
    mutating func append(_ transition: Transition) {
        precondition(
            transition.states.columns == stateWidth && transition.actions.columns == actionWidth,
            "a transition of another shape")
        let start = position * values.columns
        copy(transition.states, transition.row, to: start)
        copy(transition.actions, transition.row, to: start + stateWidth)
        values[start + rewardColumn] = transition.reward
        values[start + rewardColumn + 1] = transition.isTerminal ? 1 : 0
        if keepsNextStates, !transition.isTerminal {
            copy(transition.nextStates, transition.row, to: start + rewardColumn + 2)
        }
        position = position + 1 == capacity ? 0 : position + 1
        count = min(count + 1, capacity)
    }

    private func copy(_ source: Matrix, _ row: Int, to start: Int) {
        values.copy(source.columns, of: source, from: row * source.columns, to: start)
    }

    /// Draws a minibatch of `batch.rows` transitions into `batch`.
    func sample(into batch: Minibatch, _ random: inout RandomSequence) {
        precondition(count > 0, "an empty replay buffer was sampled")
        random.fill(&batch.indices, below: count)
        for row in 0..<batch.rows {
            let start = Int(batch.indices[row]) * values.columns
            copy(start, into: batch.states, row)
            copy(start + stateWidth, into: batch.actions, row)
            batch.rewards[row] = values[start + rewardColumn]
            batch.isTerminal[row] = values[start + rewardColumn + 1]
            if keepsNextStates { copy(start + rewardColumn + 2, into: batch.nextStates, row) }
        }
    }

    mutating func visit<V: StateVisitor & ~Copyable>(_ name: String, _ visitor: inout V) throws(V.Failure) {
        try visitor.visit("\(name)/count", &count)
        try visitor.visit("\(name)/position", &position)
        // A file may say anything.
        (count, position) = (min(count, capacity), min(position, capacity - 1))
        try visitor.visit("\(name)/transitions", values, first: count * values.columns)
        unroll()
    }

    /// Puts the oldest transition first where they come from a smaller buffer that was full and went round.
    private mutating func unroll() {
        guard count < capacity, position != count else { return }
        let (old, start) = ((0..<count * values.columns).map { values[$0] }, position * values.columns)
        for index in old.indices { values[index] = old[(start + index) % old.count] }
        position = count
    }

    private func copy(_ start: Int, into target: Matrix, _ row: Int) {
        target.copy(target.columns, of: values, from: start, to: row * target.columns)
    }
}

/// Transitions drawn from a replay buffer, in memory that is kept.
final class Minibatch {
    let rows: Int
    /// Shape `[rows, stateWidth]`.
    let states: Matrix
    /// Shape `[rows, actionWidth]`.
    let actions: Matrix
    /// Shape `[rows, stateWidth]`.
    let nextStates: Matrix
    var rewards: [Float]
    /// 1 where the transition ended in a terminal state, else 0.
    var isTerminal: [Float]
    fileprivate var indices: [Int32]

    /// Room for `rows` transitions of `buffer`.
    init(rows: Int, of buffer: ReplayBuffer) {
        self.rows = rows
        states = Matrix(rows: rows, columns: buffer.stateWidth)
        actions = Matrix(rows: rows, columns: buffer.actionWidth)
        nextStates = Matrix(rows: rows, columns: buffer.keepsNextStates ? buffer.stateWidth : 0)
        rewards = Array(repeating: 0, count: rows)
        isTerminal = rewards
        indices = Array(repeating: 0, count: rows)
    }
}
