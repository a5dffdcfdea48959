import Games
import Testing

@Suite("Pair kernel")
struct PairKernelTests {
    struct Kernel: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let k, q, d, s, marginOverK, V_over_gammaA, U_over_gammaA: Double
            var testDescription: String { name }
        }
        let cases: [Case]
    }

    @Test("solves (1-d) e^-d = q/k to the reference", arguments: KernelKind.allCases.filter(\.isAvailable))
    func depth(_ kind: KernelKind) throws {
        let cases = try Golden.read("kernel", as: Kernel.self).cases
        let depths = Columns.depth(k: cases.map(\.k), q: cases.map(\.q), kind: kind)
        for (depth, reference) in zip(depths, cases) {
            #expect(relativeError(depth, reference.d) <= 1e-13, "\(reference.name)")  // rtol of the file
        }
        // The same numbers as an uncapped pair without energy cost: a = q, b = 0, rx = 1.
        let offer = Columns.bestPrices(
            a: cases.map(\.q), b: cases.map { _ in 0 }, k: cases.map(\.k), rx: cases.map { _ in 1 },
            limitMB: cases.map { _ in 1e6 }, gammaA: cases.map { _ in 1 }, kind: kind)
        for (i, reference) in cases.enumerated() {
            #expect(relativeError(offer.price[i], reference.k * reference.marginOverK) <= 1e-13, "\(reference.name)")
            #expect(relativeError(offer.profit[i], reference.V_over_gammaA) <= 1e-13, "\(reference.name)")
            #expect(relativeError(offer.utility[i], reference.U_over_gammaA) <= 1e-13, "\(reference.name)")
        }
    }

    struct Pair: Decodable {
        struct Input: Decodable {
            let R, gammaA, gammaD, rho, x, o, f, c: Double
            let eps, mu: Double?
        }
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let input: Input
            let status: String
            let mu, V: Double?
            let Z, U, accuracy, rtol: Double
            var testDescription: String { "\(name) \(input.R)" }

            /// Delay cost at the given rate, as section 1 defines it.
            var a: Double { input.gammaD == 0 ? 0 : input.gammaD / input.R + input.gammaD * input.c / input.f }
            var b: Double { (input.eps ?? 0) * input.f * input.f * input.c }
            var rx: Double { input.rho * input.x }
            var k: Double { input.gammaA * rx }
        }
        let cases: [Case]
    }

    @Test("gives the operator's best price", arguments: try Golden.read("pair", as: Pair.self).cases)
    func bestPrice(_ pair: Pair.Case) throws {
        let offer = Columns.bestPrices(
            a: [pair.a], b: [pair.b], k: [pair.k], rx: [pair.rx], limitMB: [pair.input.o], gammaA: [pair.input.gammaA])
        let (price, profit) = (try #require(pair.mu), try #require(pair.V))
        #expect(relativeError(offer.price[0], price) <= pair.rtol)
        #expect(relativeError(offer.size[0], pair.Z) <= pair.rtol)
        #expect(relativeError(offer.profit[0], profit) <= pair.rtol)
        #expect(relativeError(offer.utility[0], pair.U) <= pair.rtol)
        if pair.status == "capped" { #expect(offer.size[0] == pair.input.o) }
    }

    @Test("gives the follower's best size", arguments: try Golden.read("follower", as: Pair.self).cases)
    func bestResponse(_ pair: Pair.Case) throws {
        let posted = try #require(pair.input.mu)
        let answer = Columns.bestResponses(
            a: [pair.a], price: [posted], k: [pair.k], rx: [pair.rx], limitMB: [pair.input.o],
            gammaA: [pair.input.gammaA])
        #expect(relativeError(answer.size[0], pair.Z) <= pair.rtol)
        #expect(relativeError(answer.utility[0], pair.U) <= pair.rtol)
        if pair.status == "capped" { #expect(answer.size[0] == pair.input.o) }
        if pair.status == "out" { #expect(answer.score[0] <= 0) }
    }
}

/// The kernels over arrays, for tests.
enum Columns {
    static func depth(k: [Double], q: [Double], kind: KernelKind = .best) -> [Double] {
        var d = k
        var span = d.mutableSpan
        PairKernel.depth(k: k.span, q: q.span, into: &span, kind: kind)
        return d
    }

    struct Offer: Equatable {
        var price, size, profit, utility: [Double]
    }

    static func bestPrices(
        a: [Double], b: [Double], k: [Double], rx: [Double], limitMB: [Double], gammaA: [Double],
        kind: KernelKind = .best
    ) -> Offer {
        var price = a
        var size = a
        var profit = a
        var utility = a
        var priceSpan = price.mutableSpan
        var sizeSpan = size.mutableSpan
        var profitSpan = profit.mutableSpan
        var utilitySpan = utility.mutableSpan
        PairKernel.bestPrices(
            a: a.span, b: b.span, k: k.span, rx: rx.span, limitMB: limitMB.span, gammaA: gammaA.span, price: &priceSpan,
            sizeMB: &sizeSpan, profit: &profitSpan, utility: &utilitySpan, kind: kind)
        return Offer(price: price, size: size, profit: profit, utility: utility)
    }

    struct Answer: Equatable {
        var size, utility, score: [Double]
    }

    static func bestResponses(
        a: [Double], price: [Double], k: [Double], rx: [Double], limitMB: [Double], gammaA: [Double],
        kind: KernelKind = .best
    ) -> Answer {
        var size = a
        var utility = a
        var score = a
        var sizeSpan = size.mutableSpan
        var utilitySpan = utility.mutableSpan
        var scoreSpan = score.mutableSpan
        PairKernel.bestResponses(
            a: a.span, price: price.span, k: k.span, rx: rx.span, limitMB: limitMB.span, gammaA: gammaA.span,
            sizeMB: &sizeSpan, utility: &utilitySpan, score: &scoreSpan, kind: kind)
        return Answer(size: size, utility: utility, score: score)
    }
}
