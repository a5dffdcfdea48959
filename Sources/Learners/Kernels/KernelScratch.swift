import CNetworkKernels

/// Storage that products of matrices work in, allocated once for the largest of them.
///
/// What it holds between calls means nothing: any product whose sizes fit may use it, one at a time.
final class KernelScratch {
    private let storage: Matrix
    private let (rows, width): (Int, Int)

    /// Storage for products of up to `rows` rows between layers of up to `width` numbers.
    init(rows: Int, width: Int) {
        (self.rows, self.width) = (rows, width)
        storage = Matrix(rows: 1, columns: nk_scratch(rows, width, width))
    }

    /// Where it lies, for a product of `rows` rows through `layer`.
    @inline(__always)
    func address(rows: Int, _ layer: AffineLayer) -> UnsafeMutablePointer<Float>? {
        precondition(
            rows >= 1 && rows <= self.rows && layer.inner <= width && layer.columns <= width,
            "scratch for \(self.rows) rows of \(width), \(rows) rows through [\(layer.inner), \(layer.columns)]")
        return unsafe storage.address
    }
}
