import Games

extension AccessGame {
    /// Everything about a small access game that takes looking at all of its access vectors.
    public struct Profiles: Sendable, Hashable {
        /// Every pure Nash equilibrium, in lexicographic order.
        public let equilibria: [[Int]]
        /// The least over access vectors of the most that a single follower can gain, in units of its accuracy weight.
        ///
        /// 0 where there is an equilibrium; otherwise how far the game is from having one.
        public let smallestWorstRegret: Double
        /// Whether best responses of one follower at a time can lead back to where they started.
        public let hasBestResponseCycle: Bool
    }

    /// The largest number of access vectors that are looked at.
    public static let profileLimit = 1 << 22

    /// Looks at all (M+1)^N access vectors (M^N in connected mode).
    ///
    /// - Returns: the pure equilibria, and whether best responses can cycle.
    /// - Throws: ``EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` beyond `profileLimit`.
    /// - Complexity: O(N·M) for each access vector, after O(M·N·2^N) pair evaluations.
    public func profiles() throws(EquilibriumError) -> Profiles {
        let space = try ProfileSpace(instance, concept: "profiles", remedy: "access")
        let scores = SubsetScores(self)
        var equilibria: [[Int]] = []
        var smallest = Double.infinity
        space.forEach { access, sets in
            let regret = scores.worstRegret(access, sets)
            smallest = min(smallest, regret)
            if regret <= Self.tie, scores.everybodyBuys(access, sets) { equilibria.append(access) }
        }
        return Profiles(
            equilibria: equilibria, smallestWorstRegret: smallest,
            hasBestResponseCycle: hasCycle(space, scores))
    }

    /// Depth-first search for a cycle in the graph of best responses, one follower moving along an edge.
    private func hasCycle(_ space: ProfileSpace, _ scores: SubsetScores) -> Bool {
        // 0 unseen, 1 on the path, 2 known to lead to no cycle.
        var state = Array(repeating: UInt8(0), count: space.count)
        var path: [(index: Int, follower: Int)] = []
        for start in 0..<space.count where state[start] == 0 {
            path.append((start, 0))
            state[start] = 1
            while let (index, follower) = path.last {
                guard follower < instance.followerCount else {
                    state[index] = 2
                    path.removeLast()
                    continue
                }
                path[path.count - 1].follower += 1
                let access = space.access(at: index)
                let target = scores.bestResponse(of: follower, access, space.sets(of: access), in: self)
                let next = index + (target - access[follower]) * space.strides[follower]
                if next == index || state[next] == 2 { continue }
                if state[next] == 1 { return true }
                state[next] = 1
                path.append((next, 0))
            }
        }
        return false
    }
}

/// All access vectors of a small game, numbered in lexicographic order.
struct ProfileSpace {
    let followerCount: Int
    let stationCount: Int
    /// -1 where followers may stay out, else 0.
    let lowest: Int
    let count: Int
    /// What the number of a vector changes by when a follower's station does, shape `[N]`.
    let strides: [Int]

    init(_ instance: PricingInstance, concept: String, remedy: String) throws(EquilibriumError) {
        followerCount = instance.followerCount
        stationCount = instance.stationCount
        lowest = instance.idleMode == .silent ? -1 : 0
        let options = stationCount - lowest
        var strides: [Int] = []
        var count = 1
        for _ in 0..<followerCount {
            strides.append(count)
            guard count <= AccessGame.profileLimit / options, followerCount <= 16 else {
                throw .tooLarge(
                    concept: concept, measured: "mAPs at \(stationCount) stations", size: followerCount,
                    limit: Self.largestFollowerCount(options: options), remedy: remedy)
            }
            count *= options
        }
        self.count = count
        self.strides = strides.reversed()
    }

    private static func largestFollowerCount(options: Int) -> Int {
        var (followers, count) = (0, 1)
        while followers < 16, count <= AccessGame.profileLimit / options {
            count *= options
            followers += 1
        }
        return followers
    }

    func access(at index: Int) -> [Int] {
        strides.map { index / $0 % (stationCount - lowest) + lowest }
    }

    /// Who is at each station, bit n standing for follower n.
    func sets(of access: [Int]) -> [Int] {
        var sets = Array(repeating: 0, count: stationCount)
        for (n, m) in access.enumerated() where m >= 0 { sets[m] |= 1 << n }
        return sets
    }

    func forEach(_ body: (_ access: [Int], _ sets: [Int]) -> Void) {
        for index in 0..<count {
            let access = access(at: index)
            body(access, sets(of: access))
        }
    }
}

/// Every follower's score at every station in the company of every set of others.
struct SubsetScores {
    private let followerCount: Int
    private let stationCount: Int
    private let isSilent: Bool
    /// Shape `[M, 2^N, N]`; meaningful where the follower is in the set.
    private var scores: [Double]

    /// Scores at the prices of `game`, which has at most 16 followers.
    init(_ game: AccessGame) {
        let instance = game.instance
        (followerCount, stationCount) = (instance.followerCount, instance.stationCount)
        isSilent = instance.idleMode == .silent
        scores = Array(repeating: 0, count: stationCount << followerCount * followerCount)
        var batch = PairBatch(instance, capacity: followerCount << followerCount)
        for m in 0..<stationCount {
            batch.removeAll()
            let power = instance.subsetPowers(at: m)
            for set in 1..<1 << followerCount {
                for n in 0..<followerCount where set >> n & 1 != 0 {
                    batch.append(
                        n, m, interference: power[set & ~(1 << n)],
                        price: game.prices?[n * stationCount + m] ?? 0)
                }
            }
            if game.prices == nil { batch.offerAndScore() } else { batch.respond() }
            var position = 0
            for set in 1..<1 << followerCount {
                for n in 0..<followerCount where set >> n & 1 != 0 {
                    scores[(m << followerCount | set) * followerCount + n] = batch.score[position]
                    position += 1
                }
            }
        }
    }

    /// Follower `n`'s score at `m` (0 for out), the others being as in `sets`.
    func score(_ n: Int, _ m: Int, _ sets: [Int]) -> Double {
        m < 0 ? 0 : scores[(m << followerCount | sets[m] | 1 << n) * followerCount + n]
    }

    /// The most that a single follower gains by moving.
    func worstRegret(_ access: [Int], _ sets: [Int]) -> Double {
        var worst = 0.0
        for n in 0..<followerCount {
            let now = score(n, access[n], sets)
            if isSilent { worst = max(worst, -now) }
            for m in 0..<stationCount { worst = max(worst, score(n, m, sets) - now) }
        }
        return worst
    }

    /// Whether everybody in a station has a score above 0, which only silent mode asks for.
    func everybodyBuys(_ access: [Int], _ sets: [Int]) -> Bool {
        !isSilent || access.indices.allSatisfy { access[$0] < 0 || score($0, access[$0], sets) > 0 }
    }

    func bestResponse(of n: Int, _ access: [Int], _ sets: [Int], in game: AccessGame) -> Int {
        let row = (0..<stationCount).map { score(n, $0, sets) }
        return game.choose(from: row.span, current: access[n])
    }
}

extension PricingInstance {
    /// Received power in W of every set of followers at station `m`, bit n standing for follower n; shape `[2^N]`.
    ///
    /// The interference that a member meets is the entry of the set without it: sums, so that nothing cancels.
    func subsetPowers(at m: Int) -> [Double] {
        var power = Array(repeating: 0.0, count: 1 << followerCount)
        for set in 1..<1 << followerCount {
            power[set] = power[set & (set - 1)] + g[set.trailingZeroBitCount * stationCount + m]
        }
        return power
    }
}
