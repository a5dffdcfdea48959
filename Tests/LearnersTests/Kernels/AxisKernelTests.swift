import Testing

@testable import Learners

@Suite("Kernels along an axis")
struct AxisKernelTests {
    /// Arrays whose rows are around one and two registers of every instruction set, with axes of one place and more.
    static let views = [1, 3].flatMap { outer in
        [1, 2, 5].flatMap { axis in
            [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33].map { AxisView(outer: outer, axis: axis, inner: $0) }
        }
    }

    /// Numbers around x, which nothing may touch, and what a result begins as.
    private static let margin = 3

    /// Numbers of which some are equal, so that largest ones tie.
    private static func coarse(_ count: Int, seed: UInt64) -> [Float] {
        Samples.floats(count, seed: seed).map { ($0 * 4).rounded() / 4 }
    }

    /// A matrix of `numbers` with sevens after them.
    private static func matrix(_ numbers: [Float]) -> Matrix {
        Matrix(numbers + Array(repeating: 7, count: margin))
    }

    private static let sevens = Array(repeating: Float(7), count: margin)

    /// Calls `body` with the index of every number of x and that of its place in y, in ascending order of the axis.
    private static func walk(_ view: AxisView, _ body: (_ x: Int, _ y: Int) -> Void) {
        for outer in 0..<view.outer {
            for place in 0..<view.axis {
                for inner in 0..<view.inner {
                    body((outer * view.axis + place) * view.inner + inner, outer * view.inner + inner)
                }
            }
        }
    }

    // Plain loops in single precision and in the kernels' order round as they do: every bit is the same.

    @Test("sums are those of a plain loop", arguments: NetworkKernelKind.available)
    func sums(_ kind: NetworkKernelKind) {
        for view in Self.views {
            let x = Samples.floats(view.count, seed: 1)
            var expected = Array(repeating: Float(0), count: view.pooledCount)
            Self.walk(view) { expected[$1] += x[$0] }
            let y = Self.matrix([7, 7] + Array(repeating: .nan, count: view.pooledCount))
            NetworkKernel.sum(view, scale: 0.3, Matrix(x), into: y, from: 2, kind: kind)
            #expect(y.numbers == [7, 7] + expected.map { 0.3 * $0 } + Self.sevens, "\(view)")
        }
    }

    @Test("largest ones are those of a plain loop", arguments: NetworkKernelKind.available)
    func largest(_ kind: NetworkKernelKind) {
        for view in Self.views {
            let x = Self.coarse(view.count, seed: 2)
            var expected = Array(repeating: -Float.infinity, count: view.pooledCount)
            Self.walk(view) { expected[$1] = max(expected[$1], x[$0]) }
            let y = Self.matrix(Array(repeating: .nan, count: view.pooledCount))
            NetworkKernel.largest(view, Matrix(x), into: y, kind: kind)
            #expect(y.numbers == expected + Self.sevens, "\(view)")
        }
    }

    @Test("additions are those of a plain loop", arguments: NetworkKernelKind.available)
    func additions(_ kind: NetworkKernelKind) {
        for view in Self.views {
            let y = Samples.floats(view.pooledCount + 2, seed: 3)
            var expected = Samples.floats(view.count, seed: 4)
            let x = Self.matrix(expected)
            Self.walk(view) { expected[$0] += 0.3 * y[$1 + 2] }
            NetworkKernel.add(view, scale: 0.3, Matrix(y), from: 2, to: x, kind: kind)
            #expect(x.numbers == expected + Self.sevens, "\(view)")
        }
    }

    @Test("a gradient goes to the first of the largest ones", arguments: NetworkKernelKind.available)
    func gradientsOfLargest(_ kind: NetworkKernelKind) {
        for view in Self.views {
            let x = Self.coarse(view.count, seed: 5)
            let dy = Samples.floats(view.pooledCount, seed: 6)
            var expected = Samples.floats(view.count, seed: 7)
            let dx = Self.matrix(expected)
            let largest = Matrix(rows: 1, columns: view.pooledCount)
            NetworkKernel.largest(view, Matrix(x), into: largest, kind: kind)
            var isFound = Array(repeating: false, count: view.pooledCount)
            Self.walk(view) {
                guard !isFound[$1], x[$0] == largest[$1] else { return }
                isFound[$1] = true
                expected[$0] += dy[$1]
            }
            NetworkKernel.addToLargest(view, Matrix(x), largest: largest, Matrix(dy), to: dx, kind: kind)
            #expect(isFound.allSatisfy { $0 })
            #expect(dx.numbers == expected + Self.sevens, "\(view)")
        }
    }

    @Test("rows are scaled and axes exchanged as by plain loops", arguments: NetworkKernelKind.available)
    func exchanges(_ kind: NetworkKernelKind) {
        for view in Self.views {
            let numbers = Samples.floats(view.count, seed: 10)
            let y = Self.matrix(Array(repeating: .nan, count: view.count))
            NetworkKernel.exchange(
                outer: view.outer, rows: view.axis, columns: view.inner, Matrix(numbers), into: y, kind: kind)
            var expected = numbers
            for outer in 0..<view.outer {
                for place in 0..<view.axis {
                    for inner in 0..<view.inner {
                        expected[(outer * view.inner + inner) * view.axis + place] =
                            numbers[(outer * view.axis + place) * view.inner + inner]
                    }
                }
            }
            #expect(y.numbers == expected + Self.sevens, "\(view)")
            let rows = view.outer * view.axis
            let scales = Samples.floats(rows, seed: 11)
            let x = Self.matrix(numbers)
            NetworkKernel.scaleRows(rows: rows, columns: view.inner, by: Matrix(scales), x, kind: kind)
            #expect(x.numbers == numbers.indices.map { numbers[$0] * scales[$0 / view.inner] } + Self.sevens, "\(view)")
        }
    }

    @Test("a rectifier opens gates, and closes them for gradients", arguments: NetworkKernelKind.available)
    func gates(_ kind: NetworkKernelKind) {
        for (rows, columns) in [(1, 1), (2, 3), (3, 8), (5, 17), (4, 33)] {
            let count = rows * columns
            let numbers = Self.coarse(count, seed: 8)
            let gates: [Float] = (0..<rows).map { $0 % 2 == 0 ? 1 : 0 }
            for isGated in [false, true] {
                let expected = (0..<count).map { max(0, numbers[$0]) * (isGated ? gates[$0 / columns] : 1) }
                let x = Self.matrix(numbers)
                NetworkKernel.rectify(
                    rows: rows, columns: columns, gates: isGated ? Matrix(gates) : nil, x, kind: kind)
                #expect(x.numbers == expected + Self.sevens, "[\(rows), \(columns)]")
                let dy = Self.matrix(Samples.floats(count, seed: 9))
                NetworkKernel.closeGates(count, x, dy, kind: kind)
                let passed = zip(Samples.floats(count, seed: 9), expected).map { $1 > 0 ? $0 : 0 }
                #expect(dy.numbers == passed + Self.sevens, "[\(rows), \(columns)]")
            }
        }
    }

    @Test("NaN stays NaN in a rectifier and closes its gate", arguments: NetworkKernelKind.available)
    func nan(_ kind: NetworkKernelKind) {
        let x = Matrix([.nan, 1, -1])
        NetworkKernel.rectify(rows: 1, columns: 3, gates: nil, x, kind: kind)
        #expect(x[0].isNaN && x[1] == 1 && x[2] == 0)
        let dy = Matrix([1, 1, 1])
        NetworkKernel.closeGates(3, x, dy, kind: kind)
        #expect(dy.numbers == [0, 1, 0])
    }
}
