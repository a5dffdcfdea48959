/// Actions that are numbers in a range, each the squashed output of a deterministic actor.
final class DeterministicHead: DeterministicPolicyHead {
    let squash: Squash
    let actions: Matrix
    private let noise: Matrix
    /// The loss's gradient by the actions.
    private let byAction: Matrix

    /// Room for `rows` rows of `dimensions` numbers.
    init(rows: Int, dimensions: Int, squash: Squash) {
        self.squash = squash
        actions = Matrix(rows: rows, columns: dimensions)
        noise = Matrix(rows: rows, columns: dimensions)
        byAction = Matrix(rows: rows, columns: dimensions)
    }

    var improvedActions: Int { 1 }
    var valuedActions: Int { 1 }

    func decide(_ parameters: Matrix, rows: Int) {
        squash.apply(rows * actions.columns, parameters, into: actions)
    }

    func decide(
        _ parameters: Matrix, rows: Int, smoothing deviation: Float, limit: Float, _ random: inout RandomSequence
    ) {
        let count = rows * actions.columns
        random.fillNormals(0..<count, of: noise)
        for i in 0..<count { noise[i] = parameters[i] + min(max(deviation * noise[i], -limit), limit) }
        decide(noise, rows: rows)
    }

    func explore(rows: Int, deviation: Float, choiceShare: Float, _ random: inout RandomSequence) {
        let count = rows * actions.columns
        random.fillNormals(0..<count, of: noise)
        let (low, high) = (squash.range.lowerBound, squash.range.upperBound)
        for i in 0..<count { actions[i] = min(max(actions[i] + deviation * noise[i], low), high) }
    }

    func sampleUniformly(rows: Int, _ random: inout RandomSequence) {
        let count = rows * actions.columns
        random.fillUniforms(0..<count, of: actions)
        let (low, high) = (squash.range.lowerBound, squash.range.upperBound)
        for i in 0..<count { actions[i] = low + (high - low) * actions[i] }
    }

    func drawForImprovement(_ parameters: Matrix, rows: Int, _ random: inout RandomSequence) {
        decide(parameters, rows: rows)
    }

    func write(action index: Int, rows: Int, into inputs: Matrix, from offset: Int) {
        let dimensions = actions.columns
        for row in 0..<rows {
            for d in 0..<dimensions { inputs[row * inputs.columns + offset + d] = actions[row * dimensions + d] }
        }
    }

    func weight(ofAction index: Int, row: Int) -> Float { 1 }

    func take(_ byInput: Matrix, ofAction index: Int, rows: Int, from offset: Int) {
        let dimensions = actions.columns
        for row in 0..<rows {
            for d in 0..<dimensions { byAction[row * dimensions + d] = byInput[row * byInput.columns + offset + d] }
        }
    }

    func backward(values: Matrix, temperatures: [Float], _ parameters: Matrix, rows: Int, into gradient: Matrix) {
        for i in 0..<rows * actions.columns { gradient[i] = byAction[i] * squash.slope(at: actions[i]) }
    }
}
