/// A differentiable function from rows of numbers to rows of numbers.
///
/// A network is a shape. Its numbers lie apart from it in one flat array, so that a target network is a second array and an
/// optimiser walks one; what passes through it lies in a ``Workspace``, so that training and playing do not disturb each
/// other. A row's output depends on its input alone, bit for bit, however many rows there are.
protocol Network: Sendable {
    /// Numbers in a row of the input.
    var inputWidth: Int { get }
    /// Numbers in a row of the output.
    var outputWidth: Int { get }
    var parameterCount: Int { get }

    /// Its parameters by name, in their order.
    var blocks: [ParameterBlock] { get }

    /// Draws parameters to start from.
    func initialise(_ parameters: Matrix, _ random: inout RandomSequence)

    /// Room for batches of up to `rows` rows.
    func workspace(rows: Int) -> Workspace

    /// Computes `workspace.output` of `workspace.input`.
    ///
    /// - Parameters:
    ///   - parameters: `parameterCount` numbers.
    ///   - rows: rows of the batch, no more than the workspace has.
    ///   - workspace: of this network; keeps what ``parameterGradient`` and ``inputGradient`` need.
    func forward(_ parameters: Matrix, rows: Int, _ workspace: Workspace)

    /// Computes the gradient of a loss by the parameters from `workspace.outputGradient`, of the batch last forwarded.
    ///
    /// - Parameters:
    ///   - parameters: those of the forward pass.
    ///   - rows: rows of the batch.
    ///   - workspace: of this network.
    ///   - gradient: `parameterCount` numbers; replaced, not added to.
    func parameterGradient(_ parameters: Matrix, rows: Int, _ workspace: Workspace, into gradient: Matrix)

    /// Computes `workspace.inputGradient` from `workspace.outputGradient`, of the batch last forwarded.
    func inputGradient(_ parameters: Matrix, rows: Int, _ workspace: Workspace)
}

/// What passes through a network, forwards and backwards, with room for a number of rows.
class Workspace {
    let rows: Int
    /// Per layer the numbers after it, the input first, the output last.
    final let values: [Matrix]
    /// The loss's gradient by each of ``values``.
    final let gradients: [Matrix]
    let scratch: KernelScratch

    init(rows: Int, widths: [Int], scratch: KernelScratch) {
        self.rows = rows
        values = widths.map { Matrix(rows: rows, columns: $0) }
        gradients = widths.map { Matrix(rows: rows, columns: $0) }
        self.scratch = scratch
    }

    /// Shape `[rows, inputWidth]`.
    final var input: Matrix { values[0] }
    /// Shape `[rows, outputWidth]`.
    final var output: Matrix { values[values.count - 1] }
    /// Shape `[rows, outputWidth]`, to be filled before a gradient is asked for.
    final var outputGradient: Matrix { gradients[gradients.count - 1] }
    /// Shape `[rows, inputWidth]`.
    final var inputGradient: Matrix { gradients[0] }
}
