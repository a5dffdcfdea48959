import Statistics
import Testing

@Suite("Bootstrap interval")
struct BootstrapIntervalTests {
    private let sample = [3.0, 1, 4, 1.5, 5, 9, 2.5, 6, 5.25, 3.5, 8, 9.75]

    private func mean(_ values: [Double]) -> Double { Moments(values).mean }

    @Test("of any statistic agrees with the short ways of mean and interquartile mean")
    func shortWays() throws {
        for seed in 0..<20 as Range<UInt64> {
            var random = (SplitMix64(seed: seed), SplitMix64(seed: seed))
            let long = try BootstrapInterval(sample: sample, resamples: 200, using: &random.0, statistic: mean)
            let short = try BootstrapInterval(ofMean: sample, resamples: 200, using: &random.1)
            expectSame(long, short)
            let strata = [sample, Array(sample.reversed().dropLast(5)).map { $0 * 2 }]
            let longOfMiddle = try BootstrapInterval(strata: strata, resamples: 200, using: &random.0) { strata in
                let sorted = strata.joined().sorted()
                return mean(Array(sorted[sorted.count / 4..<sorted.count - sorted.count / 4]))
            }
            expectSame(
                longOfMiddle, try BootstrapInterval(ofInterquartileMean: strata, resamples: 200, using: &random.1))
        }
    }

    @Test("of any statistic agrees with the short way of the probability of improvement")
    func shortWayOfImprovement() throws {
        let scenarios: [(a: [Double], b: [Double])] = [([1, 2, 2, 5], [2, 3, 1, 6, 2]), ([0, 0, 1], [1, 0, 2, 2])]
        for seed in 0..<20 as Range<UInt64> {
            var random = (SplitMix64(seed: seed), SplitMix64(seed: seed))
            let short = try BootstrapInterval(
                ofProbabilityOfImprovement: scenarios, resamples: 200, using: &random.0)
            let long = try BootstrapInterval(
                strata: scenarios.flatMap { [$0.a, $0.b] }, resamples: 200, using: &random.1
            ) { strata in
                stride(from: 0, to: strata.count, by: 2).map { scenario in
                    let (a, b) = (strata[scenario], strata[scenario + 1])
                    let wins = b.reduce(0) { sum, y in a.reduce(sum) { $0 + (y > $1 ? 1 : y == $1 ? 0.5 : 0) } }
                    return wins / Double(a.count * b.count) / Double(strata.count / 2)
                }.reduce(0, +)
            }
            expectSame(long, short)
        }
    }

    private func expectSame(_ one: BootstrapInterval, _ other: BootstrapInterval) {
        #expect(one.method == other.method)
        #expect(agrees(one.estimate, other.estimate, scale: 1))
        #expect(agrees(one.interval.lowerBound, other.interval.lowerBound, scale: 1))
        #expect(agrees(one.interval.upperBound, other.interval.upperBound, scale: 1))
    }

    /// What sets BCa apart from other corrections: it respects monotone transformations of what is estimated, up to a
    /// different acceleration; of affine ones exactly.
    @Test("moves and turns with the sample")
    func equivariance() throws {
        func interval(_ transform: (Double) -> Double) throws -> ClosedRange<Double> {
            var random = SplitMix64(seed: 11)
            return try BootstrapInterval(ofMean: sample.map(transform), using: &random).interval
        }
        let original = try interval { $0 }
        let moved = try interval { 4 * $0 + 100 }
        #expect(agrees(moved.lowerBound, 4 * original.lowerBound + 100))
        #expect(agrees(moved.upperBound, 4 * original.upperBound + 100))
        let turned = try interval { -$0 }
        #expect(agrees(turned.lowerBound, -original.upperBound))
        #expect(agrees(turned.upperBound, -original.lowerBound))
        for exponent in [-1000, 1015] {
            let unit = Double(sign: .plus, exponent: exponent, significand: 1)
            let scaled = try interval { $0 * unit }
            #expect(agrees(scaled.lowerBound / unit, original.lowerBound))
        }
    }

