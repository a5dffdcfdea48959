/// Which users the operator lets offload, given a score of each: programme (26), a knapsack of unit weights.
///
/// The largest of the positive scores, as many as fit; of equal ones the smaller index. Scores of 0 and below are never
/// taken. A value of this type is storage that is used again from slot to slot.
///
/// - SeeAlso: spec/offloading.md, section 8.
public struct Knapsack: Sendable {
    /// Those taken so far, a binary heap whose first element is the one to give up next.
    private var heap: [Int32]

    /// Storage for `users` users.
    public init(users: Int) {
        heap = Array(repeating: 0, count: users)
    }

    /// Writes o: 1 for who is taken, 0 for who is not.
    ///
    /// - Parameters:
    ///   - scores: shape `[M]`.
    ///   - capacity: Cmax, how many fit; a negative one counts as 0.
    ///   - modes: receives o, shape `[M]`.
    /// - Throws: ``InstanceError`` naming the first score that is no finite number; nothing is written then.
    /// - Complexity: O(M log Cmax); nothing is allocated.
    public mutating func select(
        _ scores: Span<Double>, capacity: Int, into modes: inout MutableSpan<Int32>
    ) throws(InstanceError) {
        precondition(
            scores.count == modes.count && scores.count <= heap.count,
            "\(scores.count) scores and \(modes.count) modes in storage for \(heap.count)")
        try Self.check(scores)
        for m in modes.indices { modes[m] = 0 }
        var count = 0
        for m in scores.indices where scores[m] > 0 {
            if count < capacity {
                heap[count] = Int32(m)
                count += 1
                if count == capacity { for root in (0..<count / 2).reversed() { sink(root, count, scores) } }
            } else if count > 0, scores[m] > scores[Int(heap[0])] {
                heap[0] = Int32(m)
                sink(0, count, scores)
            }
        }
        for i in 0..<count { modes[Int(heap[i])] = 1 }
    }

    /// Moves the element at `root` down to where no element below it is to be given up earlier.
    private mutating func sink(_ root: Int, _ count: Int, _ scores: Span<Double>) {
        let moving = heap[root]
        var hole = root
        while 2 * hole + 1 < count {
            var child = 2 * hole + 1
            if child + 1 < count, isGivenUp(heap[child + 1], before: heap[child], scores) { child += 1 }
            guard isGivenUp(heap[child], before: moving, scores) else { break }
            heap[hole] = heap[child]
            hole = child
        }
        heap[hole] = moving
    }

    private func isGivenUp(_ m: Int32, before n: Int32, _ scores: Span<Double>) -> Bool {
        let (own, other) = (scores[Int(m)], scores[Int(n)])
        return own < other || (own == other && m > n)
    }

    /// o by the paper's dynamic programme (27), its Algorithm 2: the reference for ``select(_:capacity:into:)``.
    ///
    /// `Xi(m, c)` is the most that the first m users are worth in c places; user m is taken where
    /// `Xi(m-1, c-1) + O_m > Xi(m-1, c)`, read backwards from `(M, Cmax)`. Equal to the rule where sums of scores are
    /// exact; a sum with a huge score loses small ones.
    ///
    /// - Parameters:
    ///   - scores: shape `[M]`.
    ///   - capacity: Cmax; a negative one counts as 0.
    /// - Returns: o, shape `[M]`.
    /// - Throws: ``InstanceError`` naming the first score that is no finite number.
    /// - Complexity: O(M Cmax) time and memory.
    public static func dynamicProgramme(scores: [Double], capacity: Int) throws(InstanceError) -> [Int32] {
        try check(scores.span)
        let width = min(max(capacity, 0), scores.count) + 1
        var worth = Array(repeating: 0.0, count: (scores.count + 1) * width)
        var isTaken = Array(repeating: false, count: worth.count)
        for m in scores.indices {
            for c in 1..<width {
                let (without, with) = (worth[m * width + c], worth[m * width + c - 1] + scores[m])
                isTaken[(m + 1) * width + c] = with > without
                worth[(m + 1) * width + c] = max(with, without)
            }
        }
        var modes = Array(repeating: Int32(0), count: scores.count)
        var places = width - 1
        for m in scores.indices.reversed() where isTaken[(m + 1) * width + places] {
            modes[m] = 1
            places -= 1
        }
        return modes
    }

    private static func check(_ scores: Span<Double>) throws(InstanceError) {
        for m in scores.indices where !scores[m].isFinite {
            throw InstanceError(field: "scores", reason: "element \(m) is \(scores[m])")
        }
    }
}
