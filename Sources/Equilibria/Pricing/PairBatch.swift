import Games

/// Pairs (follower, station) gathered from anywhere in an instance, to be evaluated by the vector kernels in one call.
///
/// Append pairs, each with the interference it meets, evaluate, read the results by position. Storage is kept, so a
/// batch that has reached its size allocates nothing.
///
/// - Complexity: about 20 ns a pair where AVX-512 is at hand, gathering included.
struct PairBatch {
    private let instance: PricingInstance
    private(set) var count = 0
    private var capacity = 0
    /// One column of `capacity` values after the other: one array, so that a pair is written at one check of ownership.
    private var inputs: [Double] = []

    private enum Column: Int, CaseIterable {
        case g, interference, posted
        // In the order of `parameters`.
        case bandwidth, gammaD, computeCost, b, k, rx, limit, gammaA
    }

    /// What a pair's evaluation needs besides gain, interference and price; shape `[N, M]`.
    private let parameters: [SIMD8<Double>]

    /// R, MB/s.
    private(set) var rate: [Double] = []
    /// Delay cost a, utility/MB.
    private(set) var delayCost: [Double] = []
    /// The leader's best price in utility/MB after `offer`.
    private(set) var price: [Double] = []
    /// The leader's profit V after `offer`.
    private(set) var profit: [Double] = []
    /// Z in MB: at the best price after `offer`, at the posted one after `respond`.
    private(set) var size: [Double] = []
    /// The follower's utility U, likewise.
    private(set) var utility: [Double] = []
    /// What the follower compares stations by, likewise; being out scores 0.
    private(set) var score: [Double] = []

    init(_ instance: PricingInstance, capacity: Int) {
        self.instance = instance
        parameters = instance.g.indices.map { pair in
            let (n, m) = (pair / instance.stationCount, pair % instance.stationCount)
            return SIMD8(
                instance.bandwidthMHz[m], instance.gammaDPerS[n], instance.computeCost[pair], instance.b[pair],
                instance.k[pair], instance.rx[m], instance.limitMB[n], instance.gammaA[n])
        }
        resize(to: max(capacity, 8))
    }

    /// Forgets all pairs.
    mutating func removeAll() { count = 0 }

    /// Adds follower `n` at station `m` meeting `interference` (W) there.
    ///
    /// - Parameters:
    ///   - n: a follower.
    ///   - m: a station.
    ///   - interference: J, received power of everybody else there.
    ///   - price: the posted price, which only `respond` reads.
    mutating func append(_ n: Int, _ m: Int, interference: Double, price: Double = 0) {
        append(n, m, interference: interference, gain: instance.g[n * instance.stationCount + m], price: price)
    }

    /// Adds follower `n` at station `m` as `append` does, at received power `gain` in place of the instance's.
    mutating func append(_ n: Int, _ m: Int, interference: Double, gain: Double, price: Double = 0) {
        if count == capacity { resize(to: 2 * count) }
        let parameters = parameters[n * instance.stationCount + m]
        Self.write(gain, interference, price, parameters, at: count, capacity, into: &inputs)
        count += 1
    }

    /// Sets the posted price of the pair at `position`.
    mutating func post(_ price: Double, at position: Int) { inputs[index(.posted, position)] = price }

    /// Delay costs only: `rate` and `delayCost`.
    ///
    /// - Parameter noiseW: what is added to each pair's interference; the receiver noise where `nil`.
    mutating func findDelayCosts(noiseW: Double? = nil) {
        var rate = Self.take(&self.rate, count)
        var delayCost = Self.take(&self.delayCost, count)
        var rates = rate.mutableSpan
        var delayCosts = delayCost.mutableSpan
        let columns = self.inputs
        let inputs = columns.span
        PairKernel.rates(
            g: inputs.extracting(used(.g)), interference: inputs.extracting(used(.interference)),
            noiseW: noiseW ?? instance.noiseW, bandwidthMHz: inputs.extracting(used(.bandwidth)),
            gammaDPerS: inputs.extracting(used(.gammaD)), computeCost: inputs.extracting(used(.computeCost)),
            rateMBps: &rates, delayCost: &delayCosts)
        (self.rate, self.delayCost) = (rate, delayCost)
    }

