import Games

/// Pairs (follower, station) gathered from anywhere in an instance, to be evaluated by the vector kernels in one call.
///
/// Append pairs, each with the interference it meets, evaluate, read the results by position. Storage is kept, so a
/// batch that has reached its size allocates nothing.
///
/// - Complexity: about 25 ns a pair, gathering included.
struct PairBatch {
    private let instance: PricingInstance
    private(set) var count = 0
    private var g: [Double] = []
    private var interference: [Double] = []
    private var bandwidth: [Double] = []
    private var gammaD: [Double] = []
    private var computeCost: [Double] = []
    private var b: [Double] = []
    private var k: [Double] = []
    private var rx: [Double] = []
    private var limit: [Double] = []
    private var gammaA: [Double] = []
    private var posted: [Double] = []

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
        if count == g.count { resize(to: 2 * count) }
        let pair = n * instance.stationCount + m
        g[count] = gain
        self.interference[count] = interference
        bandwidth[count] = instance.bandwidthMHz[m]
        gammaD[count] = instance.gammaDPerS[n]
        computeCost[count] = instance.computeCost[pair]
        b[count] = instance.b[pair]
        k[count] = instance.k[pair]
        rx[count] = instance.rx[m]
        limit[count] = instance.limitMB[n]
        gammaA[count] = instance.gammaA[n]
        posted[count] = price
        count += 1
    }

    /// Sets the received power and the interference of the pair at `position`, for another evaluation of it.
    mutating func update(_ position: Int, gain: Double, interference: Double) {
        g[position] = gain
        self.interference[position] = interference
    }

    /// Sets the posted price of the pair at `position`.
    mutating func post(_ price: Double, at position: Int) { posted[position] = price }

    /// Delay costs only: `rate` and `delayCost`.
    ///
    /// - Parameter noiseW: what is added to each pair's interference; the receiver noise where `nil`.
    mutating func findDelayCosts(noiseW: Double? = nil) {
        var rate = Self.take(&self.rate, count)
        var delayCost = Self.take(&self.delayCost, count)
        var rates = rate.mutableSpan
        var delayCosts = delayCost.mutableSpan
        PairKernel.rates(
            g: g.span.extracting(first: count), interference: interference.span.extracting(first: count),
            noiseW: noiseW ?? instance.noiseW,
            bandwidthMHz: bandwidth.span.extracting(first: count), gammaDPerS: gammaD.span.extracting(first: count),
            computeCost: computeCost.span.extracting(first: count), rateMBps: &rates,
            delayCost: &delayCosts)
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
        PairKernel.bestPrices(
            a: delayCost.span, b: b.span.extracting(first: count), k: k.span.extracting(first: count),
            rx: rx.span.extracting(first: count), limitMB: limit.span.extracting(first: count),
            gammaA: gammaA.span.extracting(first: count),
            price: &prices, sizeMB: &sizes, profit: &profits, utility: &utilities)
        (self.price, self.size, self.profit, self.utility) = (price, size, profit, utility)
    }

    /// -dV/dJ of the pair at `position` after `offer`: what a watt of interference costs the leader there.
    ///
    /// dV/dq = -Z (section 6) and dq/dJ = gammaD d(1/R)/dJ with 1/R = 8 ln 2/(W ln(1 + g/(J + sigma2))).
    func profitSlope(_ position: Int) -> Double {
        guard size[position] > 0, gammaD[position] > 0 else { return 0 }
        let floor = interference[position] + instance.noiseW
        let ratio = g[position] / ((floor + g[position]) * floor)
        // W/(8 ln 2), section 2.
        let scale = bandwidth[position] * 0x1.71547652b82fep-3
        return size[position] * gammaD[position] * scale * ratio / (rate[position] * rate[position])
    }

    /// As `offer`, and `score`: what followers compare the pairs by at the leader's best prices (section 5).
    mutating func offerAndScore() {
        offer()
        Self.fit(&score, to: count)
        for i in 0..<count {
            let total = delayCost[i] + price[i]
            score[i] = utility[i] > 0 ? utility[i] / gammaA[i] : min(0, 1 - total / k[i])
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
        PairKernel.bestResponses(
            a: delayCost.span, price: posted.span.extracting(first: count), k: k.span.extracting(first: count),
            rx: rx.span.extracting(first: count), limitMB: limit.span.extracting(first: count),
            gammaA: gammaA.span.extracting(first: count), sizeMB: &sizes, utility: &utilities, score: &scores)
        (self.size, self.utility, self.score) = (size, utility, score)
    }

    /// An output column in the length of this call, moved out, so that writing it excludes no other column.
    private static func take(_ column: inout [Double], _ count: Int) -> [Double] {
        var array: [Double] = []
        swap(&array, &column)
        fit(&array, to: count)
        return array
    }

    private mutating func resize(to capacity: Int) {
        Self.fit(&g, to: capacity)
        Self.fit(&interference, to: capacity)
        Self.fit(&bandwidth, to: capacity)
        Self.fit(&gammaD, to: capacity)
        Self.fit(&computeCost, to: capacity)
        Self.fit(&b, to: capacity)
        Self.fit(&k, to: capacity)
        Self.fit(&rx, to: capacity)
        Self.fit(&limit, to: capacity)
        Self.fit(&gammaA, to: capacity)
        Self.fit(&posted, to: capacity)
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
