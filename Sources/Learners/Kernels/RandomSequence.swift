import CNetworkKernels

/// Random numbers in bulk, addressed by a seed and a counter: the two numbers are its whole state.
///
/// Philox4x32-10 turns the key (low, high word of the seed) and the counter (its low, high word, 0, 0) into four words,
/// one for each of four elements, and the next counter into the next four. A call consumes a counter for every four
/// elements or part of them. The bits are the same with every instruction set.
///
/// - SeeAlso: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct RandomSequence: Sendable, Hashable {
    public private(set) var seed: UInt64
    /// The next block of four words.
    public private(set) var counter: UInt64

    public init(seed: UInt64, counter: UInt64 = 0) {
        self.seed = seed
        self.counter = counter
    }

    /// Fills numbers `range` of `matrix` with uniforms in `0..<1`, multiples of 2^-24: the upper 24 bits of a word each.
    mutating func fillUniforms(_ range: Range<Int>, of matrix: Matrix, kind: NetworkKernelKind = .best) {
        precondition(range.lowerBound >= 0 && range.upperBound <= matrix.count, "\(range) of \(matrix.count)")
        guard let start = unsafe matrix.address else { return }
        unsafe nk_uniforms(kind.rawValue, range.count, seed, counter, start + range.lowerBound)
        counter &+= UInt64(nk_counters(range.count))
    }

    /// Fills numbers `range` of `matrix` with independent standard normals (Box and Muller), none beyond 6.8.
    ///
    /// Words w0 and w1 of a block make its elements 0 and 1, words w2 and w3 the others: `r cos(2 pi t)` and `r sin(2 pi t)`
    /// with `r = sqrt(-2 ln u)`, `u = Float(w0)·2^-32 + 2^-33`, and t the uniform that w1 gives.
    mutating func fillNormals(_ range: Range<Int>, of matrix: Matrix, kind: NetworkKernelKind = .best) {
        precondition(range.lowerBound >= 0 && range.upperBound <= matrix.count, "\(range) of \(matrix.count)")
        guard let start = unsafe matrix.address else { return }
        unsafe nk_normals(kind.rawValue, range.count, seed, counter, start + range.lowerBound)
        counter &+= UInt64(nk_counters(range.count))
    }

    /// Fills `indices` with integers in `0..<bound`, the upper word of a word times `bound`; each probability is off by
    /// less than 2^-32.
    mutating func fill(_ indices: inout [Int32], below bound: Int, kind: NetworkKernelKind = .best) {
        precondition(bound >= 1 && bound <= Int(Int32.max), "indices below \(bound)")
        unsafe indices.withUnsafeMutableBufferPointer {
            unsafe nk_indices(kind.rawValue, $0.count, UInt32(bound), seed, counter, $0.baseAddress)
        }
        counter &+= UInt64(nk_counters(indices.count))
    }

    mutating func visit<V: StateVisitor & ~Copyable>(_ name: String, _ visitor: inout V) throws(V.Failure) {
        try visitor.visit("\(name)/seed", &seed)
        try visitor.visit("\(name)/counter", &counter)
    }
}
