extension FiniteGame {
    /// What kind of potential a game has: a function of the profile that tells whether a player gains by moving alone.
    public enum PotentialKind: String, Sendable, Hashable, CaseIterable {
        /// It changes by exactly what the player gains.
        case exact
        /// It rises exactly where the player gains.
        case ordinal
        /// It rises wherever the player gains, and perhaps elsewhere: better replies never come round.
        case generalizedOrdinal = "generalized ordinal"
        case none
    }

    /// What was found about a game's potential, with evidence for what it is and against what it is not.
    public struct Potential: Sendable, Hashable {
        public let kind: PotentialKind
        /// A potential of that kind, shape `[profiles]`, 0 at impossible ones; empty without one.
        public let values: [Double]
        /// The four-cycle whose gains are furthest from summing to 0, however little that is.
        public let largestFourCycle: ClosedPath?
        /// Without an exact potential: a closed path whose gains do not sum to 0.
        public let inexactPath: ClosedPath?
        /// Without an ordinal one: a closed path of gains and indifference.
        public let weakImprovementCycle: ClosedPath?
        /// Without any: a closed path of gains.
        public let improvementCycle: ClosedPath?
    }

    /// The strongest kind of potential that the game has.
    ///
    /// Exact: all gains along closed paths sum to 0, which four-cycles decide where every profile is possible, and a tree
    /// of profiles where not. Ordinal: no closed path has gains and indifference only. Generalized ordinal: none has gains
    /// only, the finite improvement property. Gains up to ``tie`` are none; sums have that tolerance times the largest
    /// absolute payoff, or 1.
    ///
    /// - Complexity: O(profiles · players · sum of strategies) time, O(profiles) memory.
    /// - SeeAlso: Monderer and Shapley, "Potential games", Games and Economic Behavior 14, 1996.
    public func potential() -> Potential {
        let four = largestFourCycle()
        let scale = payoffs.reduce(1) { max($0, abs($1)) }
        let (values, path) = integrated()
        var inexact: ClosedPath?
        if let four, abs(four.gain) > Self.tie * scale {
            inexact = four
        } else if let path, abs(path.gain) > Self.tie * scale * Double(playerCount) {
            inexact = path
        }
        guard let inexact else {
            return Potential(
                kind: .exact, values: values, largestFourCycle: four, inexactPath: nil, weakImprovementCycle: nil,
                improvementCycle: nil)
        }
        let weak = BetterReplies(self, joinsIndifferent: true)
        if let levels = weak.levels {
            return Potential(
                kind: .ordinal, values: levels, largestFourCycle: four, inexactPath: inexact,
                weakImprovementCycle: nil, improvementCycle: nil)
        }
        let strict = BetterReplies(self, joinsIndifferent: false)
        return Potential(
            kind: strict.levels == nil ? .none : .generalizedOrdinal, values: strict.levels ?? [],
            largestFourCycle: four, inexactPath: inexact, weakImprovementCycle: weak.cycle,
            improvementCycle: strict.cycle)
    }

    /// Whether better replies, one player at a time, can come back to where they started.
    public var hasImprovementCycle: Bool { BetterReplies(self, joinsIndifferent: false).levels == nil }

    /// Gains summed along a tree over all profiles that moves connect, from 0 at the first of each part; and the closed
    /// path of a move outside the tree that contradicts them most.
    private func integrated() -> (values: [Double], worst: ClosedPath?) {
        var values = Array(repeating: 0.0, count: profileCount)
        var parent = Array(repeating: Int32(-1), count: profileCount)
        for root in 0..<profileCount where isFeasible[root] && parent[root] < 0 {
            parent[root] = Int32(root)
            var queue = [root]
            var next = 0
            while next < queue.count {
                let index = queue[next]
                next += 1
                forEachDeviation(from: index) { player, other in
                    guard parent[other] < 0 else { return }
                    parent[other] = Int32(index)
                    values[other] = values[index] + gain(of: player, from: index, to: other)
                    queue.append(other)
                }
            }
        }
        var worst = (size: 0.0, from: -1, to: -1)
        for index in 0..<profileCount where isFeasible[index] {
            forEachDeviation(from: index) { player, other in
                let size = abs(values[other] - values[index] - gain(of: player, from: index, to: other))
                if size > worst.size { worst = (size, index, other) }
            }
        }
        guard worst.from >= 0 else { return (values, nil) }
        var (there, back) = ([worst.from], [worst.to])
        // Up the tree from both ends until the ways meet.
        while let top = there.last, Int(parent[top]) != top { there.append(Int(parent[top])) }
        while let top = back.last, !there.contains(top) { back.append(Int(parent[top])) }
        there.removeSubrange(((there.firstIndex(of: back[back.count - 1]) ?? there.count - 1) + 1)...)
        return (values, closedPath(there.reversed() + back.dropLast()))
    }

    /// The path through the profiles numbered `indices` and back to the first; one player moves in each step.
    func closedPath(_ indices: [Int]) -> ClosedPath {
        var gain = 0.0
        for (place, index) in indices.enumerated() {
            let next = indices[(place + 1) % indices.count]
            if let player = strategyCounts.indices.first(where: {
                strategy(of: $0, in: index) != strategy(of: $0, in: next)
            }) {
                gain += self.gain(of: player, from: index, to: next)
            }
        }
        return ClosedPath(profiles: indices.map(profile), gain: gain)
    }
}
