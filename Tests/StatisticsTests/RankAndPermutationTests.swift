import Statistics
import Testing

@Suite("Wilcoxon's signed-rank test")
struct SignedRankTestTests {
    /// Every sign vector, ranks by counting: nothing is shared with the code under test.
    private func bruteForce(_ differences: [Double]) -> Double {
        let nonzero = differences.filter { $0 != 0 }
        let ranks = nonzero.map { x in
            Double(nonzero.count { abs($0) < abs(x) }) + Double(nonzero.count { abs($0) == abs(x) } + 1) / 2
        }
        let mean = ranks.reduce(0, +) / 2
        func deviation(_ isPositive: (Int) -> Bool) -> Double {
            abs(ranks.indices.reduce(0) { isPositive($1) ? $0 + ranks[$1] : $0 } - mean)
        }
        let seen = deviation { nonzero[$0] > 0 }
        let asFar = (0..<1 << nonzero.count).count { signs in deviation { signs >> $0 & 1 == 1 } >= seen }
        return Double(asFar) / Double(1 << nonzero.count)
    }

    @Test("counts all sign vectors, ties and zeros among the differences or not", arguments: 1...10)
    func exact(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        for bound in [3, 5, 1000] {
            let differences = (0..<count).map { _ in Double(random.index(below: 2 * bound + 1) - bound) }
            // Sums of halves and shares of powers of two: both are exact.
            #expect(try SignedRankTest(differences).pValue == bruteForce(differences))
        }
    }

    /// Depression scale factors with T+ = 5 and p = 0.0391, in Hollander and Wolfe, Nonparametric Statistical Methods,
    /// 1973.
    @Test("gives a textbook's p value")
    func textbook() throws {
        let before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
        let after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
        let test = try SignedRankTest(a: before, b: after)
        #expect(test.positiveRanks == 5)
        #expect(test.pValue == 0.0390625)
    }

    @Test("drops zeros, and of nothing but zeros knows nothing")
    func zeros() throws {
        #expect(try SignedRankTest([0, 0, 0]).pValue == 1)
        #expect(try SignedRankTest([]).pValue == 1)
        #expect(try SignedRankTest([0, 1, 2, 0, 3]) == SignedRankTest([1, 2, 3]))
    }

    /// The claim at `exactLimit`: the same differences but for one more that weighs little.
    @Test("the normal approximation continues the exact distribution")
    func continuity() throws {
        var random = SplitMix64(seed: 6)
        for shift in [0, 20, 40, 60] {
            let exact = (0..<100).map { _ in Double(random.index(below: 201) - 100 + shift) + 0.5 }
            let longer = [1e-9] + exact
            // One difference of the least magnitude moves the standardised sum by under 0.01, and the approximation is
            // off by under 0.001: at a density of 0.4 that is within 0.01.
            #expect(abs(try SignedRankTest(exact).pValue - SignedRankTest(longer).pValue) < 0.01)
        }
    }

    @Test("swapping the arms changes no p value, and neither does the unit")
    func invariance() throws {
        let differences = [0.5, -1, 2, 2, -3.5, 0, 4]
        let test = try SignedRankTest(differences)
        #expect(try SignedRankTest(differences.map { -$0 }).pValue == test.pValue)
        #expect(try SignedRankTest(differences.map { $0 * 0x1p-1000 }) == test)
        #expect(try SignedRankTest(differences.map { $0 * 0x1p1000 }) == test)
    }

    @Test("refuses what is not finite")
    func refusals() {
        #expect(throws: StatisticsError.self) { try SignedRankTest([1, .nan]) }
        #expect(throws: StatisticsError.notFinite(pair: 0, a: -1e308, b: 1e308)) {
            try SignedRankTest(a: [-1e308], b: [1e308])
        }
    }
}

@Suite("Sign-flip test")
struct SignFlipTestTests {
    private func bruteForce(_ differences: [Double]) -> Double {
        let seen = abs(differences.reduce(0, +))
        let asFar = (0..<1 << differences.count).count { signs in
            abs(differences.indices.reduce(0) { signs >> $1 & 1 == 1 ? $0 + differences[$1] : $0 - differences[$1] })
                >= seen
        }
        return Double(asFar) / Double(1 << differences.count)
    }

    @Test("counts all sign vectors, ties and zeros among the sums or not", arguments: 1...12)
    func exact(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        for bound in [2, 10, 1_000_000] {
            // Whole numbers, whose sums are exact.
            let differences = (0..<count).map { _ in Double(random.index(below: 2 * bound + 1) - bound) }
            #expect(try SignFlipTest(differences, using: &random).pValue == bruteForce(differences))
        }
    }

    @Test("sums that are equal in truth are not split by rounding")
    func rounding() throws {
        var random = SplitMix64(seed: 1)
        // 0.1 + 0.2 is not 0.3 in binary; in tenths these are 1, 2, 3, -4, and 7 of 16 sums are 2 or more from 0 twice.
        let tenths = [1.0, 2, 3, -4]
        let test = try SignFlipTest(tenths.map { $0 / 10 }, using: &random)
        #expect(test.pValue == bruteForce(tenths))
    }

    @Test("random signs come within chance of the exact p value")
    func monteCarlo() throws {
        var random = SplitMix64(seed: 9)
        let few = (0..<32).map { _ in Double(random.index(below: 2001) - 900) }
        let exact = try SignFlipTest(few, using: &random)
        #expect(exact.isExact)
        // A difference too small to matter makes one too many to count.
        let resamples = 20_000
        let sampled = try SignFlipTest(few + [1e-9], resamples: resamples, using: &random)
        #expect(!sampled.isExact)
        let standardError = (exact.pValue * (1 - exact.pValue) / Double(resamples)).squareRoot()
        // Five standard errors: by chance less than 1e-6.
        #expect(abs(sampled.pValue - exact.pValue) < 5 * standardError + 1 / Double(resamples))
    }

    @Test("the same generator gives the same p value, and the sample itself counts as one resample")
    func seeds() throws {
        let differences = (1...40).map(Double.init)
        var first = SplitMix64(seed: 5)
        var second = SplitMix64(seed: 5)
        let test = try SignFlipTest(differences, resamples: 99, using: &first)
        #expect(test == (try SignFlipTest(differences, resamples: 99, using: &second)))
        #expect(test.pValue == 0.01)
    }

    @Test("does not depend on the unit, however large or small", arguments: [-1030, -500, 500, 1018])
    func units(exponent: Int) throws {
        let unit = Double(sign: .plus, exponent: exponent, significand: 1)
        var random = SplitMix64(seed: 5)
        let differences = [3.0, -1, 4, 1, -5, 9, 2, 6]
        let expected = try SignFlipTest(differences, using: &random).pValue
        #expect(try SignFlipTest(differences.map { $0 * unit }, using: &random).pValue == expected)
    }

    @Test("of nothing but zeros knows nothing, and refuses none and what is not finite")
    func refusals() throws {
        var random = SplitMix64(seed: 5)
        #expect(try SignFlipTest([0, 0], using: &random).pValue == 1)
        #expect(throws: StatisticsError.tooFewPairs(0)) { try SignFlipTest([], using: &random) }
        #expect(throws: StatisticsError.self) { try SignFlipTest([1, .infinity], using: &random) }
    }
}
