/// Sums of a changing set of numbers on either side of a place in a fixed order, at O(log n) an answer.
///
/// A complete binary tree over the places, in which a node is the sum of its two children. A change recomputes the nodes
/// above its place from their children and never adds to or takes from a sum, so that what is returned depends on the
/// numbers that are there and not on how they came there: no rounding error builds up however often users move.
///
/// - SeeAlso: spec/offloading.md, section 15, which sums in a Fenwick tree instead.
struct PartialSums: Sendable {
    private let leafCount: Int
    /// Node 1 is the root, 2i and 2i+1 are the children of i, leaves are `leafCount..<2 leafCount`.
    private var nodes: [Double]

    /// Zeros at `count` places.
    init(count: Int) {
        var leaves = 1
        while leaves < count { leaves *= 2 }
        leafCount = leaves
        nodes = Array(repeating: 0, count: 2 * leaves)
    }

    mutating func removeAll() {
        for node in nodes.indices { nodes[node] = 0 }
    }

    /// Puts `value` at `place`.
    mutating func set(_ place: Int, to value: Double) {
        var node = leafCount + place
        nodes[node] = value
        while node > 1 {
            node /= 2
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1]
        }
    }

    /// The sum of everything after `place` plus `share` times that of everything before it; `place` itself counts not.
    func sum(after place: Int, plus share: Double) -> Double {
        var sum = 0.0
        var node = leafCount + place
        while node > 1 {
            // A sibling on the right lies after the place, one on the left before it.
            sum += (node & 1 == 0 ? 1 : share) * nodes[node ^ 1]
            node /= 2
        }
        return sum
    }
}