    @Test("an offset swallows nothing of the width")
    func offset() throws {
        var random = (SplitMix64(seed: 3), SplitMix64(seed: 3))
        let near = try BootstrapInterval(ofMean: sample, using: &random.0).interval
        let far = try BootstrapInterval(ofMean: sample.map { $0 + 1e9 }, using: &random.1).interval
        // Within what the offset's own rounding takes, 2^-23 at 1e9, and as much of the mean.
        #expect(abs(far.upperBound - 1e9 - near.upperBound) < 0x1p-21)
        #expect(abs(far.lowerBound - 1e9 - near.lowerBound) < 0x1p-21)
    }

    @Test("of equal observations has width 0", arguments: [0.1, 0, -1e300, 0x1p-1060])
    func constant(value: Double) throws {
        var random = SplitMix64(seed: 1)
        let values = Array(repeating: value, count: 7)
        #expect(try BootstrapInterval(ofMean: values, using: &random).interval == value...value)
        #expect(try BootstrapInterval(ofInterquartileMean: [values, values], using: &random).interval == value...value)
        #expect(try BootstrapInterval(sample: values, using: &random) { $0[0] }.interval == value...value)
        let nested = try NestedSeeds([values, values])
        #expect(nested.interval(using: &random).interval == value...value)
    }

    @Test("two observations, and the largest numbers, have one")
    func extremes() throws {
        var random = SplitMix64(seed: 1)
        let two = try BootstrapInterval(ofMean: [1, 2], using: &random).interval
        #expect(two.lowerBound >= 1 && two.upperBound <= 2)
        let largest = Double.greatestFiniteMagnitude
        let wide = try BootstrapInterval(ofMean: [largest, -largest, largest], using: &random).interval
        #expect(wide.lowerBound < 0 && wide.upperBound > 0)
        let maximum = try BootstrapInterval(sample: sample, using: &random) { $0.max() ?? 0 }
        // No resample exceeds the largest seen.
        #expect(maximum.interval.upperBound <= 9.75)
    }

    @Test("falls back on percentiles where all resamples lie to one side")
    func percentile() throws {
        var random = SplitMix64(seed: 1)
        // The number of distinct observations falls in all resamples of 12 but one in 18,613.
        let distinct = try BootstrapInterval(sample: sample, resamples: 100, using: &random) { Double(Set($0).count) }
        #expect(distinct.method == .percentile)
        #expect(distinct.interval.upperBound < 12)
    }

    @Test("refuses one observation, what is not finite, and a statistic that is not")
    func refusals() {
        var random = SplitMix64(seed: 1)
        #expect(throws: StatisticsError.tooFewObservations(1, stratum: 0)) {
            try BootstrapInterval(ofMean: [1], using: &random)
        }
        #expect(throws: StatisticsError.tooFewObservations(0, stratum: 1)) {
            try BootstrapInterval(ofInterquartileMean: [[1, 2], []], using: &random)
        }
        #expect(throws: StatisticsError.notFiniteObservation(.infinity, stratum: 1, index: 0)) {
            try BootstrapInterval(ofProbabilityOfImprovement: [([1, 2], [.infinity, 1])], using: &random)
        }
        #expect(throws: StatisticsError.statisticNotFinite(.infinity)) {
            try BootstrapInterval(sample: [1, 2], using: &random) { _ in .infinity }
        }
    }

    /// The reference is the normal theory of Hall, 1988, in its simplest form: of normal data BCa covers as a normal
    /// interval does whose deviation is divided by n.
    @Test("covers the mean of normal data as often as theory has it")
    func coverage() throws {
        var random = SplitMix64(seed: 21)
        let (trials, n) = (1_000, 40)
        var covered = 0
        for _ in 0..<trials {
            let sample = (0..<n).map { _ in
                (0..<12).reduce(-6) { sum, _ in sum + Double(random.next() >> 11) * 0x1p-53 }
            }
            let interval = try BootstrapInterval(ofMean: sample, resamples: 400, using: &random).interval
            if interval.contains(0) { covered += 1 }
        }
        let expected = 1 - StudentT(degreesOfFreedom: 39).twoSidedTail(1.96 * (39.0 / 40).squareRoot())
        // Five standard errors, 0.0076 each, and 0.01 for 400 resamples: by chance less than 1e-6.
        #expect(abs(Double(covered) / Double(trials) - expected) < 5 * 0.0076 + 0.01)
    }
}

