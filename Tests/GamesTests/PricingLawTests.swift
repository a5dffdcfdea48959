import Foundation
import Games
import Testing

/// Section 6's facts about a pair, and section 8's about access, over random instances.
@Suite("Pricing laws")
struct PricingLawTests {
    /// Cost ratios t = q/k between 1e-12 and 1.
    static let ratios: [Double] = (0..<4000).map { i in
        let (first, second) = RandomStream(seed: 2, purpose: .init(29)).uniforms(slot: 0, n: UInt32(i))
        return i % 2 == 0 ? 1 - first * second : pow(10, -12 * first)
    }

    /// Uncapped pairs with k = 1, gammaA = 1, b = 0.
    static func offers(_ ratios: [Double], rx: Double = 1) -> Columns.Offer {
        let one = ratios.map { _ in 1.0 }
        return Columns.bestPrices(
            a: ratios, b: ratios.map { _ in 0 }, k: one, rx: ratios.map { _ in rx }, limitMB: one.map { $0 * 1e9 },
            gammaA: one.map { $0 / rx })
    }

    @Test("pay the operator between 1.39 and 2 times what the follower gets, and neither too much")
    func shares() {
        let offer = Self.offers(Self.ratios)
        for (i, t) in Self.ratios.enumerated() where t < 1 {
            let (profit, utility) = (offer.profit[i], offer.utility[i])
            #expect(profit <= exp(-1) * (1 + 1e-15) && utility <= (1 - 2 / M_E) * (1 + 1e-15))
            // The ratio tends to 2 where t tends to 1, rounded to within a few ulp.
            #expect((1.39...2 * (1 + 1e-14)).contains(profit / utility), "t = \(t)")
        }
    }

    @Test("fall strictly with the cost ratio")
    func monotone() {
        let ratios = Self.ratios.filter { $0 < 1 }.sorted()
        let offer = Self.offers(ratios)
        for i in ratios.indices.dropFirst() where ratios[i] - ratios[i - 1] > 1e-9 {
            #expect(offer.profit[i] < offer.profit[i - 1] && offer.utility[i] < offer.utility[i - 1])
        }
    }

