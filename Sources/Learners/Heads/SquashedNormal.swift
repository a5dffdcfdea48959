/// Independent normal numbers squashed into a range, with the densities and derivatives that a stochastic policy needs.
///
/// A number is a = s(x) with x = mean + std e and e standard normal; its density is that of x over the slope of s at x.
/// Of D numbers an actor says D means and then D logarithms of standard deviations, which are clipped to a range.
///
/// - SeeAlso: Haarnoja et al. 2018b, appendix C.
final class SquashedNormal {
    /// Numbers D of a row.
    let dimensions: Int
    let squash: Squash
    /// Limits of log std; the gradient is zero outside.
    let logStdRange: ClosedRange<Float>

    // Of the batch sampled last, each of shape `[rows, D]`.
    private let noise: Matrix
    private let logStd: Matrix
    private let std: Matrix
    private let unsquashed: Matrix
    /// a = s(x).
    let values: Matrix
    /// The logarithm of each number's density.
    let logDensity: Matrix
    /// First column of the means in what was sampled from last, and numbers of its row.
    private var (column, stride) = (0, 0)

    /// Room for `rows` rows.
    init(rows: Int, dimensions: Int, squash: Squash, logStdRange: ClosedRange<Float>) {
        self.dimensions = dimensions
        self.squash = squash
        self.logStdRange = logStdRange
        noise = Matrix(rows: rows, columns: dimensions)
        logStd = Matrix(rows: rows, columns: dimensions)
        std = Matrix(rows: rows, columns: dimensions)
        unsquashed = Matrix(rows: rows, columns: dimensions)
        values = Matrix(rows: rows, columns: dimensions)
        logDensity = Matrix(rows: rows, columns: dimensions)
    }

    /// Draws the numbers of the first `rows` rows.
    ///
    /// - Parameters:
    ///   - parameters: an actor's output; its columns from `column` on are means, then logarithms of std.
    ///   - column: where they begin.
    ///   - rows: how many rows count.
    ///   - random: where the noise comes from.
    func sample(_ parameters: Matrix, from column: Int, rows: Int, _ random: inout RandomSequence) {
        random.fillNormals(0..<rows * dimensions, of: noise)
        evaluate(parameters, from: column, rows: rows)
    }

    /// Sets the numbers of the first `rows` rows to s(mean), as a sample without noise.
    func sampleMeans(_ parameters: Matrix, from column: Int, rows: Int) {
        noise.clear(rows * dimensions)
        evaluate(parameters, from: column, rows: rows)
    }

    /// Adds normal noise of deviation `deviation` to the numbers, within their range.
    func perturb(rows: Int, deviation: Float, _ random: inout RandomSequence) {
        random.fillNormals(0..<rows * dimensions, of: noise)
        let (low, high) = (squash.range.lowerBound, squash.range.upperBound)
        for i in 0..<rows * dimensions { values[i] = min(max(values[i] + deviation * noise[i], low), high) }
    }

    /// As ``sample``, with the noise that was drawn last.
    func evaluate(_ parameters: Matrix, from column: Int, rows: Int) {
        precondition(
            column + 2 * dimensions <= parameters.columns,
            "\(parameters.columns) columns, means of \(dimensions) numbers from column \(column)")
        (self.column, stride) = (column, parameters.columns)
        let count = rows * dimensions
        clip(parameters, rows: rows)
        NetworkKernel.exp(count, logStd, into: std)
        move(parameters, rows: rows)
        squash.apply(count, unsquashed, into: values)
        squash.logSlopes(count, at: unsquashed, into: logDensity)
        let (noise, logStd) = (noise, logStd)
        for i in 0..<count {
            logDensity[i] = -0.5 * noise[i] * noise[i] - logStd[i] - Self.halfLogTwoPi - logDensity[i]
        }
    }

    /// Sets the numbers of the first `rows` rows to s(mean).
    func decide(_ parameters: Matrix, from column: Int, rows: Int) {
        for row in 0..<rows {
            unsquashed.copy(dimensions, of: parameters, from: row * parameters.columns + column, to: row * dimensions)
        }
        squash.apply(rows * dimensions, unsquashed, into: values)
    }

    /// Draws the numbers of the first `rows` rows uniformly from their range.
    func sampleUniformly(rows: Int, _ random: inout RandomSequence) {
        random.fillUniforms(0..<rows * dimensions, of: values)
        let (low, high) = (squash.range.lowerBound, squash.range.upperBound)
        for i in 0..<rows * dimensions { values[i] = low + (high - low) * values[i] }
    }

    /// Replaces each number of the first `rows` rows by any of its range with probability `share`.
    func explore(rows: Int, share: Float, _ random: inout RandomSequence) {
        guard share > 0 else { return }
        let count = rows * dimensions
        let (low, high) = (squash.range.lowerBound, squash.range.upperBound)
        // The density of what was sampled is of no use any more, and neither is the noise: their room is.
        random.fillUniforms(0..<count, of: noise)
        random.fillUniforms(0..<count, of: logDensity)
        for i in 0..<count where noise[i] < share { values[i] = low + (high - low) * logDensity[i] }
    }

    /// The gradient of a loss by the means and logarithms of std that row `row` was sampled from.
    ///
    /// - Parameters:
    ///   - row: whose numbers.
    ///   - dimension: which of them.
    ///   - byValue: the loss's derivative by the number, apart from its density.
    ///   - byLogDensity: the loss's derivative by the logarithm of its density.
    ///   - parameters: what was sampled from.
    ///   - gradient: receives the two derivatives, in the columns that the numbers have in `parameters`.
    func backward(
        row: Int, dimension: Int, byValue: Float, byLogDensity: Float, _ parameters: Matrix,
        into gradient: Matrix
    ) {
        let i = row * dimensions + dimension
        let mean = row * stride + column + dimension
        let value = values[i]
        // By x: through the number itself, and through the slope in its density.
        let byX = byValue * squash.slope(at: value) - byLogDensity * squash.logSlopeGrowth(at: value)
        gradient[mean] = byX
        gradient[mean + dimensions] =
            logStdRange.contains(parameters[mean + dimensions])
            ? byX * std[i] * noise[i] - byLogDensity : 0
    }

    private func clip(_ parameters: Matrix, rows: Int) {
        let source = parameters
        let (low, high) = (logStdRange.lowerBound, logStdRange.upperBound)
        for row in 0..<rows {
            let first = row * stride + column + dimensions
            for d in 0..<dimensions { logStd[row * dimensions + d] = min(max(source[first + d], low), high) }
        }
    }

    private func move(_ parameters: Matrix, rows: Int) {
        let (source, noise, std) = (parameters, noise, std)
        let x = unsquashed
        for row in 0..<rows {
            for d in 0..<dimensions {
                let i = row * dimensions + d
                x[i] = source[row * stride + column + d] + std[i] * noise[i]
            }
        }
    }

    private static let halfLogTwoPi: Float = 0.918_938_5
}
