/// The probability that a run of b is better than one of a: P(b > a) + P(b = a) / 2 over all pairs of runs, and its
/// mean over scenarios.
///
/// Mann and Whitney's U over the number of pairs. The runs of the two arms count as independent: what one seed does to
/// both does not cancel here.
///
/// - Parameter scenarios: the results of both arms, more being better, one at least each; not as many of a as of b.
/// - Returns: in `0...1`.
/// - Throws: ``StatisticsError`` without scenarios or results, or where one is not finite.
/// - Complexity: O((n + m) log(n + m)).
/// - SeeAlso: Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice", NeurIPS 2021,
///   whose rliable defines it so.
public func probabilityOfImprovement(
    _ scenarios: [(a: [Double], b: [Double])]
) throws(StatisticsError) -> Double {
    guard !scenarios.isEmpty else { throw .tooFewObservations(0, stratum: 0) }
    var sum = 0.0
    for (index, scenario) in scenarios.enumerated() {
        for (stratum, results) in [(2 * index, scenario.a), (2 * index + 1, scenario.b)] {
            guard !results.isEmpty else { throw .tooFewObservations(0, stratum: stratum) }
            try requireFinite(results, stratum: stratum)
        }
        sum += Duel(a: scenario.a, b: scenario.b).probability
    }
    return sum / Double(scenarios.count)
}

extension BootstrapInterval {
    /// The interval of ``probabilityOfImprovement(_:)``, each arm of each scenario resampled on its own.
    ///
    /// Where every run of b beats every run of a no resample differs, and the width is 0.
    ///
    /// - Parameters:
    ///   - scenarios: the results of both arms, two at least each. An error's stratum 2k is a in scenario k, 2k + 1 is
    ///     b.
    ///   - confidence: the coverage aimed at, in `0..<1`.
    ///   - resamples: how many are drawn.
    ///   - generator: where they come from; one word is drawn, the seed of a ``SplitMix64``.
    /// - Throws: ``StatisticsError`` with fewer than two results, or where one is not finite.
    /// - Complexity: O(n `resamples` + n log n) for n results in all.
    public init(
        ofProbabilityOfImprovement scenarios: [(a: [Double], b: [Double])], confidence: Double = 0.95,
        resamples: Int = 10_000, using generator: inout some RandomNumberGenerator
    ) throws(StatisticsError) {
        try requireResamplable(scenarios.flatMap { [$0.a, $0.b] })
        let duels = scenarios.map { Duel(a: $0.a, b: $0.b) }
        let share = 1 / Double(duels.count)
        let estimate = duels.reduce(0) { $0 + $1.probability } * share
        var random = SplitMix64(seed: generator.next())
        var resampled = Array(repeating: 0.0, count: resamples)
        for i in resampled.indices {
            for duel in duels { resampled[i] += duel.resampledProbability(using: &random) }
        }
        self.init(
            estimate: estimate, deviations: resampled.map { $0 * share - estimate }, unit: 1,
            influences: duels.flatMap(\.influences).map { $0.map { $0 * share } }, confidence: confidence)
    }
}

/// All pairs of runs of two arms, by the places of their results among the distinct ones.
private struct Duel {
    private let placesOfA: [Int]
    private let placesOfB: [Int]
    /// How many results of either arm are at a place.
    private let countsOfA: [Int]
    private let countsOfB: [Int]

    init(a: [Double], b: [Double]) {
        let pooled = a + b
        var places = Array(repeating: 0, count: pooled.count)
        var place = -1
        var last: Double?
        for index in pooled.indices.sorted(by: { pooled[$0] < pooled[$1] }) {
            if pooled[index] != last { place += 1 }
            last = pooled[index]
            places[index] = place
        }
        placesOfA = Array(places[..<a.count])
        placesOfB = Array(places[a.count...])
        countsOfA = Self.counts(placesOfA, count: place + 1)
        countsOfB = Self.counts(placesOfB, count: place + 1)
    }

    var probability: Double { probability(countsOfA, countsOfB) }

    func resampledProbability(using random: inout SplitMix64) -> Double {
        var a = Array(repeating: 0, count: countsOfA.count)
        var b = a
        for _ in placesOfA.indices { a[placesOfA[random.index(below: placesOfA.count)]] += 1 }
        for _ in placesOfB.indices { b[placesOfB[random.index(below: placesOfB.count)]] += 1 }
        return probability(a, b)
    }

    /// The jackknife's of a and of b: of an arm of n, n - 1 times by how much the probability falls without a run.
    var influences: [[Double]] {
        let (n, m) = (Double(placesOfA.count), Double(placesOfB.count))
        let wins = probability * n * m
        // Doubled wins of a result of b at a place, and of b over a result of a at a place.
        var overA = Array(repeating: 0, count: countsOfA.count)
        var overB = overA
        var (below, above) = (0, placesOfB.count)
        for place in overA.indices {
            above -= countsOfB[place]
            overA[place] = 2 * below + countsOfA[place]
            overB[place] = 2 * above + countsOfB[place]
            below += countsOfA[place]
        }
        return [
            placesOfA.map { (Double(overB[$0]) / 2 - wins / n) / m },
            placesOfB.map { (Double(overA[$0]) / 2 - wins / m) / n },
        ]
    }

    private func probability(_ countsOfA: [Int], _ countsOfB: [Int]) -> Double {
        var doubledWins = 0
        var below = 0
        for place in countsOfA.indices {
            doubledWins += countsOfB[place] * (2 * below + countsOfA[place])
            below += countsOfA[place]
        }
        return Double(doubledWins) / 2 / (Double(placesOfA.count) * Double(placesOfB.count))
    }

    private static func counts(_ places: [Int], count: Int) -> [Int] {
        var counts = Array(repeating: 0, count: count)
        for place in places { counts[place] += 1 }
        return counts
    }
}
