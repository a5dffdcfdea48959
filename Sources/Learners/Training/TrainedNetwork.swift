/// A network that learns: its shape, its numbers, and what changes them.
struct TrainedNetwork {
    let network: any Network
    let parameters: Matrix
    /// The loss's gradient by the parameters; kept for its storage.
    private let gradient: Matrix
    private var optimiser: Adam

    /// A network with random parameters, kept in `parameters` if there are any.
    init(_ network: any Network, _ parameters: Matrix? = nil, rate: Float, _ random: inout RandomSequence) {
        self.network = network
        self.parameters = parameters ?? Matrix(rows: 1, columns: network.parameterCount)
        network.initialise(self.parameters, &random)
        gradient = Matrix(rows: 1, columns: network.parameterCount)
        optimiser = Adam(parameters: network.parameterCount, rate: rate)
    }

    /// Step size of its optimiser.
    var rate: Float {
        get { optimiser.rate }
        set { optimiser.rate = newValue }
    }

    func forward(rows: Int, _ workspace: Workspace) {
        network.forward(parameters, rows: rows, workspace)
    }

    /// Takes a step against the loss whose gradient by the output is in `workspace`, of the batch last forwarded.
    mutating func descend(rows: Int, _ workspace: Workspace) {
        network.parameterGradient(parameters, rows: rows, workspace, into: gradient)
        optimiser.step(parameters, against: gradient)
    }

    func inputGradient(rows: Int, _ workspace: Workspace) {
        network.inputGradient(parameters, rows: rows, workspace)
    }

    /// Values, as a critic, every action that `head` wants valued, and gives it the gradient of the mean of -Q by those that
    /// it improves.
    ///
    /// - Parameters:
    ///   - head: with the actions drawn.
    ///   - values: receives them, `[valuedActions, rows]`.
    ///   - rows: states in the batch.
    ///   - workspace: of this network, its input holding the states.
    ///   - offset: the column at which actions begin.
    /// - Returns: the mean of -Q of the first action.
    func value(
        _ head: any ImprovableHead, into values: Matrix, rows: Int, _ workspace: Workspace, from offset: Int
    ) -> Float {
        for action in 0..<head.valuedActions {
            head.write(action: action, rows: rows, into: workspace.input, from: offset)
            forward(rows: rows, workspace)
            for row in 0..<rows { values[action * rows + row] = workspace.output[row] }
            guard action < head.improvedActions else { continue }
            for row in 0..<rows {
                workspace.outputGradient[row] = -head.weight(ofAction: action, row: row) / Float(rows)
            }
            inputGradient(rows: rows, workspace)
            head.take(workspace.inputGradient, ofAction: action, rows: rows, from: offset)
        }
        var loss: Float = 0
        for row in 0..<rows { loss -= values[row] }
        return loss / Float(rows)
    }

    /// A copy of the parameters, as target networks begin.
    func copyOfParameters() -> Matrix {
        let copy = Matrix(rows: 1, columns: parameters.count)
        copy.copy(parameters, rows: 1)
        return copy
    }

    mutating func visit<V: StateVisitor & ~Copyable>(_ name: String, _ visitor: inout V) throws(V.Failure) {
        try visitor.visit("\(name)/parameters", parameters)
        try optimiser.visit("\(name)/adam", &visitor)
    }
}
