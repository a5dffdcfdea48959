@testable import Learners

/// A layer with a batch, computed by the kernels and, in double precision, by the definitions.
struct Layer: CustomStringConvertible {
    let rows: Int
    let inner: Int
    let columns: Int
    let x: [Float]
    let w: [Float]
    let bias: [Float]?
    let dy: [Float]
    /// The rectified inputs' own values where the layer before rectifies.
    let gate: [Float]?
    let rectifies: Bool

    var description: String { "[\(rows), \(inner)] [\(inner), \(columns)]" }

    /// A layer of random numbers; `variant` decides whether it has a bias and a gate and rectifies.
    init(rows: Int, inner: Int, columns: Int, variant: Int = 7) {
        (self.rows, self.inner, self.columns) = (rows, inner, columns)
        x = Samples.floats(rows * inner, seed: 1)
        w = Samples.floats(inner * columns, seed: 2)
        bias = variant & 1 == 0 ? nil : Samples.floats(columns, seed: 3)
        dy = Samples.floats(rows * columns, seed: 4)
        gate = variant & 2 == 0 ? nil : Samples.floats(rows * inner, seed: 5).map { max(0, $0) }
        rectifies = variant & 4 != 0
    }

    /// Row r of the batch as a batch of its own.
    func row(_ r: Int) -> Layer { Layer(row: r, of: self) }

    private init(row r: Int, of batch: Layer) {
        (rows, inner, columns) = (1, batch.inner, batch.columns)
        x = Array(batch.x[r * inner..<(r + 1) * inner])
        (w, bias, rectifies) = (batch.w, batch.bias, batch.rectifies)
        dy = Array(batch.dy[r * columns..<(r + 1) * columns])
        gate = batch.gate.map { [inner] in Array($0[r * inner..<(r + 1) * inner]) }
    }

    struct Results: Equatable {
        var y: [Float]
        var w: [Float]
        var bias: [Float]
        var dx: [Float]
        /// What lay beside the gradients of the parameters: sevens.
        var around: [Float]

        /// The largest differences to exact values, of each array.
        func errors(_ exact: [[Double]]) -> [Double] {
            zip(exact, [y, w, bias, dx]).map { exact, values in
                // A NaN, which no maximum would show, counts as infinite.
                zip(exact, values).reduce(0) { $1.1.isNaN ? .infinity : max($0, abs($1.0 - Double($1.1))) }
            }
        }
    }

    /// What the kernels give, with parameters and their gradients from number `offset` of a network's on.
    func results(_ kind: NetworkKernelKind, offset: Int = 0) -> Results {
        let layer = AffineLayer(inner: inner, columns: columns, offset: offset, hasBias: bias != nil)
        let scratch = KernelScratch(rows: rows, width: max(inner, columns))
        let parameters = Matrix(Array(repeating: .nan, count: offset) + w + (bias ?? []))
        let y = Matrix(repeating: .nan, count: rows * columns)
        NetworkKernel.affine(
            rows: rows, layer, of: parameters, Matrix(x), into: y, rectifies: rectifies, scratch, kind: kind)
        let whole = AffineLayer(inner: inner, columns: columns, offset: offset)
        let gradient = Matrix(repeating: 7, count: whole.end + 3)
        NetworkKernel.parameterGradient(
            rows: rows, whole, of: gradient, Matrix(x), Matrix(dy), scratch, kind: kind)
        let dx = Matrix(repeating: .nan, count: rows * inner)
        NetworkKernel.inputGradient(
            rows: rows, layer, of: parameters, Matrix(dy), gate: gate.map(Matrix.init), into: dx, scratch, kind: kind)
        let gradients = gradient.numbers
        return Results(
            y: y.numbers, w: Array(gradients[offset..<whole.biasOffset]),
            bias: Array(gradients[whole.biasOffset..<whole.end]), dx: dx.numbers,
            around: Array(gradients[..<offset] + gradients[whole.end...]))
    }

    /// What ``results(_:)`` gives, in its order, by sums in double precision.
    var exact: [[Double]] {
        [
            matrix(rows, columns) { r, j in
                var sum = Double(bias?[j] ?? 0)
                for k in 0..<inner { sum += Double(x[r * inner + k]) * Double(w[k * columns + j]) }
                return rectifies ? max(0, sum) : sum
            },
            matrix(inner, columns) { k, j in
                var sum = 0.0
                for r in 0..<rows { sum += Double(x[r * inner + k]) * Double(dy[r * columns + j]) }
                return sum
            },
            matrix(1, columns) { _, j in
                var sum = 0.0
                for r in 0..<rows { sum += Double(dy[r * columns + j]) }
                return sum
            },
            matrix(rows, inner) { r, k in
                if let gate, gate[r * inner + k] <= 0 { return 0 }
                var sum = 0.0
                for j in 0..<columns { sum += Double(dy[r * columns + j]) * Double(w[k * columns + j]) }
                return sum
            },
        ]
    }

    private func matrix(_ rows: Int, _ columns: Int, _ element: (Int, Int) -> Double) -> [Double] {
        (0..<rows * columns).map { element($0 / columns, $0 % columns) }
    }
}
