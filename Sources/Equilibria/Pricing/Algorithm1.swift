import Games

/// The paper's Algorithm 1, a gradient iteration on prices and sizes, made well defined (section 7, errata E6-E11).
///
/// State: prices and tentative sizes for every pair, and access. An outer iteration takes one gradient step on every
/// price at the rates of the moment, projects it, then lets followers adjust sizes and stations in inner passes. It need
/// not converge: prices and access can fall into an exact cycle, and simultaneous followers keep swapping stations.
///
/// Deviations from the paper: steps, projections, start and stopping rule are section 7's; the gradient is the total
/// derivative (21), the size following the price.
public struct Algorithm1: Sendable {
    /// Price step kappa: monotone below 1/e, stable below 2/e at the optimum (section 7).
    public var priceStep = 0.3
    /// Size step nu.
    public var sizeStep = 1.0
    /// W_in, passes over the followers in an outer iteration.
    public var innerPasses = 20
    /// W_out, outer iterations after which it has failed.
    public var outerIterations = 200
    /// Relative changes below this count as none.
    public var tolerance = 1e-10
    /// Whether followers see what those before them did in the pass (the paper's literal reading: they do not).
    public var order = UpdateOrder.sequential
    /// Keys the first prices (purpose 5).
    public var seed: UInt64 = 0

    public init() {}

    /// Where an iteration ended.
    public struct Outcome: Sendable, Hashable {
        /// Whether it ended by the stopping rule; otherwise the rest is an iterate and no equilibrium.
        public var converged = false
        /// Outer iterations made.
        public var iterations = 0
        /// mu, shape `[N, M]`.
        public var prices: [Double]
        /// Tentative Z in MB for every station, shape `[N, M]`.
        public var sizesMB: [Double]
        /// -1 for out.
        public var access: [Int]
    }

    /// Iterates on `instance` until the stopping rule holds or the outer iterations are used up.
    ///
    /// - Parameters:
    ///   - instance: the game.
    ///   - shouldStop: asked once an outer iteration; `true` ends it unconverged.
    ///   - onIteration: is given every iterate.
    /// - Returns: the last iterate, and whether it is a limit.
    /// - Complexity: O(W_out·W_in·N·M).
    public func run(
        _ instance: PricingInstance, shouldStop: () -> Bool = { false }, onIteration: (Outcome) -> Void = { _ in }
    ) -> Outcome {
        let stream = RandomStream(seed: seed, purpose: .initialPrice)
        let stations = instance.stationCount
        var outcome = Outcome(
            prices: instance.k.indices.map { pair in
                let (u, _) = stream.uniforms(slot: 0, n: UInt32(pair / stations), m: UInt32(pair % stations))
                return u * instance.k[pair]
            },
            sizesMB: instance.k.indices.map { instance.limitMB[$0 / stations] / 2 },
            access: Array(repeating: -1, count: instance.followerCount))
        var followers = FollowerSteps(instance, sizeStep: sizeStep)
        for iteration in 1...outerIterations {
            if shouldStop() { break }
            outcome.iterations = iteration
            let start = outcome.access
            let priceChange = stepPrices(instance, &outcome)
            var last = (sizeChange: 0.0, moved: false)
            for _ in 0..<innerPasses { last = followers.pass(&outcome, order) }
            onIteration(outcome)
            if priceChange <= tolerance, last.sizeChange <= tolerance, !last.moved, outcome.access == start {
                outcome.converged = true
                break
            }
        }
        return outcome
    }

