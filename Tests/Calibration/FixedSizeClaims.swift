import Statistics

private let alpha = 0.05

private func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }

/// Levels of tests on data sets without a difference.
func levels(sets: Int, seed: UInt64) throws -> [Finding] {
    var nulls = SyntheticNulls(seed: seed)
    var random = SplitMix64(seed: seed + 1)
    var t = Rate()
    var byShape = Shape.allCases.map { (shape: $0, rate: Rate()) }
    var signedRanks = Rate()
    var signFlips = Rate()
    for index in 0..<sets {
        let (shape, differences) = nulls.next()
        let isRejected = try PairedDifference(a: zeros(differences.count), b: differences).pValue < alpha
        t.count(isRejected)
        byShape[index % byShape.count].rate.count(isRejected)
        guard shape.isSymmetric else { continue }
        signedRanks.count(try SignedRankTest(differences).pValue < alpha)
        signFlips.count(try SignFlipTest(differences, resamples: 999, using: &random).pValue < alpha)
    }
    return [Finding(claim: "t test at 0.05 rejects no difference", rate: t, band: 0.035...0.065)]
        + byShape.map { Finding(claim: "  of these: \($0.shape)", rate: $0.rate, band: nil) }
        + [
            Finding(claim: "signed-rank test at 0.05, symmetric shapes", rate: signedRanks, band: 0.035...0.065),
            Finding(claim: "sign-flip test at 0.05, symmetric shapes", rate: signFlips, band: 0.035...0.065),
        ]
}

/// The chance that any of five metrics without a difference is found to have one.
func familyWise(sets: Int, seed: UInt64) throws -> [Finding] {
    try [(0.0, "independent"), (0.5, "correlated by 0.5")].map { common, name in
        var nulls = SyntheticNulls(seed: seed)
        var adjusted = Rate()
        for _ in 0..<sets {
            let p = try nulls.metrics(5, common: common).map {
                try PairedDifference(a: zeros($0.count), b: $0).pValue
            }
            adjusted.count(holmAdjusted(p).contains { $0 < alpha })
        }
        return Finding(claim: "any of 5 metrics rejected after Holm, \(name)", rate: adjusted, band: 0...0.05)
    }
}

/// Equivalence claimed where the difference is the margin, half a deviation to either side.
func wrongEquivalence(sets: Int, seed: UInt64) throws -> [Finding] {
    var nulls = SyntheticNulls(seed: seed)
    var claimed = Rate()
    for index in 0..<sets {
        let differences = nulls.next().differences
        // By blocks, so that both sides meet every shape in every size.
        let shift = index / 60 % 2 == 0 ? 0.5 : -0.5
        let difference = try PairedDifference(a: zeros(differences.count), b: differences.map { $0 + shift })
        claimed.count(difference.equivalencePValue(margin: 0.5) < alpha)
    }
    return [Finding(claim: "equivalence claimed at a difference of the margin", rate: claimed, band: 0...0.05)]
}

/// Power with as many pairs as planned, of normal differences, for margins of 0.2 to 1.1 deviations.
func power(sets: Int, seed: UInt64) throws -> [Finding] {
    // Two differences with a deviation of 1.
    let pilot = try PairedDifference(a: [0, 0], b: [0.5, -0.5].map { $0 * 2.0.squareRoot() })
    let designs = (2...11).map { Double($0) / 10 }.map { margin in
        (margin: margin, pairs: pilot.pairsNeeded(margin: margin) ?? 0)
    }
    var nulls = SyntheticNulls(seed: seed)
    var detected = Rate()
    var equivalent = Rate()
    for index in 0..<sets {
        let (margin, pairs) = designs[index % designs.count]
        let differences = nulls.differences(.normal, count: pairs)
        let same = try PairedDifference(a: zeros(pairs), b: differences)
        let better = try PairedDifference(a: zeros(pairs), b: differences.map { $0 + margin })
        detected.count(better.pValue < alpha)
        equivalent.count(same.equivalencePValue(margin: margin) < alpha)
    }
    return [
        Finding(claim: "a difference of the margin detected with pairsNeeded", rate: detected, band: 0.8...1),
        Finding(claim: "equal arms found equivalent with pairsNeeded", rate: equivalent, band: 0.8...1),
    ]
}

/// How often intervals of confidence 0.95 cover the mean.
func coverage(sets: Int, seed: UInt64) throws -> [Finding] {
    var nulls = SyntheticNulls(seed: seed)
    var random = SplitMix64(seed: seed + 1)
    var t = Rate()
    var small = Rate()
    var middling = Rate()
    var large = Rate()
    for _ in 0..<sets {
        let differences = nulls.next().differences.map { $0 + 3 }
        let difference = try PairedDifference(a: zeros(differences.count), b: differences)
        t.count(difference.interval(confidence: 0.95).contains(3))
        let isCovered = try BootstrapInterval(ofMean: differences, resamples: 1_000, using: &random).interval.contains(
            3)
        switch differences.count {
        case ..<28: small.count(isCovered)
        case ..<80: middling.count(isCovered)
        default: large.count(isCovered)
        }
    }
    return [
        Finding(claim: "t interval of 0.95 covers the mean", rate: t, band: 0.94...0.96),
        Finding(claim: "BCa interval of 0.95 covers the mean, 10 to 20 pairs", rate: small, band: nil),
        Finding(claim: "BCa interval of 0.95 covers the mean, 28 to 57 pairs", rate: middling, band: nil),
        Finding(claim: "BCa interval of 0.95 covers the mean, 80 to 200 pairs", rate: large, band: 0.935...0.96),
    ]
}
