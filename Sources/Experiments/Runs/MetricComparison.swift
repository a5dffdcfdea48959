import Games
import Statistics

/// One metric of a comparison.
public struct MetricComparison: Sendable {
    public let declaration: Metric
    /// nil where the values cannot be compared: fewer than two pairs, or a value that cannot be known.
    public let difference: PairedDifference?
    public let verdict: Verdict?

    /// Confidence of the interval that is shown.
    public static let confidence = 0.95

    init(_ declaration: Metric, a: [Double], b: [Double], margin: Double?) {
        self.declaration = declaration
        difference = try? PairedDifference(a: a, b: b)
        verdict = difference.map { difference in
            let declared =
                switch declaration.margin {
                case .shareOfMean(let share): share * abs(difference.meanOfA)
                case .absolute(let amount): amount
                }
            return Verdict(
                on: difference, higherIsBetter: declaration.direction == .higher, margin: margin ?? declared,
                significance: 1 - Self.confidence)
        }
    }

    public var interval: ClosedRange<Double>? { difference?.interval(confidence: Self.confidence) }
}

extension MetricComparison {
    var document: JSON {
        let pairsNeeded: JSON
        if case .inconclusive(let needed) = verdict {
            pairsNeeded = needed.map { JSON($0) } ?? .null
        } else {
            pairsNeeded = .null
        }
        return [
            "a": JSON(difference?.meanOfA), "b": JSON(difference?.meanOfB), "difference": JSON(difference?.mean),
            "interval": interval.map { [JSON($0.lowerBound), JSON($0.upperBound)] } ?? .null,
            "pValue": JSON(difference?.pValue), "verdict": verdict.map { JSON($0.name) } ?? .null,
            "pairsNeeded": pairsNeeded,
        ]
    }
}