@Suite("Interquartile mean and probability of improvement")
struct AggregateTests {
    @Test("a quarter of the values at either end does not move the interquartile mean")
    func robustness() throws {
        #expect(try interquartileMean([1, 2, 3, 4]) == 2.5)
        #expect(try interquartileMean([-1e300, 2, 3, 1e300]) == 2.5)
        #expect(try interquartileMean([7]) == 7)
        #expect(try interquartileMean([1, 3]) == 2)
        #expect(throws: StatisticsError.self) { try interquartileMean([]) }
        #expect(throws: StatisticsError.self) { try interquartileMean([1, .nan]) }
    }

    @Test("improvement is what is left of 1 when the arms change places")
    func complement() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<50 {
            let scenarios = (0..<3).map { _ in
                (
                    a: (0..<random.index(below: 9) + 1).map { _ in Double(random.index(below: 5)) },
                    b: (0..<random.index(below: 9) + 1).map { _ in Double(random.index(below: 5)) }
                )
            }
            let forwards = try probabilityOfImprovement(scenarios)
            let backwards = try probabilityOfImprovement(scenarios.map { (a: $0.b, b: $0.a) })
            #expect(agrees(forwards, 1 - backwards))
        }
        #expect(try probabilityOfImprovement([([1, 2], [3])]) == 1)
        #expect(try probabilityOfImprovement([([1], [1])]) == 0.5)
        #expect(throws: StatisticsError.self) { try probabilityOfImprovement([]) }
        #expect(throws: StatisticsError.tooFewObservations(0, stratum: 1)) {
            try probabilityOfImprovement([([1], [])])
        }
    }

    @Test("a hundred thousand results take no square of time")
    func many() throws {
        var random = SplitMix64(seed: 1)
        let a = (0..<100_000).map { _ in Double(random.next() >> 40) }
        let b = a.map { $0 + 1 }
        #expect(abs(try probabilityOfImprovement([(a, b)]) - 0.5) < 1e-3)
        let interval = try BootstrapInterval(ofInterquartileMean: [a], resamples: 2, using: &random)
        #expect(interval.interval.lowerBound > 0)
    }
}

@Suite("Nested seeds")
struct NestedSeedsTests {
    @Test("have the mean of the means, however many evaluations each has")
    func means() throws {
        let nested = try NestedSeeds([[1, 2, 3], [10]])
        #expect(nested.trainingMeans == [2, 10])
        #expect(nested.mean == 6)
        let paired = try NestedSeeds(a: [[1, 1], [0]], b: [[2, 4], [5]])
        #expect(paired.trainingMeans == [2, 5])
    }

    /// By the law of total variance; see `NestedSeeds.interval`.
    @Test("resampled have the variance that theory gives")
    func variance() throws {
        let values: [[Double]] = [[1, 5, 3], [2, 8, 8], [9, 7, 5], [4, 4, 1]]
        let nested = try NestedSeeds(values)
        let between = Moments(nested.trainingMeans).variance * 3 / 4
        let within = values.map { Moments($0).variance * 2 / 3 / 3 }.reduce(0, +) / 4
        let expected = ((between + within) / 4).squareRoot()
        var random = SplitMix64(seed: 4)
        let interval = nested.interval(confidence: 0.6827, resamples: 40_000, using: &random).interval
        // One deviation to either side if it is normal, as a mean of twelve numbers nearly is: 3 %, of which chance has
        // a half.
        let deviation = (interval.upperBound - interval.lowerBound) / 2
        #expect(abs(deviation / expected - 1) < 0.03)
    }

    @Test("of one evaluation each are resampled as training seeds alone")
    func single() throws {
        let values = [1.0, 4, 2, 8, 5]
        var random = SplitMix64(seed: 4)
        let interval = try NestedSeeds(values.map { [$0] }).interval(using: &random)
        #expect(interval.method == .percentile)
        #expect(interval.estimate == 4)
        #expect(interval.interval.lowerBound > 1 && interval.interval.upperBound < 8)
    }

    @Test("need two training seeds, each evaluated")
    func refusals() {
        #expect(throws: StatisticsError.tooFewTrainingSeeds(1)) { try NestedSeeds([[1, 2]]) }
        #expect(throws: StatisticsError.tooFewObservations(0, stratum: 1)) { try NestedSeeds([[1], []]) }
        #expect(throws: StatisticsError.self) { try NestedSeeds(a: [[1], [.nan]], b: [[1], [1]]) }
    }
}