    @Test("let accuracy at the operator's price reach 1 - 1/e at most")
    func accuracy() {
        let offer = Self.offers(Self.ratios)
        for size in offer.size { #expect(-expm1(-size) <= (1 - exp(-1)) * (1 + 1e-15)) }
    }

    @Test("make the size the loss of profit with cost: dV/dq = -Z")
    func envelope() {
        let ratios = Self.ratios.filter { $0 > 0.01 && $0 < 0.99 }
        let step = 1e-5
        let rx = 0.4
        let (above, at) = (Self.offers(ratios.map { $0 + step }, rx: rx), Self.offers(ratios, rx: rx))
        let below = Self.offers(ratios.map { $0 - step }, rx: rx)
        for i in ratios.indices {
            let slope = (above.profit[i] - below.profit[i]) / (2 * step)
            // Truncation step^2 V'''/6 (V''' of order 1/t^2, 1e4 here) plus rounding 1e-16/step.
            #expect(abs(slope + at.size[i]) <= 1e-6, "t = \(ratios[i])")
        }
    }

    @Test("let no other price or size do better")
    func optimal() {
        for (i, t) in Self.ratios.prefix(500).enumerated() where t < 1 {
            let limit = 0.05 + Double(i % 40) / 20
            let offer = Columns.bestPrices(
                a: [t / 2], b: [t / 2], k: [1], rx: [1], limitMB: [limit], gammaA: [1])
            let prices = (0...200).map { Double($0) / 200 }
            let answer = Columns.bestResponses(
                a: prices.map { _ in t / 2 }, price: prices, k: prices.map { _ in 1 }, rx: prices.map { _ in 1 },
                limitMB: prices.map { _ in limit }, gammaA: prices.map { _ in 1 })
            for (price, size) in zip(prices, answer.size) {
                #expect((price - t / 2) * size <= offer.profit[0] + 1e-15)  // rounding of values below 0.4
            }
            // The follower takes at that price what the operator meant it to.
            let taken = Columns.bestResponses(
                a: [t / 2], price: offer.price, k: [1], rx: [1], limitMB: [limit], gammaA: [1])
            // The price carries a rounding error of an ulp of 1, which moves the size by that over y = a + price.
            #expect(abs(taken.size[0] - offer.size[0]) <= 1e-15 / (t / 2 + offer.price[0]))
        }
    }

    @Test("treat followers alike: renaming them renames the rates", arguments: 0..<20 as Range<UInt64>)
    func permutation(_ seed: UInt64) throws {
        let instance = try PricingBatchTests.random(seed * 6 + 4, spread: 2, mode: .silent)  // six followers
        let count = instance.followerCount
        let stations = instance.stationCount
        let order = (0..<count).map { ($0 * 5 + Int(seed)) % count }  // 5 and 6 have no common divisor
        let renamed = try instance.permuted(order)
        let access = (0..<count).map { ($0 * 7 + Int(seed)) % (stations + 1) - 1 }
        let rates = instance.rates(of: access).rateMBps
        let renamedRates = renamed.rates(of: order.map { access[$0] }).rateMBps
        for (n, original) in order.enumerated() {
            for m in 0..<stations {
                // Sums in another order: a few ulp.
                #expect(relativeError(renamedRates[n * stations + m], rates[original * stations + m]) <= 4e-15)
            }
        }
    }

    @Test("give the same bits with every instruction set, edges included")
    func kinds() {
        let edges = [0, 1e-300, 1e-30, 0.5, 1.0.nextDown, 1, 2, 1e300, .infinity]
        let values = edges + Self.ratios.prefix(1000)
        let ones = values.map { _ in 1.0 }
        for limit in [0, 1e-9, 0.3, 5, 1e300] {
            let limits = values.map { _ in limit }
            func offer(_ kind: KernelKind) -> [UInt64] {
                let offer = Columns.bestPrices(
                    a: values, b: values.reversed().map { $0.isFinite ? $0 / 3 : 0 }, k: ones, rx: ones,
                    limitMB: limits, gammaA: ones, kind: kind)
                let answer = Columns.bestResponses(
                    a: values, price: values.map { $0.isFinite ? $0 / 7 : 0 }, k: ones, rx: ones, limitMB: limits,
                    gammaA: ones, kind: kind)
                return [
                    offer.price, offer.size, offer.profit, offer.utility, answer.size, answer.utility, answer.score,
                ]
                .flatMap { $0.map(\.bitPattern) }
            }
            let baseline = offer(.baseline)
            for kind in KernelKind.allCases where kind.isAvailable { #expect(offer(kind) == baseline) }
            // Only the score of a pair that nothing reaches may be infinite.
            #expect(baseline.allSatisfy { !Double(bitPattern: $0).isNaN })
        }
    }

    @Test(
        "do not depend on where in an array a pair stands, or on the array's length", arguments: [1, 2, 15, 16, 17, 40])
    func positions(_ length: Int) {
        let ratios = Array(Self.ratios.prefix(length))
        let together = Self.offers(ratios)
        for (i, t) in ratios.enumerated() {
            let alone = Self.offers([t])
            #expect(together.profit[i] == alone.profit[0] && together.price[i] == alone.price[0])
        }
    }
}

extension PricingInstance {
    /// The same game with follower `order[n]` in place n.
    fileprivate func permuted(_ order: [Int]) throws -> PricingInstance {
        func rows(_ values: [Double]) -> [[Double]] {
            order.map { Array(values[$0 * stationCount..<($0 + 1) * stationCount]) }
        }
        return try PricingInstance(
            bandwidthMHz: bandwidthMHz, speedGcyclePerS: speedGcyclePerS, x: x, rhoPerMB: rhoPerMB,
            powerW: order.map { powerW[$0] }, h: rows(h), cyclesGcyclePerMB: rows(cyclesGcyclePerMB),
            limitMB: order.map { limitMB[$0] }, gammaA: order.map { gammaA[$0] },
            gammaDPerS: order.map { gammaDPerS[$0] }, eps: eps, noiseW: noiseW, idleMode: idleMode)
    }
}