    /// The leader's best price for every pair and what it induces (section 6): everything but `score`.
    ///
    /// - Parameter noiseW: as in `findDelayCosts`.
    mutating func offer(noiseW: Double? = nil) {
        findDelayCosts(noiseW: noiseW)
        var price = Self.take(&self.price, count)
        var size = Self.take(&self.size, count)
        var profit = Self.take(&self.profit, count)
        var utility = Self.take(&self.utility, count)
        var prices = price.mutableSpan
        var sizes = size.mutableSpan
        var profits = profit.mutableSpan
        var utilities = utility.mutableSpan
        let columns = self.inputs
        let inputs = columns.span
        PairKernel.bestPrices(
            a: delayCost.span, b: inputs.extracting(used(.b)), k: inputs.extracting(used(.k)),
            rx: inputs.extracting(used(.rx)), limitMB: inputs.extracting(used(.limit)),
            gammaA: inputs.extracting(used(.gammaA)), price: &prices, sizeMB: &sizes, profit: &profits,
            utility: &utilities)
        (self.price, self.size, self.profit, self.utility) = (price, size, profit, utility)
    }

    /// -dV/dJ of the pair at `position` after `offer`: what a watt of interference costs the leader there.
    ///
    /// dV/dq = -Z (section 6) and dq/dJ = gammaD d(1/R)/dJ with 1/R = 8 ln 2/(W ln(1 + g/(J + sigma2))).
    func profitSlope(_ position: Int) -> Double {
        let weight = inputs[index(.gammaD, position)]
        guard size[position] > 0, weight > 0 else { return 0 }
        let (g, floor) = (inputs[index(.g, position)], inputs[index(.interference, position)] + instance.noiseW)
        // W/(8 ln 2), section 2.
        let scale = inputs[index(.bandwidth, position)] * 0x1.71547652b82fep-3
        return size[position] * weight * scale * (g / ((floor + g) * floor)) / (rate[position] * rate[position])
    }

    /// As `offer`, and `score`: what followers compare the pairs by at the leader's best prices (section 5).
    mutating func offerAndScore() {
        offer()
        Self.fit(&score, to: count)
        for i in 0..<count {
            let total = delayCost[i] + price[i]
            score[i] =
                utility[i] > 0
                ? utility[i] / inputs[index(.gammaA, i)] : min(0, 1 - total / inputs[index(.k, i)])
        }
    }

    /// The followers' best responses at the posted prices (section 5): `size`, `utility` and `score`.
    mutating func respond() {
        findDelayCosts()
        respondAtDelayCosts()
    }

    /// The followers' best responses at delay costs that an earlier call found.
    mutating func respondAtDelayCosts() {
        var size = Self.take(&self.size, count)
        var utility = Self.take(&self.utility, count)
        var score = Self.take(&self.score, count)
        var sizes = size.mutableSpan
        var utilities = utility.mutableSpan
        var scores = score.mutableSpan
        let columns = self.inputs
        let inputs = columns.span
        PairKernel.bestResponses(
            a: delayCost.span, price: inputs.extracting(used(.posted)), k: inputs.extracting(used(.k)),
            rx: inputs.extracting(used(.rx)), limitMB: inputs.extracting(used(.limit)),
            gammaA: inputs.extracting(used(.gammaA)), sizeMB: &sizes, utility: &utilities, score: &scores)
        (self.size, self.utility, self.score) = (size, utility, score)
    }

    /// An output column in the length of this call, moved out, so that writing it excludes no other column.
    private static func take(_ column: inout [Double], _ count: Int) -> [Double] {
        var array: [Double] = []
        swap(&array, &column)
        fit(&array, to: count)
        return array
    }

    @inline(__always)
    private static func write(
        _ gain: Double, _ interference: Double, _ price: Double, _ parameters: SIMD8<Double>, at position: Int,
        _ capacity: Int, into inputs: inout [Double]
    ) {
        var columns = inputs.mutableSpan
        columns[position] = gain
        columns[capacity + position] = interference
        columns[2 * capacity + position] = price
        for column in 0..<8 { columns[(3 + column) * capacity + position] = parameters[column] }
    }

    private func index(_ column: Column, _ position: Int) -> Int { column.rawValue * capacity + position }

    private func used(_ column: Column) -> Range<Int> { index(column, 0)..<index(column, count) }

    private mutating func resize(to newCapacity: Int) {
        var grown = Array(repeating: 0.0, count: Column.allCases.count * newCapacity)
        for column in Column.allCases {
            for position in 0..<count {
                grown[column.rawValue * newCapacity + position] = inputs[index(column, position)]
            }
        }
        (inputs, capacity) = (grown, newCapacity)
    }

    /// Gives `array` the length of a call, keeping its storage.
    private static func fit(_ array: inout [Double], to count: Int) {
        if array.count < count {
            array.append(contentsOf: repeatElement(0, count: count - array.count))
        } else if array.count > count {
            array.removeLast(array.count - count)
        }
    }
}
