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
