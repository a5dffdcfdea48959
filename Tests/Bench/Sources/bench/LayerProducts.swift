import CNetworkKernels
import COpenBLAS
import Learners

/// A layer's three products, by our kernels and by OpenBLAS.
///
/// Both are called as the C functions that they are: what ``Learners`` puts around its own is not public, and is in the
/// times of decisions and of training.
struct LayerProducts {
    enum Product: CaseIterable {
        case forward, weights, inputs
    }

    let rows: Int
    let inner: Int
    let columns: Int
    private let x: AlignedNumbers
    private let w: AlignedNumbers
    private let y: AlignedNumbers
    private let scratch: AlignedNumbers
    private let kind = NetworkKernelKind.best.rawValue

    init(rows: Int, inner: Int, columns: Int) {
        (self.rows, self.inner, self.columns) = (rows, inner, columns)
        x = AlignedNumbers(rows * inner)
        w = AlignedNumbers(inner * columns)
        y = AlignedNumbers(rows * columns)
        scratch = AlignedNumbers(nk_scratch(rows, inner, columns))
    }

    func ours(_ product: Product) {
        let (x, w, y, scratch) = unsafe (x.address, w.address, y.address, scratch.address)
        switch product {
        case .forward: unsafe nk_affine(kind, rows, inner, columns, x, w, nil, y, 0, scratch)
        case .weights: unsafe nk_weight_gradient(kind, rows, inner, columns, x, y, w, nil, scratch)
        case .inputs: unsafe nk_input_gradient(kind, rows, inner, columns, y, w, nil, x, scratch)
        }
    }

    func openBLAS(_ product: Product) {
        let (x, w, y) = unsafe (x.address, w.address, y.address)
        switch product {
        case .forward: unsafe openblas_multiply(rows, columns, inner, x, 0, w, 0, y)
        case .weights: unsafe openblas_multiply(inner, columns, rows, x, 1, y, 0, w)
        case .inputs: unsafe openblas_multiply(rows, inner, columns, y, 0, w, 1, x)
        }
    }
}
