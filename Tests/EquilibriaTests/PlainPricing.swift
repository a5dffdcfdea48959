import Foundation
import Games

/// The pricing model once more, one scalar formula after the other as the specification writes them: the reference that
/// the solvers are compared with.
struct PlainPricing {
    let instance: PricingInstance

    init(_ instance: PricingInstance) { self.instance = instance }

    var followers: Range<Int> { 0..<instance.followerCount }
    var stations: Range<Int> { 0..<instance.stationCount }
    var options: [Int] { instance.idleMode == .silent ? [-1] + Array(stations) : Array(stations) }

    /// R of section 2.
    func rate(_ n: Int, _ m: Int, _ access: [Int]) -> Double {
        var interference = 0.0
        for other in followers where other != n && access[other] == m { interference += gain(other, m) }
        return instance.bandwidthMHz[m] / (8 * M_LN2) * log1p(gain(n, m) / (interference + instance.noiseW))
    }

    func gain(_ n: Int, _ m: Int) -> Double { instance.powerW[n] * instance.h[n * instance.stationCount + m] }

    /// Delay cost a of section 1.
    func delayCost(_ n: Int, atRate rate: Double, _ m: Int) -> Double {
        let weight = instance.gammaDPerS[n]
        guard weight > 0 else { return 0 }
        let c = instance.cyclesGcyclePerMB[n * instance.stationCount + m]
        return weight / rate + weight * c / instance.speedGcyclePerS[m]
    }

    func rx(_ m: Int) -> Double { instance.rhoPerMB[m] * instance.x[m] }
    func k(_ n: Int, _ m: Int) -> Double { instance.gammaA[n] * rx(m) }
    func b(_ n: Int, _ m: Int) -> Double {
        instance.eps * instance.speedGcyclePerS[m] * instance.speedGcyclePerS[m]
            * instance.cyclesGcyclePerMB[n * instance.stationCount + m]
    }

    /// Proposition 2 with clamps (section 6), the depth by bisection.
    func optimum(_ n: Int, _ m: Int, delayCost a: Double) -> (price: Double, size: Double, profit: Double) {
        let (k, b, limit) = (k(n, m), b(n, m), instance.limitMB[n])
        let t = (a + b) / k
        guard t < 1, limit > 0 else { return (b, 0, 0) }
        var low = 0.0
        var high = 1.0
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if (1 - middle) * exp(-middle) > t { low = middle } else { high = middle }
        }
        let depth = min((low + high) / 2, rx(m) * limit)
        let size = depth / rx(m)
        return (k * exp(-depth) - a, size, instance.gammaA[n] * depth * (exp(-depth) - t))
    }

    /// U* of section 5, with the size that attains it and the score.
    func bestResponse(_ n: Int, _ m: Int, delayCost a: Double, price: Double) -> (
        size: Double, utility: Double, score: Double
    ) {
        let (k, limit) = (k(n, m), instance.limitMB[n])
        let y = a + price
        guard y < k, limit > 0 else { return (0, 0, min(0, 1 - y / k)) }
        let size = y > 0 ? min(limit, log(k / y) / rx(m)) : limit
        let utility = instance.gammaA[n] * -expm1(-rx(m) * size) - y * size
        return (size, utility, utility > 0 ? utility / instance.gammaA[n] : min(0, 1 - y / k))
    }

    /// Σ_n V_n(acc) of section 9.
    func value(of access: [Int]) -> Double {
        followers.reduce(0) { sum, n in
            let m = access[n]
            guard m >= 0 else { return sum }
            return sum + optimum(n, m, delayCost: delayCost(n, atRate: rate(n, m, access), m)).profit
        }
    }

    /// Follower n's score at option m against the others in `access`; 0 for out.
    func score(_ n: Int, _ m: Int, _ access: [Int], prices: [Double]?) -> Double {
        guard m >= 0 else { return 0 }
        let a = delayCost(n, atRate: rate(n, m, access), m)
        let price = prices?[n * instance.stationCount + m] ?? optimum(n, m, delayCost: a).price
        return bestResponse(n, m, delayCost: a, price: price).score
    }

    /// Every access vector of the mode.
    var profiles: [[Int]] {
        followers.reduce([[]]) { found, _ in found.flatMap { prefix in options.map { prefix + [$0] } } }
    }

    /// OPT of section 9 by enumeration.
    var optimum: Double { profiles.map(value).max() ?? 0 }

    /// The most that a single follower gains by moving, in units of its accuracy weight.
    func regret(_ access: [Int], prices: [Double]? = nil) -> Double {
        followers.map { n in
            let now = score(n, access[n], access, prices: prices)
            return (options.map { score(n, $0, access, prices: prices) }.max() ?? 0) - now
        }.max() ?? 0
    }

    /// Whether `access` is a pure equilibrium of the access game (section 8).
    func isEquilibrium(_ access: [Int], prices: [Double]? = nil) -> Bool {
        regret(access, prices: prices) <= 1e-12
            && (instance.idleMode == .connected
                || followers.allSatisfy { access[$0] < 0 || score($0, access[$0], access, prices: prices) > 0 })
    }

    /// What the leader earns when each follower sizes its task best at `access` and `prices`.
    func leaderUtility(_ access: [Int], prices: [Double]) -> Double {
        followers.reduce(0) { sum, n in
            let m = access[n]
            guard m >= 0 else { return sum }
            let price = prices[n * instance.stationCount + m]
            let a = delayCost(n, atRate: rate(n, m, access), m)
            return sum + (price - b(n, m)) * bestResponse(n, m, delayCost: a, price: price).size
        }
    }

    /// NashConv of section 10 at a play.
    func nashConv(prices: [Double], access: [Int], sizes: [Double]) -> Double {
        followers.reduce(0) { sum, n in
            var best = 0.0
            var actual = 0.0
            for m in stations {
                let a = delayCost(n, atRate: rate(n, m, access), m)
                let price = prices[n * instance.stationCount + m]
                best = max(best, bestResponse(n, m, delayCost: a, price: price).utility)
                if m == access[n], sizes[n] > 0 {
                    actual = instance.gammaA[n] * -expm1(-rx(m) * sizes[n]) - (a + price) * sizes[n]
                }
            }
            return sum + best - actual
        }
    }
}
