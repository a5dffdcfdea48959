/// Where a layer's parameters lie among a network's: weights `[inner, columns]`, then biases `[columns]` if it has them.
struct AffineLayer: Sendable, Hashable {
    /// Numbers of an input row.
    let inner: Int
    /// Numbers of an output row.
    let columns: Int
    /// Index of the first weight.
    let offset: Int
    let hasBias: Bool

    init(inner: Int, columns: Int, offset: Int, hasBias: Bool = true) {
        precondition(inner > 0 && columns > 0 && offset >= 0, "a layer of [\(inner), \(columns)] at \(offset)")
        self.inner = inner
        self.columns = columns
        self.offset = offset
        self.hasBias = hasBias
    }

    /// Index of the first bias.
    var biasOffset: Int { offset + inner * columns }
    /// Index after its last parameter.
    var end: Int { biasOffset + (hasBias ? columns : 0) }

    /// Draws its parameters uniformly from +-1/sqrt(fan-in), as PyTorch's linear layers and so Stable-Baselines3 and CleanRL
    /// start.
    func initialise(_ parameters: Matrix, _ random: inout RandomSequence) {
        random.fillUniforms(offset..<end, of: parameters)
        let bound = 1 / Float(inner).squareRoot()
        for i in offset..<end { parameters[i] = bound * (2 * parameters[i] - 1) }
    }
}
