/// Layers of the networks that learners here have.
extension GraphBuilder {
    /// Observations of many agents as the batches of a network each: `[B, A, d]` as `[A, B, d]`.
    ///
    /// Done twice, nothing is done: it also turns what the networks answer back.
    public mutating func swappingAgentsAndBatch(_ x: Value) -> Value { transpose(x, [1, 0, 2]) }

    /// `x W + b`: an affine layer, or one for each of several independent networks.
    ///
    /// One network: `x` of `[..., d]`, `name.weight` of `[d, h]`, `name.bias` of `[h]`. A networks: `x` of `[A, B, d]`,
    /// `name.weight` of `[A, d, h]`, `name.bias` of `[A, 1, h]`.
    ///
    /// - Parameters:
    ///   - x: what comes in.
    ///   - name: under which the learned numbers are found again.
    ///   - weights: row-major, from input to output.
    ///   - biases: row-major.
    ///   - outputs: h.
    ///   - networks: A; `nil` for one network.
    /// - Returns: a value of `[..., h]`, or of `[A, B, h]`.
    public mutating func dense(
        _ x: Value, _ name: String, weights: [Float], biases: [Float], outputs: Int, networks: Int? = nil
    ) -> Value {
        let inputs = x.length(-1)
        let w = parameter(
            "\(name).weight", shape: networks.map { [$0, inputs, outputs] } ?? [inputs, outputs], weights)
        let b = parameter("\(name).bias", shape: networks.map { [$0, 1, outputs] } ?? [outputs], biases)
        return add(matMul(x, w), b)
    }
}
