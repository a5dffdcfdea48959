import Games
import Statistics

/// One metric of a comparison.
public struct MetricComparison: Sendable {
    public let declaration: Metric
    /// Means of either arm over the pairs; nil where there is none, or a value cannot be known in some episode.
    public let meanOfA: Double?
    public let meanOfB: Double?
    /// nil where the values cannot be compared: fewer than two pairs, or a value that cannot be known.
    public let difference: PairedDifference?
    /// nil where there is no difference to judge, or no margin to judge it by.
    public let verdict: Verdict?

    /// Confidence of the interval that is shown.
    public static let confidence = 0.95

    /// Compares the values of the arms, pair by pair.
    ///
    /// - Parameters:
    ///   - declaration: what was measured.
    ///   - a: values of the first arm.
    ///   - b: values of the second.
    ///   - margin: the smallest difference that matters; nil where it cannot be known.
    init(_ declaration: Metric, a: [Double], b: [Double], margin: Double?) {
        self.declaration = declaration
        meanOfA = a.knownMean
        meanOfB = b.knownMean
        difference = try? PairedDifference(a: a, b: b)
        verdict = difference.flatMap { difference in
            margin.map { margin in
                Verdict(
                    on: difference, higherIsBetter: declaration.direction == .higher, margin: margin,
                    significance: 1 - Self.confidence)
            }
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
            "a": JSON(meanOfA), "b": JSON(meanOfB), "difference": JSON(difference?.mean),
            "interval": interval.map { [JSON($0.lowerBound), JSON($0.upperBound)] } ?? .null,
            "pValue": JSON(difference?.pValue), "verdict": verdict.map { JSON($0.name) } ?? .null,
            "pairsNeeded": pairsNeeded,
        ]
    }
}
