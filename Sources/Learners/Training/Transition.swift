/// One step of one environment, its numbers in row `row` of matrices that hold those of several.
public struct Transition {
    public let states: Matrix
    /// As the critics take them.
    public let actions: Matrix
    /// Not read where the transition is terminal or nothing is bootstrapped.
    public let nextStates: Matrix
    public let row: Int
    public let reward: Float
    /// Whether nothing more can be earned after it.
    public let isTerminal: Bool

    public init(
        states: Matrix, actions: Matrix, nextStates: Matrix, row: Int, reward: Float, isTerminal: Bool
    ) {
        self.states = states
        self.actions = actions
        self.nextStates = nextStates
        self.row = row
        self.reward = reward
        self.isTerminal = isTerminal
    }

    /// Numbers of a transition as it is kept: state, action, reward, whether it is terminal, and the next state where it counts.
    public static func width(state: Int, action: Int, keepsNextState: Bool) -> Int {
        state + action + 2 + (keepsNextState ? state : 0)
    }
}
