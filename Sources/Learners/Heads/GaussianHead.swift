/// Actions that are numbers in a range: one squashed normal a number.
///
/// An actor says D means and D logarithms of standard deviations.
final class GaussianHead: StochasticHead {
    let parts = ["action"]
    private let normal: SquashedNormal
    /// The loss's gradient by the actions sampled last.
    private let byAction: Matrix
    private var dimensions: Int { normal.dimensions }

    /// Room for batches of up to `rows` rows.
    ///
    /// - Parameters:
    ///   - rows: how many.
    ///   - dimensions: numbers D of an action.
    ///   - squash: what bounds them.
    ///   - logStdRange: limits of log std.
    init(rows: Int, dimensions: Int, squash: Squash, logStdRange: ClosedRange<Float> = -5...2) {
        normal = SquashedNormal(rows: rows, dimensions: dimensions, squash: squash, logStdRange: logStdRange)
        byAction = Matrix(rows: rows, columns: dimensions)
    }

    var improvedActions: Int { 1 }
    var valuedActions: Int { 1 }
    var actions: Matrix { normal.values }

    func sample(_ parameters: Matrix, rows: Int, _ random: inout RandomSequence) {
        normal.sample(parameters, from: 0, rows: rows, &random)
    }

    func drawForImprovement(_ parameters: Matrix, rows: Int, _ random: inout RandomSequence) {
        sample(parameters, rows: rows, &random)
    }

    func sampleUniformly(rows: Int, _ random: inout RandomSequence) {
        normal.sampleUniformly(rows: rows, &random)
    }

    func decide(_ parameters: Matrix, rows: Int) {
        normal.decide(parameters, from: 0, rows: rows)
    }

    func logProbability(part: Int, row: Int) -> Float {
        var sum: Float = 0
        for i in row * dimensions..<(row + 1) * dimensions { sum += normal.logDensity[i] }
        return sum
    }

    func entropy(part: Int, rows: Int) -> Float {
        var sum: Float = 0
        for row in 0..<rows { sum -= logProbability(part: part, row: row) }
        return sum / Float(rows)
    }

    func write(action index: Int, rows: Int, into inputs: Matrix, from offset: Int) {
        for row in 0..<rows {
            inputs.copy(dimensions, of: actions, from: row * dimensions, to: row * inputs.columns + offset)
        }
    }

    func weight(ofAction index: Int, row: Int) -> Float { 1 }

    func take(_ byInput: Matrix, ofAction index: Int, rows: Int, from offset: Int) {
        for row in 0..<rows {
            byAction.copy(dimensions, of: byInput, from: row * byInput.columns + offset, to: row * dimensions)
        }
    }

    func backward(values: Matrix, temperatures: [Float], _ parameters: Matrix, rows: Int, into gradient: Matrix) {
        for row in 0..<rows {
            for d in 0..<dimensions {
                normal.backward(
                    row: row, dimension: d, byValue: byAction[row * dimensions + d],
                    byLogDensity: temperatures[0] / Float(rows), parameters, into: gradient)
            }
        }
    }
}
