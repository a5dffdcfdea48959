/// Assigns elements to places so that the sum of the places' worths is largest, the worth of a place being a table over
/// subsets: max Σ_m F_m(S_m) over disjoint S_0, ..., S_{M-1}.
///
/// Storage is reused from call to call. Two variants: a *packing* may leave elements out, a *partition* must place
/// every one. Layer m extends the best values of sets already served by places 0..<m; it skips
/// - sets that a subset of theirs is worth as much as (packing only: a set in a best packing can be replaced by it), and
/// - extensions whose bound does not exceed the best assignment known. One bound is the sum over the places still to
///   come of their best subset of what is left, which ignores only that they must not share elements; another may be
///   given as a ``Relaxation``.
///
/// The last layer needs no loop over subsets: its best choice is the table of best subsets, read at what is left.
///
/// - Complexity: O(M·3^N) time at the very worst and O(M·2^N) memory, and O(N·2^N) for each place's best subsets; with
///   a good `incumbent` far fewer extensions survive the bound.
/// - SeeAlso: pricing.md section 9, "Exact algorithm"; Rothkopf, Pekeč, Harstad, Management Science 44(8), 1998.
struct SubsetProgramme: Sendable {
    /// A subset of the elements, bit n standing for element n.
    typealias Subset = UInt32

    let elementCount: Int
    let placeCount: Int
    /// F, shape `[places, 2^elements]`, F_m(∅) = 0; -infinity marks a subset that no best packing needs.
    ///
    /// `maximise` marks those that are worth less than one of their own subsets.
    var worth: [Double]

    /// Σ_{m' >= m} max_{T ⊂ S} F_m'(T), shape `[places, 2^elements]`.
    private var bestOfRest: [Double]
    /// What place m took on the best way to a set, shape `[places, 2^elements]`; valid where the layer's value is finite.
    private var taken: [Subset]
    private var layer: [Double]
    private var nextLayer: [Double]
    private var candidates: [Candidate] = []
    /// Whether the last `maximise` was told to stop.
    private(set) var wasInterrupted = false

    /// Numbers with F_m(S) <= charges[m] + Σ_{n ∈ S} surplus[m, n] for every place and set: a bound that adds up over
    /// elements, which is tight where a place takes many.
    struct Relaxation: Sendable {
        /// Shape `[places]`.
        let charges: [Double]
        /// Not negative, shape `[places, elements]`.
        let surplus: [Double]
    }

    private struct Candidate {
        let subset: Subset
        let worth: Double
    }

    /// Storage for `elementCount` elements and `placeCount` places, every worth 0.
    init(elementCount: Int, placeCount: Int) {
        precondition(
            (1...25).contains(elementCount) && placeCount > 0, "\(elementCount) elements, \(placeCount) places")
        self.elementCount = elementCount
        self.placeCount = placeCount
        let subsetCount = 1 << elementCount
        worth = Array(repeating: 0, count: placeCount * subsetCount)
        bestOfRest = worth
        taken = Array(repeating: 0, count: placeCount * subsetCount)
        layer = Array(repeating: -.infinity, count: subsetCount)
        nextLayer = layer
    }

    /// Finds an assignment worth more than `incumbent`, and the best of them.
    ///
    /// - Parameters:
    ///   - mustPlaceAll: whether it is a partition rather than a packing.
    ///   - incumbent: the worth of an assignment that is known; -infinity where none is.
    ///   - relaxation: another bound to discard by, if there is one.
    ///   - sets: receives what each place gets, if a better one exists.
    ///   - shouldStop: asked every few thousand sets.
    /// - Returns: the largest worth; `nil` if no assignment is worth more than `incumbent`, or after an interruption.
    mutating func maximise(
        mustPlaceAll: Bool, above incumbent: Double, relaxation: Relaxation? = nil, into sets: inout [Subset],
        shouldStop: () -> Bool = { false }
    ) -> Double? {
        let last = placeCount - 1
        let all = Subset(truncatingIfNeeded: (1 << elementCount) - 1)
        wasInterrupted = false
        findBestOfRest(mustPlaceAll: mustPlaceAll)
        if let relaxation { apply(relaxation) }
        for subset in 0...Int(all) { layer[subset] = -.infinity }
        layer[0] = 0
        for place in 0..<last {
            wasInterrupted = !extendLayer(by: place, above: incumbent, shouldStop: shouldStop)
            if wasInterrupted { return nil }
            swap(&layer, &nextLayer)
        }
        let finalWorth = mustPlaceAll ? worth : bestOfRest
        var best = incumbent
        var bestServed: Subset?
        for served in 0...Int(all) where layer[served] > -.infinity {
            let total = layer[served] + finalWorth[last << elementCount + (Int(all) ^ served)]
            if total > best {
                best = total
                bestServed = Subset(served)
            }
        }
        guard var served = bestServed else { return nil }
        sets[last] = mustPlaceAll ? all ^ served : smallestBest(within: all ^ served)
        for place in (0..<last).reversed() {
            sets[place] = taken[place << elementCount + Int(served)]
            served ^= sets[place]
        }
        return best
    }

