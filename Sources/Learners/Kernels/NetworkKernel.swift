import CNetworkKernels

/// The arithmetic of neural networks over whole matrices, by vector kernels; nothing is allocated.
///
/// Every element of a product is one chain of fused multiply-adds in ascending order of the inner index: a row of a batch
/// has the bits that it has alone, whatever the batch, and the two wide instruction sets agree bit for bit
/// (``NetworkKernelKind``).
enum NetworkKernel {
    /// A layer: `y = x w + b`, or `max(0, x w + b)`; NaN stays NaN.
    ///
    /// - Parameters:
    ///   - rows: how many inputs.
    ///   - layer: where its parameters lie.
    ///   - parameters: a network's.
    ///   - x: inputs, shape `[rows, inner]` at least.
    ///   - y: receives the outputs, shape `[rows, columns]` at least.
    ///   - rectifies: whether negative outputs become 0.
    ///   - scratch: storage for a product of these sizes.
    ///   - kind: the instruction set to use.
    /// - Complexity: O(rows·inner·columns).
    static func affine(
        rows: Int, _ layer: AffineLayer, of parameters: Matrix, _ x: Matrix, into y: Matrix, rectifies: Bool,
        _ scratch: KernelScratch, kind: NetworkKernelKind = .best
    ) {
        let storage = unsafe scratch.address(rows: rows, layer)
        requireFit(rows: rows, layer, parameters, inputs: x, outputs: y)
        guard let start = unsafe parameters.address else { return }
        unsafe nk_affine(
            kind.rawValue, rows, layer.inner, layer.columns, x.address, start + layer.offset,
            layer.hasBias ? start + layer.biasOffset : nil, y.address, rectifies ? 1 : 0, storage)
    }

    /// The gradient of a layer's weights, `x^T dy`, and of its biases, the column sums of `dy` from the first row on.
    ///
    /// - Parameters:
    ///   - rows: how many inputs.
    ///   - layer: where its parameters' gradients lie.
    ///   - gradient: receives them at the layer's place.
    ///   - x: inputs, shape `[rows, inner]` at least.
    ///   - dy: the gradient of the outputs, shape `[rows, columns]` at least.
    ///   - scratch: storage for a product of these sizes.
    ///   - kind: the instruction set to use.
    /// - Complexity: O(rows·inner·columns).
    static func parameterGradient(
        rows: Int, _ layer: AffineLayer, of gradient: Matrix, _ x: Matrix, _ dy: Matrix, _ scratch: KernelScratch,
        kind: NetworkKernelKind = .best
    ) {
        let storage = unsafe scratch.address(rows: rows, layer)
        requireFit(rows: rows, layer, gradient, inputs: x, outputs: dy)
        guard let start = unsafe gradient.address else { return }
        unsafe nk_weight_gradient(
            kind.rawValue, rows, layer.inner, layer.columns, x.address, dy.address, start + layer.offset,
            layer.hasBias ? start + layer.biasOffset : nil, storage)
    }

    /// The gradient of a layer's inputs: `dy w^T`, and 0 where `gate`, the rectified inputs themselves, is not positive.
    ///
    /// - Parameters:
    ///   - rows: how many inputs.
    ///   - layer: where its parameters lie.
    ///   - parameters: a network's.
    ///   - dy: the gradient of the outputs, shape `[rows, columns]` at least.
    ///   - gate: what the layer before gave, shape `[rows, inner]` at least; nil where it does not rectify.
    ///   - dx: receives the gradient of the inputs, shape `[rows, inner]` at least.
    ///   - scratch: storage for a product of these sizes.
    ///   - kind: the instruction set to use.
    /// - Complexity: O(rows·inner·columns).
    static func inputGradient(
        rows: Int, _ layer: AffineLayer, of parameters: Matrix, _ dy: Matrix, gate: Matrix?, into dx: Matrix,
        _ scratch: KernelScratch, kind: NetworkKernelKind = .best
    ) {
        let storage = unsafe scratch.address(rows: rows, layer)
        requireFit(rows: rows, layer, parameters, inputs: dx, outputs: dy)
        precondition((gate?.count ?? dx.count) >= rows * layer.inner, "\(gate?.count ?? 0) gates of \(rows) rows")
        guard let start = unsafe parameters.address else { return }
        unsafe nk_input_gradient(
            kind.rawValue, rows, layer.inner, layer.columns, dy.address, start + layer.offset, gate?.address,
            dx.address, storage)
    }

    @inline(__always)
    private static func requireFit(
        rows: Int, _ layer: AffineLayer, _ parameters: Matrix, inputs: Matrix, outputs: Matrix
    ) {
        precondition(layer.end <= parameters.count, "a layer up to \(layer.end) of \(parameters.count) parameters")
        precondition(inputs.count >= rows * layer.inner, "\(inputs.count) numbers, not [\(rows), \(layer.inner)]")
        precondition(outputs.count >= rows * layer.columns, "\(outputs.count) numbers, not [\(rows), \(layer.columns)]")
    }
}