    /// One projected gradient step on every price; the largest change in units of k.
    ///
    /// The projection's lower end keeps the price from falling where the size limit binds and every lower price sells
    /// the same.
    private func stepPrices(_ instance: PricingInstance, _ outcome: inout Outcome) -> Double {
        let a = instance.rates(of: outcome.access).delayCost
        let stations = instance.stationCount
        let shares = Elementary.map(
            instance.k.indices.map { pair in
                // Kept off 0, where the logarithm ends; the projection bounds the step.
                max((a[pair] + outcome.prices[pair]) / instance.k[pair], 0x1p-1000)
            }.map { min($0, 0x1p1000) }, Elementary.log)
        let leasts = Elementary.map(
            instance.k.indices.map { -instance.rx[$0 % stations] * instance.limitMB[$0 / stations] }, Elementary.expm1)
        var largest = 0.0
        for pair in instance.k.indices {
            let (k, b) = (instance.k[pair], instance.b[pair])
            let y = max(a[pair] + outcome.prices[pair], k * 0x1p-1000)
            // (21) times rx, which the step's own rx cancels.
            let gradient = -shares[pair] - (outcome.prices[pair] - b) / y
            let high = max(b, k - a[pair])
            let low = min(high, max(b, k + k * leasts[pair] - a[pair]))
            let price = min(high, max(low, outcome.prices[pair] + priceStep * k * gradient))
            largest = max(largest, abs(price - outcome.prices[pair]) / k)
            outcome.prices[pair] = price
        }
        return largest
    }
}

/// The followers' side of Algorithm 1: gradient steps on tentative sizes, and the best station at those sizes.
private struct FollowerSteps {
    let instance: PricingInstance
    let sizeStep: Double
    let game: AccessGame
    var batch: PairBatch

    init(_ instance: PricingInstance, sizeStep: Double) {
        self.instance = instance
        self.sizeStep = sizeStep
        game = AccessGame(instance)
        batch = PairBatch(instance, capacity: instance.stationCount)
    }

    /// One pass over the followers: the largest change of a size in units of 1/rx, and whether anybody moved.
    mutating func pass(_ outcome: inout Algorithm1.Outcome, _ order: UpdateOrder) -> (sizeChange: Double, moved: Bool) {
        let stations = instance.stationCount
        var load = StationLoad(instance, access: outcome.access)
        var largest = 0.0
        var moved = false
        for n in 0..<instance.followerCount {
            let current = outcome.access[n]
            batch.removeAll()
            for m in 0..<stations {
                batch.append(n, m, interference: load.interference(instance, n, at: m, current: current))
            }
            batch.findDelayCosts()
            let row = n * stations..<(n + 1) * stations
            let decays = Elementary.map(row.map { -instance.rx[$0 % stations] * outcome.sizesMB[$0] }, Elementary.exp)
            var sizes: [Double] = []
            for m in 0..<stations {
                let pair = n * stations + m
                let y = batch.delayCost[m] + outcome.prices[pair]
                let step = sizeStep / instance.rx[m] * (decays[m] - y / instance.k[pair])
                let size = min(instance.limitMB[n], max(0, outcome.sizesMB[pair] + step))
                largest = max(largest, abs(size - outcome.sizesMB[pair]) * instance.rx[m])
                outcome.sizesMB[pair] = size
                sizes.append(size)
            }
            let scores = scores(of: n, sizes, outcome.prices)
            let station = game.choose(from: scores.span, current: current)
            guard station != current else { continue }
            moved = true
            outcome.access[n] = station
            guard order == .sequential else { continue }
            if current >= 0 { load.remove(instance.g[n * stations + current], from: current) }
            if station >= 0 { load.add(instance.g[n * stations + station], to: station) }
        }
        return (largest, moved)
    }

    /// Section 5's score at tentative sizes, the delay costs being in the batch.
    private func scores(of n: Int, _ sizes: [Double], _ prices: [Double]) -> [Double] {
        let stations = instance.stationCount
        let changes = Elementary.map(sizes.indices.map { -instance.rx[$0] * sizes[$0] }, Elementary.expm1)
        return sizes.indices.map { m in
            let y = batch.delayCost[m] + prices[n * stations + m]
            // Nothing offloaded costs nothing, even where the rate is 0 and y infinite.
            let utility = sizes[m] > 0 ? -changes[m] - y * sizes[m] / instance.gammaA[n] : 0
            return utility > 0 ? utility : min(0, 1 - y / instance.k[n * stations + m])
        }
    }
}

extension Elementary {
    /// `function` of every element.
    fileprivate static func map(_ values: [Double], _ function: Function) -> [Double] {
        var result = values
        var span = result.mutableSpan
        function(values.span, &span, .best)
        return result
    }
}
