/// A row-major matrix of single-precision numbers in memory of its own, kept from batch to batch.
///
/// A reference, so that one layer's numbers can be read while the next one's are written. Its memory begins at a cache line,
/// which vector loads like. It is used by one thread at a time.
@safe public final class Matrix {
    /// Rows that there is room for; a batch may use fewer.
    public let rows: Int
    public let columns: Int
    private let storage: UnsafeMutableBufferPointer<Float>

    private static let cacheLine = 64

    /// Zeros.
    public init(rows: Int, columns: Int) {
        precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) x \(columns)")
        self.rows = rows
        self.columns = columns
        let count = rows * columns
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: Self.cacheLine)
        unsafe storage = UnsafeMutableBufferPointer(
            start: memory.initializeMemory(as: Float.self, repeating: 0, count: count), count: count)
    }

    deinit { unsafe storage.deallocate() }

    /// Numbers in all.
    public var count: Int { rows * columns }

    /// The number at `index`, row after row.
    public subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "number \(index) of \(count)")
            return unsafe storage[index]
        }
        set {
            precondition(index >= 0 && index < count, "number \(index) of \(count)")
            unsafe storage[index] = newValue
        }
    }

    /// Where its numbers lie, valid while the matrix is referred to; for kernels.
    var address: UnsafeMutablePointer<Float>? { unsafe storage.baseAddress }
}

extension Matrix {
    /// Copies `count` numbers of `other` from its number `start` on to the place of those from number `place` on.
    func copy(_ count: Int, of other: Matrix, from start: Int, to place: Int) {
        precondition(
            count >= 0 && start >= 0 && place >= 0 && start + count <= other.count && place + count <= self.count,
            "\(count) numbers from \(start) of \(other.count) to \(place) of \(self.count)")
        guard let source = unsafe other.address, let target = unsafe address else { return }
        unsafe (target + place).update(from: source + start, count: count)
    }

    /// Copies the first `rows` rows of `other`, which has as many columns.
    func copy(_ other: Matrix, rows: Int) {
        precondition(other.columns == columns, "\(other.columns) columns into \(columns)")
        copy(rows * columns, of: other, from: 0, to: 0)
    }

    /// Copies row `row` of `other`, which has as many columns.
    public func copyRow(_ row: Int, of other: Matrix) {
        precondition(other.columns == columns, "\(other.columns) columns into \(columns)")
        copy(columns, of: other, from: row * columns, to: row * columns)
    }

    /// Sets the first `rows` rows to those of `left` with those of `right` after them.
    func join(_ left: Matrix, _ right: Matrix, rows: Int) {
        precondition(left.columns + right.columns == columns, "\(left.columns) and \(right.columns) into \(columns)")
        for row in 0..<rows {
            copy(left.columns, of: left, from: row * left.columns, to: row * columns)
            copy(right.columns, of: right, from: row * right.columns, to: row * columns + left.columns)
        }
    }

    /// Adds the first `rows` rows of `other`, which has as many columns.
    func add(_ other: Matrix, rows: Int) {
        precondition(other.columns == columns, "\(other.columns) columns to \(columns)")
        NetworkKernel.add(AxisView(outer: 1, axis: 1, inner: rows * columns), other, to: self)
    }

    /// Sets the first `count` numbers to 0.
    func clear(_ count: Int) { clear(0..<count) }

    /// Sets the numbers of `range` to 0.
    func clear(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
        guard let first = unsafe address else { return }
        unsafe (first + range.lowerBound).update(repeating: 0, count: range.count)
    }
}
