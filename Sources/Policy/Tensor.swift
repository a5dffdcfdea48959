/// A batch of one tensor's values, row-major, in storage that is reused from slot to slot.
///
/// The array of the space's element type holds the values, the others stay empty, so that a caller reads
/// `tensor.float64[i]` without a conversion and writing in place allocates nothing.
public struct Tensor: Sendable, Equatable {
    public let space: TensorSpace
    /// Values per batch row: elements of the space times the agents that share the row.
    public let rowStride: Int
    /// Batch rows (environments) that storage is kept for.
    public let rows: Int
    public var float32: [Float] = []
    public var float64: [Double] = []
    public var int32: [Int32] = []

    /// Zero-filled storage for `rows` environments of `agents` agents each.
    ///
    /// - Parameters:
    ///   - space: what one agent's tensor looks like.
    ///   - rows: environments in the batch.
    ///   - agents: agents in a row; 1 for what belongs to the environment as a whole.
    public init(_ space: TensorSpace, rows: Int, agents: Int = 1) {
        precondition(rows >= 0 && agents >= 0, "a batch has \(rows) rows of \(agents) agents")
        self.space = space
        self.rows = rows
        rowStride = agents * space.elementCount
        switch space.elementType {
        case .float32: float32 = Array(repeating: 0, count: rows * rowStride)
        case .float64: float64 = Array(repeating: 0, count: rows * rowStride)
        case .int32: int32 = Array(repeating: 0, count: rows * rowStride)
        }
    }
}
