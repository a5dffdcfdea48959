import Games

/// The least of the bounds of ``Games/PricingInstance/dualBound(multipliers:cells:)`` over the multipliers, nearly.
///
/// Two phases. Multipliers are sought by projected subgradient on a table of v_nm at geometrically spaced shares: in a
/// large game an mAP's best share is a small part of the largest one, where equal cells would be far too coarse. Then
/// the bound at the best multipliers is evaluated with cells refined until they cost at most a share of `precision`
/// together. Any multipliers give a bound, so only the second phase has to be rigorous.
struct DualMinimiser {
    /// Spaced points per pair while multipliers are sought.
    static let points = 64
    /// Share of the bound that bounding cells by their ends may cost.
    static let precision = 1e-4
    /// Table entries at which the search for multipliers turns to a sample of the followers.
    static let tableLimit = 1 << 22

    let instance: PricingInstance
    /// The followers that are looked at while multipliers are sought, evenly spaced.
    private let sample: [Int]
    /// Spaced fractions of the largest share, ascending to 1.
    private let fractions: [Double]
    /// v at those fractions, shape `[sample, M, points]`.
    private var profits: [Double] = []
    private let totalShares: [Double]

    init(_ instance: PricingInstance) {
        self.instance = instance
        let perFollower = instance.stationCount * Self.points
        let stride = max(1, instance.followerCount * perFollower / Self.tableLimit)
        sample = Array(Swift.stride(from: 0, to: instance.followerCount, by: stride))
        totalShares = (0..<instance.stationCount).map(instance.totalShare)
        // Down to an eighth of an equal share among all.
        let smallest = 1 / (8 * Double(instance.followerCount) + 8)
        var ratio = smallest
        // The root of order `points`, a power of two.
        for _ in 0..<Self.points.trailingZeroBitCount { ratio = ratio.squareRoot() }
        var fractions = [1.0]
        for _ in 1..<Self.points { fractions.append(fractions[fractions.count - 1] * ratio) }
        self.fractions = fractions.reversed()
        tabulate()
    }

    /// A proven upper bound on what the leader can earn, and what it was found at.
    struct Bound {
        let value: Double
        let multipliers: [Double]
        /// Where each follower brings the largest surplus at these multipliers: not feasible in general, but a place to
        /// search from.
        let access: [Int]
    }

    /// The best bound that `iterations` steps find.
    ///
    /// - Parameters:
    ///   - iterations: subgradient steps.
    ///   - shouldStop: asked once a step; `true` goes on with the best multipliers so far.
    /// - Returns: a proven upper bound, whatever the number of steps.
    /// - Complexity: O(N·M·points) a step.
    func minimise(iterations: Int = 300, shouldStop: () -> Bool = { false }) -> Bound {
        var best = (value: Double.infinity, multipliers: Array(repeating: 0.0, count: instance.stationCount))
        var used = best.multipliers
        func look(at multipliers: [Double]) {
            let value = evaluate(multipliers, used: &used)
            if value < best.value { best = (value, multipliers) }
        }
        // First the scale, all multipliers equal: stations alike are in demand together, and the value is convex in it.
        var (low, high) = (0.0, Double(instance.followerCount) * (profits.max() ?? 0))
        for _ in 0..<24 {
            if shouldStop() { break }
            let middle = low > 0 ? (low * high).squareRoot() : high / 1024
            look(at: Array(repeating: middle, count: instance.stationCount))
            if used.reduce(0, +) > totalShares.reduce(0, +) { low = middle } else { high = middle }
            if low == 0, middle < 1e-9 * high { break }
        }
        look(at: best.multipliers.map { _ in 0 })
        // Then one station at a time: where many mAPs enter at the same price, no common step suits all stations.
        for _ in 0..<2 {
            if shouldStop() { break }
            var multipliers = best.multipliers
            for m in multipliers.indices { multipliers[m] = clearingMultiplier(of: m, multipliers) }
            look(at: multipliers)
        }
        // Then Polyak's subgradient step towards a target below the best value, from the best multipliers again and less
        // far when nothing improved for a while.
        var multipliers = best.multipliers
        var aim = 0.5
        var stale = 0
        _ = evaluate(multipliers, used: &used)
        for _ in 0..<iterations {
            if shouldStop() { break }
            let slack = used.indices.map { totalShares[$0] - used[$0] }
            let norm = zip(slack, multipliers).reduce(0) { sum, pair in
                // A multiplier at 0 that would fall further does not move.
                pair.1 == 0 && pair.0 > 0 ? sum : sum + pair.0 * pair.0
            }
            guard norm > 0 else { break }
            let length = aim * best.value / norm
            for m in multipliers.indices { multipliers[m] = max(0, multipliers[m] - length * slack[m]) }
            let before = best.value
            look(at: multipliers)
            stale = best.value < before * (1 - 1e-5) ? 0 : stale + 1
            if stale > 10 + instance.stationCount {
                (stale, aim, multipliers) = (0, aim / 2, best.multipliers)
                _ = evaluate(multipliers, used: &used)
            }
        }
        return certify(best.multipliers, within: Self.precision * best.value)
    }

