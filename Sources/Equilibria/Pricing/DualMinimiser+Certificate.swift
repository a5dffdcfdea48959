import Games

/// The rigorous half: the bound at given multipliers, on cells refined where it matters.
extension DualMinimiser {
    /// The bound at `multipliers`, every follower's largest surplus bounded from above by cells.
    func certify(_ multipliers: [Double], within tolerance: Double) -> Bound {
        var batch = PairBatch(instance, capacity: Self.points * instance.stationCount)
        var cells: [Cell] = []
        var access: [Int] = []
        var value = instance.shareCharge(multipliers)
        for n in 0..<instance.followerCount {
            let (surplus, station) = largestSurplus(
                of: n, at: 0..<instance.stationCount, multipliers,
                within: tolerance / Double(instance.followerCount), &batch, &cells)
            value += surplus
            access.append(station)
        }
        return Bound(value: value, multipliers: multipliers, access: access)
    }

    /// The bound taken apart by station and follower, for sets of followers: the node bound of section 9.
    ///
    /// - Complexity: that of `minimise`.
    func relaxation(shouldStop: () -> Bool) -> SubsetProgramme.Relaxation {
        let bound = minimise(shouldStop: shouldStop)
        let tolerance = Self.precision * bound.value / Double(instance.followerCount)
        var batch = PairBatch(instance, capacity: Self.points)
        var cells: [Cell] = []
        var surplus: [Double] = []
        for m in 0..<instance.stationCount {
            for n in 0..<instance.followerCount {
                surplus.append(
                    largestSurplus(of: n, at: m..<m + 1, bound.multipliers, within: tolerance, &batch, &cells).bound)
            }
        }
        return SubsetProgramme.Relaxation(
            charges: bound.multipliers.indices.map { bound.multipliers[$0] * instance.totalShare($0) },
            surplus: surplus)
    }

    /// Shares of follower n at station m between two fractions, and what they can bring at most.
    private struct Cell {
        let m: Int
        let low: Double
        let high: Double
        let bound: Double
    }

    /// An upper bound on max(0, max_m max_beta [v_nm(beta) - lambda_m beta]) over `stations`, within `tolerance` of it,
    /// and the m of the largest value found (-1 for 0).
    private func largestSurplus(
        of n: Int, at stations: Range<Int>, _ multipliers: [Double], within tolerance: Double,
        _ batch: inout PairBatch, _ cells: inout [Cell]
    ) -> (bound: Double, station: Int) {
        cells.removeAll(keepingCapacity: true)
        for m in stations { cells.append(Cell(m: m, low: 0, high: 1, bound: .infinity)) }
        var best = 0.0
        var station = -1
        // The largest bound of the cells that were not split further.
        var settled = 0.0
        // Eighths of eighths: 10 rounds leave cells of 1e-9.
        for _ in 0..<10 where !cells.isEmpty {
            batch.removeAll()
            for cell in cells {
                for part in 1...8 {
                    instance.appendShare(n, cell.m, fraction: Self.point(part, of: cell), to: &batch)
                }
            }
            batch.offer(noiseW: 0)
            var finer: [Cell] = []
            for (index, cell) in cells.enumerated() {
                let charge = multipliers[cell.m] * instance.largestShare(n, cell.m)
                for part in 1...8 {
                    let profit = batch.profit[8 * index + part - 1]
                    let (low, high) = (Self.point(part - 1, of: cell), Self.point(part, of: cell))
                    if profit - charge * high > best { (best, station) = (profit - charge * high, cell.m) }
                    finer.append(Cell(m: cell.m, low: low, high: high, bound: profit - charge * low))
                }
            }
            let enough = best + tolerance
            cells.removeAll(keepingCapacity: true)
            for cell in finer {
                if cell.bound > enough { cells.append(cell) } else { settled = max(settled, cell.bound) }
            }
        }
        return (cells.reduce(max(best, settled)) { max($0, $1.bound) }, station)
    }

    private static func point(_ part: Int, of cell: Cell) -> Double {
        cell.low + (cell.high - cell.low) * (Double(part) / 8)
    }
}
