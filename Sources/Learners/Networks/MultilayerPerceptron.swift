/// Affine layers with rectifiers between them; the output is affine.
///
/// Parameters, layer after layer: weights `[in, out]`, then biases `[out]`.
struct MultilayerPerceptron: Network {
    /// Numbers in a row before and after each layer.
    let widths: [Int]
    let layers: [AffineLayer]

    /// - Parameters:
    ///   - input: numbers in a row of the input.
    ///   - hidden: units of each hidden layer.
    ///   - output: numbers in a row of the output.
    init(input: Int, hidden: [Int], output: Int) {
        widths = [input] + hidden + [output]
        var offset = 0
        layers = zip(widths, widths.dropFirst()).map { inner, columns in
            let layer = AffineLayer(inner: inner, columns: columns, offset: offset)
            offset = layer.end
            return layer
        }
    }

    var inputWidth: Int { widths[0] }
    var outputWidth: Int { widths[widths.count - 1] }
    var parameterCount: Int { layers[layers.count - 1].end }

    var blocks: [ParameterBlock] {
        layers.enumerated().flatMap { index, layer in layer.blocks("layer\(index)") }
    }

    func initialise(_ parameters: Matrix, _ random: inout RandomSequence) {
        for layer in layers { layer.initialise(parameters, &random) }
    }

    func workspace(rows: Int) -> Workspace {
        Workspace(rows: rows, widths: widths, scratch: KernelScratch(rows: rows, width: widths.max() ?? 1))
    }

    func forward(_ parameters: Matrix, rows: Int, _ workspace: Workspace) {
        for (index, layer) in layers.enumerated() {
            NetworkKernel.affine(
                rows: rows, layer, of: parameters, workspace.values[index], into: workspace.values[index + 1],
                rectifies: index + 1 < layers.count, workspace.scratch)
        }
    }

    func parameterGradient(_ parameters: Matrix, rows: Int, _ workspace: Workspace, into gradient: Matrix) {
        for index in layers.indices.reversed() {
            NetworkKernel.parameterGradient(
                rows: rows, layers[index], of: gradient, workspace.values[index], workspace.gradients[index + 1],
                workspace.scratch)
            if index > 0 { passBack(through: index, parameters, rows: rows, workspace) }
        }
    }

    func inputGradient(_ parameters: Matrix, rows: Int, _ workspace: Workspace) {
        for index in layers.indices.reversed() { passBack(through: index, parameters, rows: rows, workspace) }
    }

    /// The gradient by what goes into layer `index` from that by what comes out of it.
    private func passBack(through index: Int, _ parameters: Matrix, rows: Int, _ workspace: Workspace) {
        NetworkKernel.inputGradient(
            rows: rows, layers[index], of: parameters, workspace.gradients[index + 1],
            gate: index > 0 ? workspace.values[index] : nil, into: workspace.gradients[index], workspace.scratch)
    }
}