    private mutating func tabulate() {
        var batch = PairBatch(instance, capacity: Self.points * instance.stationCount)
        profits.reserveCapacity(sample.count * instance.stationCount * Self.points)
        for n in sample {
            batch.removeAll()
            for m in 0..<instance.stationCount {
                for fraction in fractions { instance.appendShare(n, m, fraction: fraction, to: &batch) }
            }
            batch.offer(noiseW: 0)
            profits.append(contentsOf: batch.profit)
        }
    }

    /// The multiplier of station `m` at which it is asked for as many shares as there are, the others' given: the
    /// Lagrangian's minimum along this coordinate.
    private func clearingMultiplier(of m: Int, _ multipliers: [Double]) -> Double {
        let scale = Double(instance.followerCount) / Double(sample.count)
        let elsewhere = sample.indices.map { index in
            (0..<instance.stationCount).reduce(0) {
                $1 == m ? $0 : max($0, surplus(index, $1, multipliers[$1]).value)
            }
        }
        var (low, high) = (0.0, 0.0)
        var trial = max(multipliers[m], 1e-300)
        for _ in 0..<40 {
            let demand = sample.indices.reduce(0) { sum, index in
                let (value, share) = surplus(index, m, trial)
                return value > elsewhere[index] ? sum + share : sum
            }
            if scale * demand > totalShares[m] { low = trial } else { high = trial }
            if high == 0 { trial *= 2 } else if low == 0 { trial /= 2 } else { trial = (low * high).squareRoot() }
            if low > 0, high > 0, high / low < 1.0001 { break }
        }
        return trial
    }

    /// The largest v - lambda beta of the sampled follower `index` at station `m`, and the share that attains it.
    private func surplus(_ index: Int, _ m: Int, _ multiplier: Double) -> (value: Double, share: Double) {
        let position = (index * instance.stationCount + m) * Self.points
        let row = profits.span.extracting(position..<position + Self.points)
        let grid = fractions.span
        let share = instance.largestShare(sample[index], m)
        let charge = multiplier * share
        var best = -Double.infinity
        var bestPoint = 0
        for i in row.indices where row[i] - charge * grid[i] > best {
            best = row[i] - charge * grid[i]
            bestPoint = i
        }
        return (best, share * grid[bestPoint])
    }

    /// The Lagrangian at the tabulated shares, and the shares that attain it summed a station.
    private func evaluate(_ multipliers: [Double], used: inout [Double]) -> Double {
        let scale = Double(instance.followerCount) / Double(sample.count)
        for m in used.indices { used[m] = 0 }
        var sum = 0.0
        for index in sample.indices {
            var best = (value: 0.0, share: 0.0)
            var station = 0
            for m in 0..<instance.stationCount {
                let candidate = surplus(index, m, multipliers[m])
                if candidate.value > best.value { (best, station) = (candidate, m) }
            }
            sum += best.value
            used[station] += best.share * scale
        }
        return scale * sum + zip(multipliers, totalShares).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
