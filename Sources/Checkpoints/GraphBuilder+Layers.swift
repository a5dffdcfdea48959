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

    /// What an exchangeable layer has learned; each matrix is row-major, f inputs by h outputs.
    public struct ExchangeableWeights: Equatable, Sendable {
        /// Of the element itself, of its column's mean, of its row's mean and of the mean of all.
        public var element, column, row, all: [Float]
        public var biases: [Float]
        /// Whether there is a bias for each place of the grid, `[N, M, h]`, and not one for all, `[h]`.
        public var hasBiasPerPlace: Bool

        public init(
            element: [Float], column: [Float], row: [Float], all: [Float], biases: [Float],
            hasBiasPerPlace: Bool = false
        ) {
            self.element = element
            self.column = column
            self.row = row
            self.all = all
            self.biases = biases
            self.hasBiasPerPlace = hasBiasPerPlace
        }
    }

    /// A layer over a grid that treats all rows alike and all columns alike:
    /// `x W1 + mean_n(x) W2 + mean_m(x) W3 + mean_nm(x) W4 + b`.
    ///
    /// Exchanging two rows of the input exchanges these rows of the output, and columns likewise, unless there is a bias for
    /// each place.
    ///
    /// - Parameters:
    ///   - x: features of `[B, N, M, f]`.
    ///   - name: of the parameters, which are `name.element`, `name.column`, `name.row`, `name.all` and `name.bias`.
    ///   - weights: what was learned.
    ///   - outputs: h.
    /// - Returns: a value of `[B, N, M, h]`.
    /// - SeeAlso: Hartford et al., Deep Models of Interactions Across Sets, ICML 2018.
    public mutating func exchangeable(
        _ x: Value, _ name: String, _ weights: ExchangeableWeights, outputs: Int
    ) -> Value {
        precondition(x.shape.count == 4, "\(x.name) \(x.shape) is no batch of grids")
        let shape = [x.length(3), outputs]
        let element = parameter("\(name).element", shape: shape, weights.element)
        var total = matMul(x, element)
        for (part, matrix, axes) in [
            ("column", weights.column, [1]), ("row", weights.row, [2]), ("all", weights.all, [1, 2]),
        ] {
            let mean = mean(x, over: axes)
            let matrix = parameter("\(name).\(part)", shape: shape, matrix)
            total = add(total, matMul(mean, matrix))
        }
        let bias = parameter(
            "\(name).bias", shape: weights.hasBiasPerPlace ? [x.length(1), x.length(2), outputs] : [outputs],
            weights.biases)
        return add(total, bias)
    }

    /// Per row of a grid, the mean over its columns: `[B, N, M, h]` as `[B, N, h]`.
    public mutating func meanOfRows(_ x: Value) -> Value { mean(x, over: [2], keepingAxes: false) }

    /// Per column of a grid, the mean over its rows: `[B, N, M, h]` as `[B, M, h]`.
    public mutating func meanOfColumns(_ x: Value) -> Value { mean(x, over: [1], keepingAxes: false) }
}
