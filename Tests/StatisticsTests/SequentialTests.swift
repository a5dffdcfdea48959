import CBoostMath
import Statistics
import Testing

/// Standard normal deviates by the inverse of the distribution function.
private func normal(_ random: inout SplitMix64) -> Double {
    cboostmath_normal_quantile((Double(random.next() >> 11) + 0.5) * 0x1p-53)
}

@Suite("Sequential t test")
struct SequentialTTestTests {
    @Test("has the Bayes factor of numeric integration over effect and deviation")
    func bayesFactors() throws {
        for row in try References.inference().bayesFactors {
            let value = SequentialTTest(mixing: row[0]).eValue(count: Int(row[2]), t: row[1])
            #expect(agrees(value, row[3]), "\(row)")
        }
    }

    @Test("has the interval at whose ends the evidence is 1 / alpha", arguments: [1.0, 25, 1000])
    func inversion(mixing: Double) {
        let test = SequentialTTest(mixing: mixing)
        for significance in [0.2, 0.05, 1e-3, 1e-9] {
            for count in [2, 5, 10, 15, 50, 1000, 1_000_000] {
                let halfWidth = test.halfWidth(count: count, significance: significance)
                if halfWidth.isFinite {
                    // An error in t of 1e-13 is one of t^2 1e-13 in the logarithm of e.
                    #expect(agrees(test.eValue(count: count, t: halfWidth), 1 / significance))
                } else {
                    #expect(test.eValue(count: count, t: .infinity) <= 1 / significance * (1 + 1e-9))
                }
            }
        }
        #expect(SequentialTTest().halfWidth(count: 14, significance: 0.05) == .infinity)
        #expect(SequentialTTest().halfWidth(count: 15, significance: 0.05).isFinite)
    }

    @Test("is 1 in expectation where there is no difference, at every count", arguments: [5, 20, 60])
    func expectation(count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        // A wide mixture has evidence without heavy tails, whose mean a simulation would miss.
        let test = SequentialTTest(mixing: 4 * Double(count))
        var evidence = Moments()
        for _ in 0..<20_000 {
            let values = Moments((0..<count).map { _ in normal(&random) })
            evidence.add(test.eValue(count: count, t: values.mean / values.standardError))
        }
        // Five standard errors of the mean: by chance less than 1e-6.
        #expect(abs(evidence.mean - 1) < 5 * evidence.standardError)
    }
}

@Suite("Sequential comparison")
struct SequentialComparisonTests {
    @Test("agrees with the fixed test's numbers at every look")
    func definition() throws {
        var random = SplitMix64(seed: 8)
        var sequential = SequentialComparison()
        let test = SequentialTTest()
        var differences: [Double] = []
        for _ in 0..<200 {
            differences.append(0.3 + normal(&random))
            try sequential.add(a: 0, b: differences[differences.count - 1])
            let seen = Moments(differences)
            let hasLook = seen.count >= SequentialComparison.minimumPairs
            let halfWidth = test.halfWidth(count: max(seen.count, 2), significance: 0.05) * seen.standardError
            let isBounded = hasLook && halfWidth.isFinite
            #expect(agrees(sequential.interval.lowerBound, isBounded ? seen.mean - halfWidth : -.infinity, scale: 1))
            #expect(agrees(sequential.interval.upperBound, isBounded ? seen.mean + halfWidth : .infinity, scale: 1))
            let p = hasLook ? test.pValue(count: seen.count, t: seen.mean / seen.standardError) : 1
            #expect(agrees(sequential.pValue, p))
            for margin in [0.1, 0.5, 1] {
                let isInside = sequential.interval.lowerBound > -margin && sequential.interval.upperBound < margin
                #expect((sequential.equivalencePValue(margin: margin) < 0.05) == isInside)
            }
            // The same event, read off two ways.
            #expect((sequential.pValue < 0.05) == !sequential.interval.contains(0))
        }
        #expect(sequential.pairs == 200)
    }

    @Test("is as often wrong as it may be, looked at after every pair", arguments: [0.0, 0.5])
    func error(difference: Double) throws {
        var random = SplitMix64(seed: 77)
        let trials = 1_000
        var wrong = 0
        for _ in 0..<trials {
            var sequential = SequentialComparison()
            for _ in 0..<300 {
                try sequential.add(a: 0, b: difference + normal(&random))
                guard let verdict = sequential.verdict(margin: 0.5, higherIsBetter: true) else { continue }
                if difference == 0 && verdict != .equivalent || difference > 0 && verdict == .equivalent { wrong += 1 }
                break
            }
        }
        // At most 0.05; five standard errors of 0.0069 above it by chance less than 1e-6.
        #expect(Double(wrong) / Double(trials) < 0.05 + 5 * 0.0069)
    }

