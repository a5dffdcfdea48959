extension FiniteGame {
    /// A closed path of profiles along which one player after the other changes its strategy.
    public struct ClosedPath: Sendable, Hashable {
        /// The profiles in their order; from the last the path leads back to the first.
        public let profiles: [[Int]]
        /// Sum over the steps of what the player who moves gains.
        public let gain: Double
    }

    /// The elementary four-cycle in which gains are furthest from adding up to nothing.
    ///
    /// Two players move in turn between two strategies each; with an exact potential all gains along such a path sum to
    /// 0. With `w = v_i - v_j` the sum is `w(b,c) - w(a,c) - w(b,d) + w(a,d)`, so for each pair c, d the extremes over i's
    /// strategies of `w(., c) - w(., d)` suffice. Only cycles of four possible profiles count.
    ///
    /// - Returns: the cycle with the largest sum, in the direction in which it is positive, of equals the first found; nil
    ///   where all sums are exactly 0, or there is no such cycle, as with one player.
    /// - Complexity: O(profiles · players · sum of strategies).
    /// - SeeAlso: Monderer and Shapley, "Potential games", Games and Economic Behavior 14, 1996, corollary 2.9.
    public func largestFourCycle() -> ClosedPath? {
        var largest: (size: Double, corners: [Int])?
        for i in strategyCounts.indices {
            for j in strategyCounts.indices.dropFirst(i + 1) {
                for base in 0..<profileCount where strategy(of: i, in: base) == 0 && strategy(of: j, in: base) == 0 {
                    search(i, j, base, &largest)
                }
            }
        }
        return largest.map { closedPath($0.corners) }
    }

    /// Looks at the four-cycles of players `i` and `j` with the others as in `base`.
    private func search(_ i: Int, _ j: Int, _ base: Int, _ largest: inout (size: Double, corners: [Int])?) {
        func difference(_ index: Int) -> Double { payoff(of: i, in: index) - payoff(of: j, in: index) }
        for c in 0..<strategyCounts[j] {
            for d in c + 1..<max(strategyCounts[j], c + 1) {
                var (low, high) = (Double.infinity, -Double.infinity)
                var (lowest, highest) = (-1, -1)
                for a in 0..<strategyCounts[i] {
                    let here = base + a * strides[i] + c * strides[j]
                    let there = base + a * strides[i] + d * strides[j]
                    guard isFeasible[here], isFeasible[there] else { continue }
                    let value = difference(here) - difference(there)
                    if value < low { (low, lowest) = (value, a) }
                    if value > high { (high, highest) = (value, a) }
                }
                guard lowest != highest, high - low > largest?.size ?? -1 else { continue }
                let corners = [(lowest, c), (highest, c), (highest, d), (lowest, d)]
                largest = (high - low, corners.map { base + $0.0 * strides[i] + $0.1 * strides[j] })
            }
        }
    }
}
