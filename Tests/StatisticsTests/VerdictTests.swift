import Statistics
import Testing

@Suite("Verdict")
struct VerdictTests {
    @Test("agrees with SciPy's tests", arguments: try References.paired())
    func agreesWithSciPy(reference: References.Paired) throws {
        let difference = try PairedDifference(a: reference.a, b: reference.b)
        let verdict = Verdict(on: difference, higherIsBetter: true, margin: reference.margin)
        #expect(verdict.name == reference.verdict)
    }

    @Test("turns with the metric's direction")
    func direction() throws {
        let difference = try PairedDifference(a: [1, 2, 3, 4], b: [2, 3.1, 3.9, 5])
        #expect(Verdict(on: difference, higherIsBetter: true, margin: 0.1) == .better)
        #expect(Verdict(on: difference, higherIsBetter: false, margin: 0.1) == .worse)
    }

    @Test("a difference that is surely there but within the margin is equivalent")
    func smallButSure() throws {
        let difference = try PairedDifference(a: [1, 2, 3, 4], b: [1.01, 2.011, 3.009, 4.01])
        #expect(difference.pValue < 0.001)
        #expect(Verdict(on: difference, higherIsBetter: true, margin: 0.1) == .equivalent)
    }

    @Test("where all differences are equal the margin decides", arguments: [(0.25, true), (0.5, false), (0.75, false)])
    func constantDifferences(shift: Double, isEquivalent: Bool) throws {
        // Powers of two add without rounding, so the differences are exactly equal and 0.5 is exactly the margin.
        let a = [1.0, 2, 5, -3]
        let difference = try PairedDifference(a: a, b: a.map { $0 - shift })
        let verdict = Verdict(on: difference, higherIsBetter: true, margin: 0.5)
        #expect(verdict == (isEquivalent ? .equivalent : .worse))
    }

    @Test("identical arms are equivalent even at a margin of 0")
    func identical() throws {
        let difference = try PairedDifference(a: [1, 2], b: [1, 2])
        #expect(Verdict(on: difference, higherIsBetter: true, margin: 0) == .equivalent)
    }

    @Test("is that of intervals where nothing is adjusted", arguments: try References.paired())
    func agreesWithIntervals(reference: References.Paired) throws {
        let difference = try PairedDifference(a: reference.a, b: reference.b)
        for significance in [0.01, 0.05, 0.2] {
            for margin in [0, 0.5 * reference.margin, reference.margin, 10 * reference.margin] {
                let narrow = difference.interval(confidence: 1 - 2 * significance)
                let wide = difference.interval(confidence: 1 - significance)
                let verdict = Verdict(
                    on: difference, higherIsBetter: true, margin: margin, significance: significance)
                if -margin < narrow.lowerBound && narrow.upperBound < margin {
                    #expect(verdict == .equivalent)
                } else if wide.lowerBound > 0 {
                    #expect(verdict == .better)
                } else if wide.upperBound < 0 {
                    #expect(verdict == .worse)
                } else {
                    #expect(verdict.name == "inconclusive")
                }
            }
        }
    }

    @Test("follows adjusted p values, and a p value of alpha itself decides nothing")
    func adjusted() throws {
        let difference = try PairedDifference(a: [1, 2, 3, 4], b: [2, 3.1, 3.9, 5])
        func verdict(_ pValue: Double, _ equivalencePValue: Double) -> String {
            Verdict(
                onDifference: difference.mean, higherIsBetter: false, pValue: pValue,
                equivalencePValue: equivalencePValue, significance: 0.05, pairsNeeded: 12
            ).name
        }
        #expect(verdict(0.049, 1) == "worse")
        #expect(verdict(0.05, 0.05) == "inconclusive")
        #expect(verdict(0.001, 0.049) == "equivalent")
    }

