import Games

extension SubsetProgramme {
    /// Fills the tables F_m(S) = Σ_{n ∈ S} V_n, exactly the mAPs in S being at station m (section 9).
    ///
    /// In a packing (silent mode) a subset in which some V vanishes is marked as not needed, and with it, untried, all
    /// subsets that contain it: more interference cannot make the idle mAP buy again, and without it the others earn
    /// more. In a partition (connected mode) idle mAPs count 0 and still interfere.
    ///
    /// - Parameters:
    ///   - gains: g in W, shape `[N, M]`.
    ///   - mustPlaceAll: whether the tables are for a partition.
    ///   - batch: storage for pairs of the instance.
    ///   - power: storage of `2^N` values, for the received power of every subset.
    ///   - shouldStop: asked once a block; `true` leaves the tables unfinished.
    /// - Returns: whether all tables are filled.
    /// - Complexity: O(M·N·2^N); only subsets in which everybody buys cost pair evaluations.
    mutating func fillWorth(
        gains: Span<Double>, mustPlaceAll: Bool, batch: inout PairBatch, power: inout [Double], shouldStop: () -> Bool
    ) -> Bool {
        for place in 0..<placeCount {
            let base = place << elementCount
            power[0] = 0
            worth[base] = 0
            for subset in 1..<1 << elementCount {
                let element = subset.trailingZeroBitCount
                power[subset] = power[subset & (subset - 1)] + gains[element * placeCount + place]
            }
            // Blocks double up to 256 subsets, so that a subset without its highest element lies in an earlier one.
            var start = 1
            while start < 1 << elementCount {
                if shouldStop() { return false }
                let end = min(max(16, min(2 * start, start + 256)), 1 << elementCount)
                fill(start..<end, of: place, gains: gains, mustPlaceAll: mustPlaceAll, batch: &batch, power: power)
                start = end
            }
        }
        return true
    }

    private mutating func fill(
        _ block: Range<Int>, of place: Int, gains: Span<Double>, mustPlaceAll: Bool, batch: inout PairBatch,
        power: [Double]
    ) {
        let base = place << elementCount
        batch.removeAll()
        for subset in block {
            let highest = 1 << (Int.bitWidth - 1 - subset.leadingZeroBitCount)
            let hasIdle = worth[base + subset ^ highest] == -.infinity && subset ^ highest < block.lowerBound
            worth[base + subset] = !mustPlaceAll && hasIdle ? -.infinity : 0
            guard worth[base + subset] == 0 else { continue }
            forEachElement(of: subset) { n in
                batch.append(
                    n, place, interference: power[subset & ~(1 << n)], gain: gains[n * placeCount + place])
            }
        }
        batch.offer()
        var position = 0
        for subset in block where worth[base + subset] == 0 {
            var sum = 0.0
            forEachElement(of: subset) { _ in
                let profit = batch.profit[position]
                sum += profit > 0 || mustPlaceAll ? profit : -.infinity
                position += 1
            }
            worth[base + subset] = sum
        }
    }

    @inline(__always)
    private func forEachElement(of subset: Int, _ body: (Int) -> Void) {
        var rest = subset
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}
