import Statistics
import Testing

@Suite("Paired difference")
struct PairedDifferenceTests {
    @Test("agrees with SciPy", arguments: try References.paired())
    func agreesWithSciPy(reference: References.Paired) throws {
        let difference = try PairedDifference(a: reference.a, b: reference.b)
        let scale = reference.standardDeviation
        #expect(agrees(difference.mean, reference.mean, scale: scale))
        #expect(agrees(difference.standardDeviation, reference.standardDeviation))
        #expect(agrees(difference.pValue, reference.pValue))
        for (confidence, ends) in [(0.95, reference.interval95), (0.9, reference.interval90)] {
            let interval = difference.interval(confidence: confidence)
            #expect(agrees(interval.lowerBound, ends[0], scale: scale))
            #expect(agrees(interval.upperBound, ends[1], scale: scale))
        }
    }

    @Test("has an interval of width 0 where all differences are equal")
    func constantDifferences() throws {
        let a = [1.0, 2, 5, -3]
        let shifted = try PairedDifference(a: a, b: a.map { $0 + 0.5 })
        #expect(shifted.interval(confidence: 0.95) == 0.5...0.5)
        #expect(shifted.pValue == 0)
        let same = try PairedDifference(a: a, b: a)
        #expect(same.interval(confidence: 0.95) == 0...0)
        #expect(same.pValue == 1)
    }

    @Test("swapping the arms negates it")
    func antisymmetry() throws {
        for reference in try References.paired() {
            let forwards = try PairedDifference(a: reference.a, b: reference.b)
            let backwards = try PairedDifference(a: reference.b, b: reference.a)
            #expect(forwards.mean == -backwards.mean)
            #expect(forwards.pValue == backwards.pValue)
        }
    }

    @Test("does not depend on the unit, however large or small", arguments: [-1010, -300, 700, 1010])
    func units(exponent: Int) throws {
        let unit = Double(sign: .plus, exponent: exponent, significand: 1)
        let a = [1.0, 2, 5, -3, 0.75]
        let b = [1.5, 1, 7, -3, 1.75]
        let difference = try PairedDifference(a: a, b: b)
        let scaled = try PairedDifference(a: a.map { $0 * unit }, b: b.map { $0 * unit })
        #expect(scaled.mean == difference.mean * unit)
        #expect(scaled.standardDeviation == difference.standardDeviation * unit)
        #expect(scaled.pValue == difference.pValue)
        #expect(scaled.equivalencePValue(margin: unit) == difference.equivalencePValue(margin: 1))
        #expect(scaled.pairsNeeded(margin: unit) == difference.pairsNeeded(margin: 1))
    }

    @Test("stays finite or says so between the smallest and the largest numbers")
    func extremes() throws {
        let least = Double.leastNonzeroMagnitude
        let subnormal = try PairedDifference(a: [0, 0, 0], b: [least, 0, 2 * least])
        #expect(subnormal.pValue > 0.1 && subnormal.pValue < 1)
        let largest = Double.greatestFiniteMagnitude
        let wide = try PairedDifference(a: [0, 0, 0], b: [largest, -largest, largest])
        #expect(wide.mean.isFinite)
        #expect(wide.pValue > 0.1 && wide.pValue < 1)
        #expect(wide.interval(confidence: 0.95) == -.infinity ... .infinity)
        #expect(wide.interval(confidence: 0) == wide.mean...wide.mean)
    }

    @Test("refuses one pair and values that are not finite")
    func refusals() {
        #expect(throws: StatisticsError.tooFewPairs(1)) { try PairedDifference(a: [1], b: [2]) }
        #expect(throws: StatisticsError.notFinite(pair: 1, a: 2, b: .infinity)) {
            try PairedDifference(a: [1, 2], b: [1, .infinity])
        }
        #expect(throws: StatisticsError.self) { try PairedDifference(a: [0, .nan], b: [1, 1]) }
    }

    @Test("traps on arms of different lengths")
    func unpaired() async {
        await #expect(processExitsWith: .failure) { _ = try PairedDifference(a: [1, 2, 3], b: [1, 2]) }
    }
}

@Suite("Equivalence of paired arms")
struct EquivalenceTests {
    @Test("is p where the interval of confidence 1 - 2 p ends at the margin", arguments: try References.paired())
    func inversion(reference: References.Paired) throws {
        let difference = try PairedDifference(a: reference.a, b: reference.b)
        // Tails beyond which 1 - 2 p rounds have no interval to compare with.
        for standardErrors in [0.5, 1, 2] {
            let margin = abs(difference.mean) + standardErrors * difference.standardError
            let p = difference.equivalencePValue(margin: margin)
            let interval = difference.interval(confidence: 1 - 2 * p)
            let end = max(abs(interval.lowerBound), abs(interval.upperBound))
            #expect(agrees(end, margin, scale: difference.standardError))
        }
    }

    @Test("agrees with SciPy's two one-sided tests", arguments: try References.paired())
    func agreesWithSciPy(reference: References.Paired) throws {
        let difference = try PairedDifference(a: reference.a, b: reference.b)
        #expect(agrees(difference.equivalencePValue(margin: reference.margin), reference.equivalencePValue))
    }

    @Test("of equal differences the margin decides alone, and identical arms are equivalent at any")
    func constantDifferences() throws {
        let shifted = try PairedDifference(a: [1, 2, 5], b: [1.5, 2.5, 5.5])
        #expect(shifted.equivalencePValue(margin: 0.5) == 1)
        #expect(shifted.equivalencePValue(margin: 0.5.nextUp) == 0)
        let same = try PairedDifference(a: [1, 2], b: [1, 2])
        #expect(same.equivalencePValue(margin: 0) == 0)
    }

    @Test("is sure within an infinite margin and never within none")
    func margins() throws {
        let difference = try PairedDifference(a: [0, 0, 0], b: [1, -1, 0.5])
        #expect(difference.equivalencePValue(margin: .infinity) == 0)
        #expect(difference.equivalencePValue(margin: 0) >= 0.5)
    }
}

@Suite("Moments")
struct MomentsTests {
    @Test("equal numbers have a deviation of exactly 0")
    func equalNumbers() {
        let moments = Moments(Array(repeating: 0.1, count: 1000))
        #expect(moments.standardDeviation == 0)
        #expect(moments.mean == 0.1)
    }

    @Test("a large mean does not swallow the deviation")
    func largeMean() {
        // 1e9 + {0, 1, 2} is exact; sums of squares would leave nothing of a variance of 1 beside 1e18.
        let moments = Moments([1e9, 1e9 + 1, 1e9 + 2])
        #expect(moments.variance == 1)
        #expect(moments.mean == 1e9 + 1)
    }

    @Test("none and one have no deviation")
    func few() {
        #expect(Moments().standardError == 0)
        #expect(Moments([3]).standardDeviation == 0)
        #expect(Moments([3]).mean == 3)
    }
}