    @Test("asks for the pairs needed where nothing is decided, and nowhere else")
    func planned() throws {
        var asked = 0
        func verdict(_ pValue: Double, _ equivalencePValue: Double) -> Verdict {
            func needed() -> Int? {
                asked += 1
                return 12
            }
            return Verdict(
                onDifference: 1, higherIsBetter: true, pValue: pValue, equivalencePValue: equivalencePValue,
                pairsNeeded: needed())
        }
        #expect(verdict(0.9, 0.01) == .equivalent && verdict(0.01, 0.9) == .better && asked == 0)
        #expect(verdict(0.9, 0.9) == .inconclusive(pairsNeeded: 12) && asked == 1)
        // A test that has less significance left needs more.
        let difference = try PairedDifference(a: [0, 0, 0, 0], b: [1, -1, 1, -0.5])
        let (strict, usual) = (
            difference.pairsNeeded(margin: 0.1, significance: 0.01), difference.pairsNeeded(margin: 0.1)
        )
        #expect(try #require(strict) > #require(usual))
    }

    @Test("says how many pairs it lacks, and none where the margin is 0")
    func inconclusive() throws {
        let difference = try PairedDifference(a: [0, 0, 0, 0], b: [1, -1, 1, -0.5])
        guard
            case .inconclusive(let needed?) = Verdict(on: difference, higherIsBetter: true, margin: 0.1)
        else {
            Issue.record("four scattered pairs decided something")
            return
        }
        #expect(needed > 4)
        #expect(Verdict(on: difference, higherIsBetter: true, margin: 0) == .inconclusive(pairsNeeded: nil))
    }
}

@Suite("Pairs needed")
struct PairsNeededTests {
    @Test("agrees with the same rule in SciPy", arguments: try References.paired())
    func agreesWithSciPy(reference: References.Paired) throws {
        let difference = try PairedDifference(a: reference.a, b: reference.b)
        let needed = difference.pairsNeeded(margin: reference.margin)
        if let expected = reference.pairsForMargin, expected <= difference.pairs {
            #expect(needed == reference.pairsForHalfMargin.map { max($0, difference.pairs + 1) })
        } else {
            #expect(needed == reference.pairsForMargin)
        }
        if let expected = reference.pairsForMarginAtOnePercent, expected > difference.pairs {
            #expect(difference.pairsNeeded(margin: reference.margin, significance: 0.01) == expected)
        }
    }

    @Test("of arms that always differ alike one more is enough, and no number is for a margin of 0")
    func ends() throws {
        let constant = try PairedDifference(a: [1, 2, 3], b: [2, 3, 4])
        #expect(constant.pairsNeeded(margin: 0.5) == 4)
        #expect(constant.pairsNeeded(margin: 0) == nil)
        let scattered = try PairedDifference(a: [0, 0], b: [1, -1])
        #expect(scattered.pairsNeeded(margin: 1e-6) == nil)
        #expect(scattered.pairsNeeded(margin: 1e300) == 3)
        #expect(scattered.pairsNeeded(margin: .infinity, significance: 1e-9) == 3)
    }

    /// Power by simulation; a small linear generator and sums of twelve uniforms are near enough to normal for a share.
    @Test("that many pairs decide between a difference of the margin and none", arguments: [0.0, 1])
    func power(effectInMargins: Double) throws {
        var state: UInt64 = 12345
        func deviate() -> Double {
            var sum = -6.0
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                sum += Double(state >> 11) * 0x1p-53
            }
            return sum
        }
        let margin = 0.5
        // Two differences of ±1/sqrt(2) have a standard deviation of 1, as `deviate` has.
        let pilot = try PairedDifference(a: [0, 0], b: [0.5, -0.5].map { $0 * 2.0.squareRoot() })
        let needed = try #require(pilot.pairsNeeded(margin: margin))
        let trials = 400
        var decided = 0
        for _ in 0..<trials {
            let b = (0..<needed).map { _ in effectInMargins * margin + deviate() }
            let difference = try PairedDifference(a: Array(repeating: 0, count: needed), b: b)
            switch Verdict(on: difference, higherIsBetter: true, margin: margin) {
            case .equivalent where effectInMargins == 0, .better where effectInMargins == 1: decided += 1
            default: break
            }
        }
        // Promised 0.8; five standard errors of a share of 400 (0.02 each) below it fail by chance less than once in
        // 1e6.
        #expect(Double(decided) / Double(trials) > 0.7)
    }
}
