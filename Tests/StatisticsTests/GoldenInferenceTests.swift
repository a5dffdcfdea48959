import Statistics
import Testing

/// 200 data sets: smooth, skewed, with outliers, tied, constant; 2 to 100,000 pairs; some a 1e270th of the others, some
/// 1e270 times them, which changes no p value.
@Suite("Inference on 200 data sets", .serialized)
struct GoldenInferenceTests {
    @Test("t tests and equivalence agree with SciPy and statsmodels")
    func tTests() throws {
        for sample in try References.inference().cases {
            let (a, b) = sample.pairs
            let difference = try PairedDifference(a: a, b: b)
            #expect(
                agrees(difference.mean / sample.unit, sample.mean, scale: sample.standardDeviation), "\(sample)")
            #expect(agrees(difference.standardDeviation / sample.unit, sample.standardDeviation), "\(sample)")
            // 1e-9 of a p value, or what an error of 1e-13 in t makes of a p value near 1.
            #expect(agrees(difference.pValue, sample.pValue, scale: 1e-4), "\(sample)")
            let equivalence = difference.equivalencePValue(margin: sample.margin * sample.unit)
            #expect(agrees(equivalence, sample.equivalencePValue, scale: 1e-4), "\(sample)")
        }
    }

    @Test("signed-rank p values agree with SciPy, and with counts in whole numbers where there are ties")
    func signedRanks() throws {
        for sample in try References.inference().cases {
            let (a, b) = sample.pairs
            #expect(agrees(try SignedRankTest(a: a, b: b).pValue, sample.wilcoxon), "\(sample)")
        }
    }

    @Test("exact sign-flip p values agree with SciPy's permutation test")
    func signFlips() throws {
        var random = SplitMix64(seed: 1)
        var compared = 0
        for sample in try References.inference().cases {
            guard let expected = sample.signFlip else { continue }
            let (a, b) = sample.pairs
            let test = try SignFlipTest(a: a, b: b, using: &random)
            #expect(test.isExact)
            #expect(agrees(test.pValue, expected), "\(sample)")
            compared += 1
        }
        #expect(compared > 70)
    }

    @Test("interquartile means and probabilities of improvement agree with rliable")
    func aggregates() throws {
        for sample in try References.inference().cases {
            let (a, b) = sample.pairs
            let mean = try interquartileMean(zip(a, b).map { $1 - $0 }) / sample.unit
            #expect(agrees(mean, sample.interquartileMean, scale: sample.standardDeviation), "\(sample)")
            #expect(agrees(try probabilityOfImprovement([(a, b)]), sample.improvement), "\(sample)")
        }
    }

    /// SciPy is given the same resamples, so that nothing is left to chance.
    @Test("BCa intervals agree with SciPy's on the same resamples")
    func intervals() throws {
        var compared = 0
        for sample in try References.inference().cases {
            let (a, b) = sample.arms
            let differences = zip(a, b).map { $1 - $0 }
            func expect(_ interval: BootstrapInterval, _ expected: [Double], unit: Double) {
                let scale = sample.standardDeviation
                #expect(interval.method == .biasCorrectedAccelerated)
                #expect(agrees(interval.interval.lowerBound / unit, expected[0], scale: scale), "\(sample)")
                #expect(agrees(interval.interval.upperBound / unit, expected[1], scale: scale), "\(sample)")
                compared += 1
            }
            if let expected = sample.meanInterval {
                var random = SplitMix64(seed: sample.seed)
                let scaled = differences.map { $0 * sample.unit }
                expect(
                    try BootstrapInterval(ofMean: scaled, resamples: 499, using: &random), expected, unit: sample.unit)
            }
            let whole = differences.map { (8 * $0).rounded(.toNearestOrEven) / 8 }
            let other = differences[..<(sample.n / 2)].map { (8 * ($0 + 0.25)).rounded(.toNearestOrEven) / 8 }
            if let expected = sample.iqmInterval {
                var random = SplitMix64(seed: sample.seed)
                let strata = [whole.map { $0 * sample.unit }, other.map { $0 * sample.unit }]
                expect(
                    try BootstrapInterval(ofInterquartileMean: strata, resamples: 499, using: &random), expected,
                    unit: sample.unit)
            }
            if let expected = sample.improvementInterval {
                var random = SplitMix64(seed: sample.seed)
                expect(
                    try BootstrapInterval(
                        ofProbabilityOfImprovement: [(whole, other)], resamples: 499, using: &random), expected, unit: 1
                )
            }
        }
        #expect(compared > 150)
    }
}
