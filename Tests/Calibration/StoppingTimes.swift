import Statistics

/// How many pairs a sequential comparison of normal differences takes on average, by the precision of its mixture.
///
/// `SequentialTTest` has its default from here; nothing is claimed.
func stoppingTimes(sets: Int, seed: UInt64) throws -> [String] {
    let mixings: [Double] = [1, 5, 10, 25, 50, 100]
    var rows = ["mean pairs until a verdict, margin and difference in deviations; g =".padded(70)]
    for mixing in mixings { rows[0] += leftPadded(Int(mixing)) }
    for margin in [0.15, 0.3, 0.5, 1] {
        for difference in [0, margin / 2, margin] {
            var row = "  margin \(margin.fixed(2)), difference \(difference.fixed(3))".padded(70)
            for mixing in mixings {
                var nulls = SyntheticNulls(seed: seed)
                var pairs = 0
                for _ in 0..<sets {
                    var comparison = SequentialComparison(test: SequentialTTest(mixing: mixing))
                    while comparison.verdict(margin: margin, higherIsBetter: true) == nil
                        && comparison.pairs < 10_000
                    {
                        try comparison.add(a: 0, b: difference + nulls.differences(.normal, count: 1)[0])
                    }
                    pairs += comparison.pairs
                }
                row += leftPadded(pairs / sets)
            }
            rows.append(row)
        }
    }
    return rows
}

private func leftPadded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(1, 6 - digits.count)) + digits
}