    @Test("finds a large difference at once and turns with the metric's direction", arguments: [true, false])
    func direction(higherIsBetter: Bool) throws {
        var random = SplitMix64(seed: 8)
        var sequential = SequentialComparison()
        func verdict() -> Verdict? { sequential.verdict(margin: 0.5, higherIsBetter: higherIsBetter) }
        while verdict() == nil { try sequential.add(a: 0, b: 5 + normal(&random)) }
        #expect(verdict() == (higherIsBetter ? .better : .worse))
        #expect(sequential.pairs == 15)
    }

    @Test("identical arms stop as equivalent after 59 pairs, at any margin")
    func identical() throws {
        var sequential = SequentialComparison()
        for pair in 1...60 {
            try sequential.add(a: Double(pair), b: Double(pair))
            #expect(sequential.verdict(margin: 0, higherIsBetter: true) == (pair < 59 ? nil : .equivalent))
            #expect(sequential.pValue == 1)
        }
        #expect(sequential.interval == 0...0)
    }

    @Test("a steady difference stops after 59 pairs, and is open again where one pair differs")
    func steady() throws {
        var sequential = SequentialComparison()
        for pair in 1...59 {
            #expect(sequential.verdict(margin: 0.25, higherIsBetter: true) == nil)
            #expect(sequential.interval == -.infinity ... .infinity)
            try sequential.add(a: Double(pair), b: Double(pair) + 0.5)
        }
        #expect(sequential.verdict(margin: 0.25, higherIsBetter: true) == .better)
        #expect(sequential.interval == 0.5...0.5)
        #expect(sequential.pValue < 1e-6)
        try sequential.add(a: 0, b: -100)
        #expect(sequential.verdict(margin: 0.25, higherIsBetter: true) == nil)
        #expect(sequential.interval.contains(0))
    }

    @Test("of differences that drift says what all of them together say, and never that early and late ones agree")
    func drift() throws {
        var random = SplitMix64(seed: 9)
        var sequential = SequentialComparison()
        for pair in 0..<120 {
            try sequential.add(a: 0, b: (pair < 30 ? 0.3 : -5.5) + 0.05 * normal(&random))
            guard pair >= 60 else { continue }
            // Some early looks exclude anything below 0.2, and later ones anything above: that is no equivalence.
            #expect(sequential.verdict(margin: 0.25, higherIsBetter: true) != .equivalent)
            #expect(sequential.equivalencePValue(margin: 0.25) == 1)
            #expect(sequential.interval.contains(sequential.mean))
        }
    }

    @Test("does not depend on the unit, and refuses what is not finite without forgetting")
    func extremes() throws {
        for exponent in [-1020, 0, 1015] {
            let unit = Double(sign: .plus, exponent: exponent, significand: 1)
            var random = SplitMix64(seed: 8)
            var sequential = SequentialComparison()
            for _ in 0..<40 { try sequential.add(a: 0, b: (2 + normal(&random)) * unit) }
            #expect(sequential.verdict(margin: unit, higherIsBetter: true) == .better)
            let before = sequential
            #expect(throws: StatisticsError.notFinite(pair: 40, a: 0, b: .infinity)) {
                try sequential.add(a: 0, b: .infinity)
            }
            #expect(sequential == before)
        }
    }
}

@Suite("Pairs that a sequential comparison needs")
struct SequentialPairsNeededTests {
    @Test("decide with the probability stated, whether arms are equal or differ by the margin", arguments: [0.0, 0.5])
    func power(difference: Double) throws {
        let margin = 0.5
        let needed = try #require(SequentialTTest().countNeeded(margin: margin, deviation: 1))
        var random = SplitMix64(seed: 40)
        var decided = 0
        let trials = 1_000
        for _ in 0..<trials {
            var sequential = SequentialComparison()
            for _ in 0..<needed {
                try sequential.add(a: 0, b: difference + normal(&random))
                guard sequential.verdict(margin: margin, higherIsBetter: true) == nil else { break }
            }
            if sequential.verdict(margin: margin, higherIsBetter: true) != nil { decided += 1 }
        }
        // 0.8 less five standard errors of 0.0126: by chance less than 1e-6.
        #expect(Double(decided) / Double(trials) > 0.8 - 5 * 0.0126)
    }

    @Test("are more than there are, 59 while all differences are equal, and none at a margin of 0")
    func counts() throws {
        var random = SplitMix64(seed: 41)
        var equal = SequentialComparison()
        var noisy = SequentialComparison()
        for pair in 1...400 {
            try equal.add(a: 1, b: 1)
            try noisy.add(a: 0, b: normal(&random))
            #expect(equal.pairsNeeded(margin: 1) == max(59, pair + 1))
            if pair > 1 { #expect(try #require(noisy.pairsNeeded(margin: 0.2)) > pair) }
        }
        #expect(noisy.pairsNeeded(margin: 0) == nil)
        #expect(SequentialTTest().countNeeded(margin: 1e-9, deviation: 1) == nil)
    }
}