    /// Fills `bestOfRest` from the last place to the first; a packing also drops subsets that are worth less than one of
    /// their own subsets.
    private mutating func findBestOfRest(mustPlaceAll: Bool) {
        let subsetCount = 1 << elementCount
        // Moved out, so that they are written at one check of ownership each.
        var (rest, worth) = (bestOfRest, worth)
        (bestOfRest, self.worth) = ([], [])
        for place in (0..<placeCount).reversed() {
            let base = place << elementCount
            var rests = rest.mutableSpan
            var worths = worth.mutableSpan
            for subset in base..<base + subsetCount { rests[subset] = worths[subset] }
            for element in 0..<elementCount {
                let bit = 1 << element
                for block in stride(from: base, to: base + subsetCount, by: 2 * bit) {
                    for without in block..<block + bit {
                        rests[without + bit] = max(rests[without + bit], rests[without])
                    }
                }
            }
            if !mustPlaceAll {
                for subset in base..<base + subsetCount where worths[subset] < rests[subset] {
                    worths[subset] = -.infinity
                }
            }
            guard place < placeCount - 1 else { continue }
            for subset in base..<base + subsetCount { rests[subset] += rests[subset + subsetCount] }
        }
        (bestOfRest, self.worth) = (rest, worth)
    }

    /// Lowers `bestOfRest` to the relaxation's bound where that is tighter; the last place keeps its exact table.
    private mutating func apply(_ relaxation: Relaxation) {
        let subsetCount = 1 << elementCount
        var charge = relaxation.charges.reduce(0, +)
        for place in 0..<placeCount - 1 {
            // What an element brings at most at this place or a later one.
            let surplus = (0..<elementCount).map { element in
                (place..<placeCount).reduce(0) { max($0, relaxation.surplus[$1 * elementCount + element]) }
            }
            // The layer's own storage, not in use yet.
            layer[0] = charge
            for subset in 0..<subsetCount {
                if subset > 0 { layer[subset] = layer[subset & (subset - 1)] + surplus[subset.trailingZeroBitCount] }
                let index = place << elementCount + subset
                bestOfRest[index] = min(bestOfRest[index], layer[subset])
            }
            charge -= relaxation.charges[place]
        }
    }

    /// `nextLayer` := for every set S the best of layer(S \ T) + F(T) over T, where its bound exceeds `incumbent`.
    ///
    /// `false` if `shouldStop` ended it.
    private mutating func extendLayer(by place: Int, above incumbent: Double, shouldStop: () -> Bool) -> Bool {
        let subsetCount = 1 << elementCount
        let base = place << elementCount
        let restBase = base + subsetCount
        for subset in 0..<subsetCount { nextLayer[subset] = -.infinity }
        listCandidates(of: place)
        for served in 0..<subsetCount {
            if served & 0xFFF == 0, shouldStop() { return false }
            let sofar = layer[served]
            let left = subsetCount - 1 - served
            // -infinity fails here, so that no other test is needed for sets that no layer reached.
            guard sofar + bestOfRest[base + left] > incumbent else { continue }
            let needed = incumbent - sofar - bestOfRest[restBase + left]
            let promising = countCandidates(worthAtLeast: needed)
            if promising <= 1 << left.nonzeroBitCount {
                for candidate in candidates[..<promising] where Int(candidate.subset) & served == 0 {
                    extend(served, by: candidate.subset, to: sofar + candidate.worth, place, above: incumbent)
                }
            } else {
                var subset = left
                while true {
                    let value = sofar + worth[base + subset]
                    if value > -.infinity { extend(served, by: Subset(subset), to: value, place, above: incumbent) }
                    if subset == 0 { break }
                    subset = (subset - 1) & left
                }
            }
        }
        return true
    }

    @inline(__always)
    private mutating func extend(
        _ served: Int, by subset: Subset, to value: Double, _ place: Int, above incumbent: Double
    ) {
        let union = served | Int(subset)
        let left = (1 << elementCount) - 1 - union
        guard value > nextLayer[union], value + bestOfRest[(place + 1) << elementCount + left] > incumbent else {
            return
        }
        nextLayer[union] = value
        taken[place << elementCount + union] = subset
    }

    /// Fills `candidates` with the subsets that `place` may take, the worthiest first.
    private mutating func listCandidates(of place: Int) {
        candidates.removeAll(keepingCapacity: true)
        let base = place << elementCount
        for subset in 0..<(1 << elementCount) where worth[base + subset] > -.infinity {
            candidates.append(Candidate(subset: Subset(subset), worth: worth[base + subset]))
        }
        candidates.sort { $0.worth > $1.worth }
    }

    /// How many `candidates` are worth at least `needed`.
    private func countCandidates(worthAtLeast needed: Double) -> Int {
        var low = 0
        var high = candidates.count
        while low < high {
            let middle = (low + high) / 2
            if candidates[middle].worth >= needed { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// A subset of `available` that is worth as much to the last place as any, none of whose elements is idle.
    private func smallestBest(within available: Subset) -> Subset {
        let base = (placeCount - 1) << elementCount
        var subset = available
        for element in 0..<elementCount where subset & 1 << element != 0 {
            let without = subset & ~(1 << element)
            if bestOfRest[base + Int(without)] == bestOfRest[base + Int(subset)] { subset = without }
        }
        return subset
    }
}
