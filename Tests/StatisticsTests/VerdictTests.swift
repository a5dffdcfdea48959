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
            #expect(try #require(needed) > difference.pairs)
        } else {
            #expect(needed == reference.pairsForMargin)
        }
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
        // Promised 0.8; five standard errors of a share of 400 (0.02 each) below it fail by chance less than once in 1e6.
        #expect(Double(decided) / Double(trials) > 0.7)
    }
}
