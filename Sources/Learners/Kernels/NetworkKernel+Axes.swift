import CNetworkKernels

/// An array seen as `[outer, axis, inner]`, the axis being one that something is pooled along.
struct AxisView: Sendable, Hashable {
    let outer: Int
    let axis: Int
    let inner: Int

    /// Numbers of the array.
    var count: Int { outer * axis * inner }
    /// Numbers of what is pooled, `[outer, inner]`.
    var pooledCount: Int { outer * inner }
}

extension NetworkKernel {
    /// y, from its number `start` on, = `scale` times the sum of x along the axis.
    static func sum(
        _ view: AxisView, scale: Float = 1, _ x: Matrix, into y: Matrix, from start: Int = 0,
        kind: NetworkKernelKind = .best
    ) {
        precondition(start >= 0 && start + view.pooledCount <= y.count, "\(view) from \(start) of \(y.count)")
        precondition(view.count <= x.count, "\(view) of \(x.count)")
        guard let first = unsafe y.address else { return }
        unsafe nk_axis_sum(kind.rawValue, view.outer, view.axis, view.inner, scale, x.address, first + start)
    }

    /// y = the largest of x along the axis.
    static func largest(_ view: AxisView, _ x: Matrix, into y: Matrix, kind: NetworkKernelKind = .best) {
        require(view, x, y)
        unsafe nk_axis_max(kind.rawValue, view.outer, view.axis, view.inner, x.address, y.address)
    }

    /// x += `scale` times y, from its number `start` on, in every place along the axis.
    static func add(
        _ view: AxisView, scale: Float = 1, _ y: Matrix, from start: Int = 0, to x: Matrix,
        kind: NetworkKernelKind = .best
    ) {
        precondition(start >= 0 && start + view.pooledCount <= y.count, "\(view) from \(start) of \(y.count)")
        precondition(view.count <= x.count, "\(view) of \(x.count)")
        guard let first = unsafe y.address else { return }
        unsafe nk_axis_add(kind.rawValue, view.outer, view.axis, view.inner, scale, first + start, x.address)
    }

    /// dx += dy where x is y, its largest along the axis, for the first time.
    static func addToLargest(
        _ view: AxisView, _ x: Matrix, largest y: Matrix, _ dy: Matrix, to dx: Matrix,
        kind: NetworkKernelKind = .best
    ) {
        require(view, x, y)
        require(view, dx, dy)
        unsafe nk_axis_add_max(
            kind.rawValue, view.outer, view.axis, view.inner, x.address, y.address, dy.address, dx.address)
    }

    /// y, `[outer, columns, rows]`, = x, `[outer, rows, columns]`, with the last two axes exchanged.
    static func exchange(
        outer: Int, rows: Int, columns: Int, _ x: Matrix, into y: Matrix, kind: NetworkKernelKind = .best
    ) {
        let count = outer * rows * columns
        precondition(count <= x.count && count <= y.count, "\(count) of \(x.count) into \(y.count)")
        unsafe nk_exchange(kind.rawValue, outer, rows, columns, x.address, y.address)
    }

    /// Multiplies each row of x by its scale.
    static func scaleRows(
        rows: Int, columns: Int, by scales: Matrix, _ x: Matrix, kind: NetworkKernelKind = .best
    ) {
        precondition(rows * columns <= x.count && rows <= scales.count, "[\(rows), \(columns)] of \(x.count)")
        unsafe nk_scale_rows(kind.rawValue, rows, columns, scales.address, x.address)
    }

    /// x = max(0, x), times its row's gate where there are gates of 0 and 1.
    static func rectify(rows: Int, columns: Int, gates: Matrix?, _ x: Matrix, kind: NetworkKernelKind = .best) {
        precondition(rows * columns <= x.count && rows <= gates?.count ?? rows, "[\(rows), \(columns)] of \(x.count)")
        unsafe nk_rectify(kind.rawValue, rows, columns, gates?.address, x.address)
    }

    /// dy = 0 where y, what a rectifier gave, is not positive.
    static func closeGates(_ count: Int, _ y: Matrix, _ dy: Matrix, kind: NetworkKernelKind = .best) {
        precondition(count <= y.count && count <= dy.count, "\(count) of \(y.count) and \(dy.count)")
        unsafe nk_close_gates(kind.rawValue, count, y.address, dy.address)
    }

    @inline(__always)
    private static func require(_ view: AxisView, _ x: Matrix, _ y: Matrix) {
        precondition(view.count <= x.count && view.pooledCount <= y.count, "\(view) of \(x.count) and \(y.count)")
    }
}
