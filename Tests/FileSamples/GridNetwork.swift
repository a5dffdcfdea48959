import Checkpoints
import Glibc

/// Two exchangeable layers over a grid, the first with a bias per place, and outputs per place, per row, per column and for
/// the whole.
struct GridNetwork {
    static let (rows, columns, features, hidden, heads) = (4, 3, 2, 8, 2)

    private let first: GraphBuilder.ExchangeableWeights
    private let second: GraphBuilder.ExchangeableWeights

    init() {
        var numbers = Numbering(seed: 21)
        let (f, h, k) = (Self.features, Self.hidden, Self.heads)
        func matrix(_ a: Int, _ b: Int, _ numbers: inout Numbering) -> [Float] { numbers.next(a * b, 0.5) }
        first = GraphBuilder.ExchangeableWeights(
            element: matrix(f, h, &numbers), column: matrix(f, h, &numbers), row: matrix(f, h, &numbers),
            all: matrix(f, h, &numbers), biases: numbers.next(Self.rows * Self.columns * h, 0.5), hasBiasPerPlace: true)
        second = GraphBuilder.ExchangeableWeights(
            element: matrix(h, k, &numbers), column: matrix(h, k, &numbers), row: matrix(h, k, &numbers),
            all: matrix(h, k, &numbers), biases: numbers.next(k, 0.5))
    }

    var model: OnnxModel {
        var actor = GraphBuilder(name: "grid")
        let x = actor.input(
            "features", ["B", .fixed(Self.rows), .fixed(Self.columns), .fixed(Self.features)])
        let hidden = actor.relu(actor.exchangeable(x, "layer0", first, outputs: Self.hidden))
        let y = actor.exchangeable(hidden, "layer1", second, outputs: Self.heads)
        actor.output("places", y)
        actor.output("rows", actor.meanOfRows(y))
        actor.output("columns", actor.meanOfColumns(y))
        let flat = actor.reshape(y, ["B", .fixed(Self.rows * Self.columns), .fixed(Self.heads)])
        let sum = actor.sum(flat, over: [1], keepingAxes: false)
        let both = actor.concatenate([sum, actor.softplus(sum)])
        actor.output("whole", actor.insertAxis(actor.dropAxis(actor.insertAxis(both, 1), 1), 1))
        return actor.model()
    }

    func sample() -> Sample {
        var numbers = Numbering(seed: 22)
        let (n, m, k) = (Self.rows, Self.columns, Self.heads)
        var sample = Sample(name: "grid", model: model, cases: [])
        for batch in [1, 3] {
            var input: [Double] = []
            var (places, rows, columns, whole): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
            for _ in 0..<batch {
                let x = numbers.next(n * m * Self.features, 1).map(Double.init)
                input += x
                let hidden = forward(x, Self.features, first, Self.hidden).map { max($0, 0) }
                let y = forward(hidden, Self.hidden, second, k)
                places += y
                for i in 0..<n {
                    for c in 0..<k { rows.append((0..<m).reduce(0) { $0 + y[(i * m + $1) * k + c] } / Double(m)) }
                }
                for j in 0..<m {
                    for c in 0..<k { columns.append((0..<n).reduce(0) { $0 + y[($1 * m + j) * k + c] } / Double(n)) }
                }
                let sums = (0..<k).map { c in (0..<n * m).reduce(0) { $0 + y[$1 * k + c] } }
                whole += sums + sums.map { log1p(exp($0)) }
            }
            sample.cases.append(
                (
                    .init(name: "features", shape: [batch, n, m, Self.features], values: input),
                    [
                        .init(name: "places", shape: [batch, n, m, k], values: places),
                        .init(name: "rows", shape: [batch, n, k], values: rows),
                        .init(name: "columns", shape: [batch, m, k], values: columns),
                        .init(name: "whole", shape: [batch, 1, 2 * k], values: whole),
                    ]
                ))
        }
        return sample
    }

    private func forward(
        _ x: [Double], _ f: Int, _ weights: GraphBuilder.ExchangeableWeights, _ h: Int
    ) -> [Double] {
        let (n, m) = (Self.rows, Self.columns)
        func mean(_ places: [(Int, Int)], _ c: Int) -> Double {
            places.reduce(0) { $0 + x[($1.0 * m + $1.1) * f + c] } / Double(places.count)
        }
        var y: [Double] = []
        for i in 0..<n {
            for j in 0..<m {
                for o in 0..<h {
                    var sum = Double(weights.biases[weights.hasBiasPerPlace ? (i * m + j) * h + o : o])
                    for c in 0..<f {
                        let everywhere = (0..<n).flatMap { i in (0..<m).map { (i, $0) } }
                        sum += x[(i * m + j) * f + c] * Double(weights.element[c * h + o])
                        sum += mean((0..<n).map { ($0, j) }, c) * Double(weights.column[c * h + o])
                        sum += mean((0..<m).map { (i, $0) }, c) * Double(weights.row[c * h + o])
                        sum += mean(everywhere, c) * Double(weights.all[c * h + o])
                    }
                    y.append(sum)
                }
            }
        }
        return y
    }
}
