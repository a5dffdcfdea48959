import Testing

@testable import Learners

@Suite("Products of layers")
struct NetworkKernelTests {
    /// Rows, inner sizes and columns around one and two registers and tiles of every instruction set.
    static let rows = [1, 3, 9, 33]
    static let sizes = (inner: [1, 3, 17, 65], columns: [1, 2, 7, 9, 17, 33, 65])

    static func layers(_ rows: Int) -> [Layer] {
        sizes.inner.enumerated().flatMap { i, inner in
            sizes.columns.enumerated().map { j, columns in
                Layer(rows: rows, inner: inner, columns: columns, variant: 3 * i + j)
            }
        }
    }

    @Test("are those of the definitions", arguments: rows)
    func definitions(_ rows: Int) {
        for layer in Self.layers(rows) {
            let exact = layer.exact
            for kind in NetworkKernelKind.available {
                // At most 66 terms below 1: every partial sum below 66 rounds by at most 2^-18, each product by 2^-25.
                let bound = 66 * 0x1p-18
                #expect(layer.results(kind).errors(exact).allSatisfy { $0 <= bound }, "\(layer), \(kind)")
            }
        }
    }

    @Test("begin at the bias and add from the first term on")
    func order() {
        let layer = Layer(rows: 9, inner: 65, columns: 33, variant: 1)
        for kind in NetworkKernelKind.available where kind != .portable {
            let y = layer.results(kind).y
            for r in 0..<layer.rows {
                for j in 0..<layer.columns {
                    let sum = (0..<layer.inner).reduce(layer.bias?[j] ?? .nan) {
                        $0.addingProduct(layer.x[r * layer.inner + $1], layer.w[$1 * layer.columns + j])
                    }
                    #expect(y[r * layer.columns + j] == sum)
                }
            }
        }
    }

    @Test(
        "have the same bits with AVX2 and AVX-512",
        .enabled(if: NetworkKernelKind.avx2.isAvailable && NetworkKernelKind.avx512.isAvailable), arguments: rows)
    func kinds(_ rows: Int) {
        for layer in Self.layers(rows) {
            #expect(layer.results(.avx2) == layer.results(.avx512), "\(layer)")
        }
    }

    @Test("give a row of a batch what it has alone", arguments: NetworkKernelKind.available)
    func alone(_ kind: NetworkKernelKind) {
        for (inner, columns) in [(24, 65), (65, 17), (33, 8), (17, 1), (3, 2), (4, 65)] {
            let batch = Layer(rows: 33, inner: inner, columns: columns)
            let together = batch.results(kind)
            for r in 0..<batch.rows {
                let alone = batch.row(r).results(kind)
                #expect(together.y[r * columns..<(r + 1) * columns] == alone.y[...], "\(batch), row \(r)")
                #expect(together.dx[r * inner..<(r + 1) * inner] == alone.dx[...], "\(batch), row \(r)")
            }
        }
    }

    @Test("touch nothing beside their results and take any alignment", arguments: NetworkKernelKind.available)
    func alignment(_ kind: NetworkKernelKind) {
        let layer = Layer(rows: 17, inner: 9, columns: 33)
        var aligned = layer.results(kind)
        #expect(aligned.around == [7, 7, 7])
        let scratch = KernelScratch(rows: layer.rows, width: layer.columns)
        for offset in 1..<4 {
            let moved = layer.results(kind, offset: offset)
            aligned.around = Array(repeating: 7, count: 3 + offset)
            #expect(moved == aligned)
            // Fewer rows than there is room for.
            let y = Matrix(repeating: 7, count: layer.rows * layer.columns)
            NetworkKernel.affine(
                rows: layer.rows - offset, AffineLayer(inner: layer.inner, columns: layer.columns, offset: 0),
                of: Matrix(layer.w + (layer.bias ?? [])), Matrix(layer.x), into: y, rectifies: true, scratch, kind: kind
            )
            let used = (layer.rows - offset) * layer.columns
            #expect(Array(y.numbers[..<used]) == Array(aligned.y[..<used]))
            #expect(y.numbers[used...].allSatisfy { $0 == 7 })
        }
    }

    @Test("let NaN through", arguments: NetworkKernelKind.available)
    func nan(_ kind: NetworkKernelKind) {
        let y = Matrix(rows: 2, columns: 1)
        NetworkKernel.affine(
            rows: 2, AffineLayer(inner: 1, columns: 1, offset: 0, hasBias: false), of: Matrix([1]), Matrix([.nan, -1]),
            into: y, rectifies: true, KernelScratch(rows: 2, width: 1), kind: kind)
        #expect(y[0].isNaN && y[1] == 0)
    }

    @Test("refuse shapes that do not fit")
    func shapes() async {
        await #expect(processExitsWith: .failure) {
            NetworkKernel.affine(
                rows: 1, AffineLayer(inner: 2, columns: 2, offset: 0), of: Matrix([1, 2, 3, 4, 5, 6]), Matrix([1, 2]),
                into: Matrix([0]), rectifies: false, KernelScratch(rows: 1, width: 2))
        }
        await #expect(processExitsWith: .failure) {
            NetworkKernel.affine(
                rows: 1, AffineLayer(inner: 2, columns: 2, offset: 1), of: Matrix([1, 2, 3, 4, 5, 6]), Matrix([1, 2]),
                into: Matrix([0, 0]), rectifies: false, KernelScratch(rows: 1, width: 2))
        }
        await #expect(processExitsWith: .failure) {
            NetworkKernel.affine(
                rows: 1, AffineLayer(inner: 2, columns: 2, offset: 0), of: Matrix([1, 2, 3, 4, 5, 6]), Matrix([1, 2]),
                into: Matrix([0, 0]), rectifies: false, KernelScratch(rows: 1, width: 1))
        }
    }
}
