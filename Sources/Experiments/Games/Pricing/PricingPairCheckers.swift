import Foundation
import Games

extension TopicChecker {
    /// The uncapped closed form as a function of k and q (section 6, "Kernel").
    static let pricingKernel = pricing("kernel") { reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(
            keys: ["name", "k", "q", "d", "s", "marginOverK", "V_over_gammaA", "U_over_gammaA", "accuracy"])
        let (k, q) = (try input["k"].number, try input["q"].number)
        guard k > 0, k.isFinite, q >= 0 else { throw .field(path: "k and q", reason: "are \(k) and \(q)") }
        let depth = depth(k: k, q: q)
        // With gammaA = 1, rho x = k and b = 0 the pair's price, profit and utility are the kernel's outputs.
        let offer = Pair(a: q, b: 0, k: k, rx: k, limitMB: .infinity, gammaA: 1).bestPrice
        try report.compare("d", of: input, reference.tolerance, with: JSON(depth))
        // 1 - d would cancel where s is small: s = q/k e^d, the quotient last, so that it alone may be subnormal.
        try report.compare("s", of: input, reference.tolerance, with: JSON(q * exp(depth) / k))
        try report.compare("marginOverK", of: input, reference.tolerance, with: JSON(offer.price / k))
        try report.compare("V_over_gammaA", of: input, reference.tolerance, with: JSON(offer.profit))
        try report.compare("U_over_gammaA", of: input, reference.tolerance, with: JSON(offer.utility))
        try report.compare("accuracy", of: input, reference.tolerance, with: JSON(-expm1(-depth)))
    }

    /// The operator's best price for one pair at a fixed rate (section 6).
    static let pricingPair = pricing("pair") { reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(
            keys: ["name", "input", "status", "a", "b", "k", "q", "mu", "Z", "accuracy", "V", "U"])
        let pair = try Pair(input["input"], eps: try input["input"]["eps"].number)
        let offer = pair.bestPrice
        try report.compare("status", of: input, with: JSON(pair.status(of: offer.sizeMB)))
        try report.compare("a", of: input, reference.tolerance, with: JSON(pair.a))
        try report.compare("b", of: input, reference.tolerance, with: JSON(pair.b))
        try report.compare("k", of: input, reference.tolerance, with: JSON(pair.k))
        try report.compare("q", of: input, reference.tolerance, with: JSON(pair.a + pair.b))
        try report.compare("mu", of: input, reference.tolerance, with: JSON(offer.price))
        try report.compare("Z", of: input, reference.tolerance, with: JSON(offer.sizeMB))
        try report.compare("accuracy", of: input, reference.tolerance, with: JSON(pair.accuracy(of: offer.sizeMB)))
        try report.compare("V", of: input, reference.tolerance, with: JSON(offer.profit))
        try report.compare("U", of: input, reference.tolerance, with: JSON(offer.utility))
    }

    /// The follower's best response to a posted price (section 5).
    static let pricingFollower = pricing("follower") { reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(keys: ["name", "input", "status", "Z", "accuracy", "U"])
        let pair = try Pair(input["input"], eps: 0)
        let price = try input["input"]["mu"].number
        guard price >= 0, price.isFinite else { throw .field(path: "input.mu", reason: "is \(price)") }
        let response = pair.bestResponse(to: price)
        try report.compare("status", of: input, with: JSON(pair.status(of: response.sizeMB)))
        try report.compare("Z", of: input, reference.tolerance, with: JSON(response.sizeMB))
        try report.compare("accuracy", of: input, reference.tolerance, with: JSON(pair.accuracy(of: response.sizeMB)))
        try report.compare("U", of: input, reference.tolerance, with: JSON(response.utility))
    }
}

private func depth(k: Double, q: Double) -> Double {
    var depth = [0.0]
    var depths = depth.mutableSpan
    PairKernel.depth(k: [k].span, q: [q].span, into: &depths)
    return depth[0]
}

/// One follower at one station at a fixed rate, in the symbols of section 1.
private struct Pair {
    var a, b, k, rx, limitMB, gammaA: Double

    init(a: Double, b: Double, k: Double, rx: Double, limitMB: Double, gammaA: Double) {
        (self.a, self.b, self.k, self.rx, self.limitMB, self.gammaA) = (a, b, k, rx, limitMB, gammaA)
    }

    /// From the raw inputs R, gammaA, gammaD, rho, x, o, f and c.
    init(_ input: JSONField, eps: Double) throws(ExperimentsError) {
        let (rate, f, c) = (try input["R"].number, try input["f"].number, try input["c"].number)
        let gammaD = try input["gammaD"].number
        gammaA = try input["gammaA"].number
        rx = try input["rho"].number * input["x"].number
        limitMB = try input["o"].number
        k = gammaA * rx
        a = gammaD == 0 ? 0 : gammaD / rate + gammaD * (c / f)
        // In this order a fast core at no energy cost is 0, not 0 times infinity.
        b = eps * f * f * c
        guard k > 0, rx > 0, a >= 0, b >= 0, limitMB >= 0, k.isFinite else {
            throw .field(path: input.path, reason: "is no legal pair")
        }
    }

    var bestPrice: (price: Double, sizeMB: Double, profit: Double, utility: Double) {
        var (price, size, profit, utility) = ([0.0], [0.0], [0.0], [0.0])
        var prices = price.mutableSpan
        var sizes = size.mutableSpan
        var profits = profit.mutableSpan
        var utilities = utility.mutableSpan
        PairKernel.bestPrices(
            a: [a].span, b: [b].span, k: [k].span, rx: [rx].span, limitMB: [limitMB].span, gammaA: [gammaA].span,
            price: &prices, sizeMB: &sizes, profit: &profits, utility: &utilities)
        return (price[0], size[0], profit[0], utility[0])
    }

    func bestResponse(to posted: Double) -> (sizeMB: Double, utility: Double) {
        var (size, utility, score) = ([0.0], [0.0], [0.0])
        var sizes = size.mutableSpan
        var utilities = utility.mutableSpan
        var scores = score.mutableSpan
        PairKernel.bestResponses(
            a: [a].span, price: [posted].span, k: [k].span, rx: [rx].span, limitMB: [limitMB].span,
            gammaA: [gammaA].span, sizeMB: &sizes, utility: &utilities, score: &scores)
        return (size[0], utility[0])
    }

    func status(of sizeMB: Double) -> String {
        sizeMB == 0 ? "out" : sizeMB == limitMB ? "capped" : "interior"
    }

    func accuracy(of sizeMB: Double) -> Double { -expm1(-rx * sizeMB) }
}
