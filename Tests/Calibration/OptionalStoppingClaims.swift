import Statistics

/// Errors of a comparison that is looked at after every pair, up to 400 of them.
func optionalStopping(sets: Int, seed: UInt64) throws -> [Finding] {
    var nulls = SyntheticNulls(seed: seed)
    var different = Rate()
    var equivalent = Rate()
    var naive = Rate()
    for index in 0..<sets {
        let shape = Shape.allCases[index % Shape.allCases.count]
        let differences = nulls.differences(shape, count: 400)
        var null = SequentialComparison()
        var atMargin = SequentialComparison()
        var seen = Moments()
        var isNaivelyRejected = false
        var isFoundEquivalent = false
        var isFoundDifferent = false
        let shift = index / Shape.allCases.count % 2 == 0 ? 0.5 : -0.5
        for difference in differences {
            try null.add(a: 0, b: difference)
            try atMargin.add(a: 0, b: difference + shift)
            if !null.interval.contains(0) { isFoundDifferent = true }
            if atMargin.verdict(margin: 0.5, higherIsBetter: true) == .equivalent { isFoundEquivalent = true }
            seen.add(difference)
            // 1.96 standard errors from the tenth pair on: what looking at every pair does to a test that may not be.
            if seen.count >= 10 && abs(seen.mean) > 1.96 * seen.standardError { isNaivelyRejected = true }
        }
        different.count(isFoundDifferent)
        equivalent.count(isFoundEquivalent)
        naive.count(isNaivelyRejected)
    }
    return [
        Finding(claim: "difference found at any of 400 looks where there is none", rate: different, band: 0...0.05),
        Finding(claim: "equivalence found at any of 400 looks at the margin", rate: equivalent, band: 0...0.05),
        Finding(claim: "  for comparison: a fixed test at any of 391 looks", rate: naive, band: nil),
    ]
}

/// What differences as skewed as an exponential distribution do to the first of these claims, by the mixture's precision.
func skewedStopping(sets: Int, seed: UInt64) throws -> [Finding] {
    try [5.0, 10, 25, 50].map { mixing in
        var nulls = SyntheticNulls(seed: seed)
        var different = Rate()
        for _ in 0..<sets {
            var comparison = SequentialComparison(test: SequentialTTest(mixing: mixing))
            var isFound = false
            for difference in nulls.exponentialDifferences(count: 400) {
                try comparison.add(a: 0, b: difference)
                if !comparison.interval.contains(0) { isFound = true }
            }
            different.count(isFound)
        }
        return Finding(claim: "  exponential differences, none there, g = \(Int(mixing))", rate: different, band: nil)
    }
}
