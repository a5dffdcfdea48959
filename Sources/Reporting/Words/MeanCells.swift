import Statistics

/// A mean and its interval as cells of a table.
struct MeanCells {
    let mean: String
    let interval: String
    let standardDeviation: String

    init(_ sample: SampleRecord?, confidence: Double) {
        let range = sample?.interval(confidence: confidence)
        let decimals = Figures.decimals(
            halfWidth: range.map { ($0.upperBound - $0.lowerBound) / 2 }, magnitude: abs(sample?.mean ?? 0))
        mean = Figures.fixed(sample?.mean, decimals: decimals)
        interval =
            range.map {
                "\(Figures.fixed($0.lowerBound, decimals: decimals)) … \(Figures.fixed($0.upperBound, decimals: decimals))"
            } ?? Figures.unknown
        standardDeviation = Figures.significant(sample?.standardDeviation, 2)
    }
}

/// A verdict with what it takes to decide.
func phrase(_ verdict: Verdict) -> String {
    guard case .inconclusive(let needed) = verdict, let needed else { return verdict.name }
    return "\(verdict.name), \(Figures.count(needed, "pair")) needed"
}
