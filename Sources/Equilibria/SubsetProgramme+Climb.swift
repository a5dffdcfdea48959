extension SubsetProgramme {
    /// A good assignment found by local ascent on the tables: what `maximise` needs to discard almost everything.
    ///
    /// From one greedy insertion an element as the first, steepest ascent over moving an element (out of all places
    /// too, in a packing) and exchanging two. Nothing is guaranteed but that `sets` is worth what is returned.
    ///
    /// - Complexity: O(N·(N + M)) table reads a step, N starts.
    func climb(mustPlaceAll: Bool, into sets: inout [Subset]) -> Double {
        var best = -Double.infinity
        var current = sets
        for first in 0..<elementCount {
            insertGreedily(from: first, mustPlaceAll: mustPlaceAll, into: &current)
            while improve(&current, mustPlaceAll: mustPlaceAll) {}
            let value = (0..<placeCount).reduce(0) { $0 + worth($1, current[$1]) }
            if value > best {
                best = value
                sets = current
            }
        }
        return best
    }

    @inline(__always)
    private func worth(_ place: Int, _ subset: Subset) -> Double { worth[place << elementCount + Int(subset)] }

    private func insertGreedily(from first: Int, mustPlaceAll: Bool, into sets: inout [Subset]) {
        for place in 0..<placeCount { sets[place] = 0 }
        for step in 0..<elementCount {
            let element: Subset = 1 << ((first + step) % elementCount)
            var bestGain = mustPlaceAll ? -Double.infinity : 0
            var bestPlace: Int?
            for place in 0..<placeCount {
                let gain = worth(place, sets[place] | element) - worth(place, sets[place])
                if gain > bestGain || (mustPlaceAll && bestPlace == nil) { (bestGain, bestPlace) = (gain, place) }
            }
            if let bestPlace { sets[bestPlace] |= element }
        }
    }

    /// Makes the best single move or exchange, if one gains anything.
    private func improve(_ sets: inout [Subset], mustPlaceAll: Bool) -> Bool {
        // Below this a gain is rounding, and two moves could undo each other for ever.
        var bestGain = 1e-12
        var best: [(place: Int, subset: Subset)] = []
        for place in 0..<placeCount {
            let here = worth(place, sets[place])
            for element in 0..<elementCount where sets[place] >> element & 1 != 0 {
                let bit: Subset = 1 << element
                let loss = worth(place, sets[place] & ~bit) - here
                if !mustPlaceAll, loss > bestGain { (bestGain, best) = (loss, [(place, sets[place] & ~bit)]) }
                for other in 0..<placeCount where other != place {
                    let there = worth(other, sets[other])
                    let gain = loss + worth(other, sets[other] | bit) - there
                    if gain > bestGain {
                        (bestGain, best) = (gain, [(place, sets[place] & ~bit), (other, sets[other] | bit)])
                    }
                    for partner in 0..<elementCount where other > place && sets[other] >> partner & 1 != 0 {
                        let second: Subset = 1 << partner
                        let mine = sets[place] & ~bit | second
                        let theirs = sets[other] & ~second | bit
                        let gain = worth(place, mine) + worth(other, theirs) - here - there
                        if gain > bestGain { (bestGain, best) = (gain, [(place, mine), (other, theirs)]) }
                    }
                }
            }
            let placed = sets.reduce(0, |)
            for element in 0..<elementCount where placed >> element & 1 == 0 {
                let bit: Subset = 1 << element
                let gain = worth(place, sets[place] | bit) - here
                if gain > bestGain { (bestGain, best) = (gain, [(place, sets[place] | bit)]) }
                for member in 0..<elementCount where sets[place] >> member & 1 != 0 {
                    let subset = sets[place] & ~(1 << member) | bit
                    let gain = worth(place, subset) - here
                    if gain > bestGain { (bestGain, best) = (gain, [(place, subset)]) }
                }
            }
        }
        for (place, subset) in best { sets[place] = subset }
        return !best.isEmpty
    }
}
