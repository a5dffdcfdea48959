extension FollowerProfiles {
    /// What the operator decides and a profile that its users answer with.
    public struct Decision: Sendable, Hashable {
        /// o, bit i standing for the i-th active user.
        public let set: Int
        /// Number of the profile.
        public let profile: Int
    }

    /// The decisions of an operator whose users come to the pure equilibrium that is best, or worst, for it.
    ///
    /// For every set with at most `capacity` users its cheapest and dearest pure equilibrium, of equals the first; then the
    /// set where that costs least, of equals (within ``OffloadingOracle/tie``) the smallest. Sets without a pure
    /// equilibrium are passed over; the empty set has one.
    ///
    /// - Complexity: O((K+2)^A).
    public func decisions(capacity: Int) -> (optimistic: Decision, pessimistic: Decision) {
        var (best, worst) = (Array(repeating: -1, count: everybody + 1), Array(repeating: -1, count: everybody + 1))
        for index in 0..<count {
            let there = collaborating(index)
            guard isEquilibrium(index, of: there) else { continue }
            // Whoever would stay may be allowed to choose, or not.
            let free = staying(index) & ~there
            var added = free
            while true {
                let set = there | added
                if set.nonzeroBitCount <= capacity {
                    if best[set] < 0 || costs[index] < costs[best[set]] { best[set] = index }
                    if worst[set] < 0 || costs[index] > costs[worst[set]] { worst[set] = index }
                }
                if added == 0 { break }
                added = (added - 1) & free
            }
        }
        return (least(best), least(worst))
    }

    /// The set whose profile costs least.
    private func least(_ profiles: [Int]) -> Decision {
        let cost = profiles.reduce(Double.infinity) { $1 < 0 ? $0 : min($0, costs[$1]) }
        let set = profiles.firstIndex { $0 >= 0 && costs[$0] <= cost + OffloadingOracle.tie } ?? 0
        return Decision(set: set, profile: profiles[set])
    }
}
