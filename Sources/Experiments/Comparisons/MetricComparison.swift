import Games
import Statistics

/// One metric of a comparison, judged.
public struct MetricComparison: Sendable {
    public let declaration: Metric
    /// Means of either arm over the pairs; nil where there is none, or a value cannot be known in some episode.
    public let meanOfA: Double?
    public let meanOfB: Double?
    /// The smallest difference that matters; nil where it cannot be known.
    public let margin: Double?
    /// nil where the values cannot be compared: fewer than two pairs, or a value that cannot be known.
    public let difference: PairedDifference?
    /// Covers the true difference with probability ``confidence``; nil where nothing is excluded.
    public let interval: ClosedRange<Double>?
    /// Of "there is no difference", on its own.
    public let pValue: Double?
    /// Of the same, corrected over all metrics and arms.
    public let pValueHolm: Double?
    /// Of "the difference is the margin or more", on its own.
    public let equivalencePValue: Double?
    /// Of the same, corrected over all metrics and arms.
    public let equivalencePValueHolm: Double?
    /// What says the same without normal distributions; not judged by.
    public let robust: RobustComparison?
    /// nil where there is no difference to judge, or no margin to judge it by.
    public let verdict: Verdict?

    /// Confidence of the interval that is shown.
    public static let confidence = 0.95
    /// The share of wrong claims that is accepted.
    public static let significance = 0.05

    /// Judges `evidence`.
    ///
    /// - Parameters:
    ///   - evidence: what the pairs say.
    ///   - pValueHolm: the corrected p value.
    ///   - equivalencePValueHolm: the corrected p value of equivalence.
    ///   - isOnItsOwn: whether the verdict is that of the uncorrected ones.
    ///   - questions: metrics and arms that are judged at once.
    init(
        _ evidence: MetricEvidence, pValueHolm: Double?, equivalencePValueHolm: Double?, isOnItsOwn: Bool,
        questions: Int
    ) {
        declaration = evidence.declaration
        meanOfA = evidence.meanOfA
        meanOfB = evidence.meanOfB
        margin = evidence.margin
        difference = evidence.difference
        interval = evidence.interval
        pValue = evidence.pValue
        equivalencePValue = evidence.equivalencePValue
        robust = evidence.robust
        self.pValueHolm = pValueHolm
        self.equivalencePValueHolm = equivalencePValueHolm
        guard let difference,
            let pValue = isOnItsOwn ? evidence.pValue : pValueHolm,
            let equivalencePValue = isOnItsOwn ? evidence.equivalencePValue : equivalencePValueHolm
        else {
            verdict = nil
            return
        }
        // What Holm's procedure leaves the first of several.
        let planned = isOnItsOwn ? Self.significance : Self.significance / Double(questions)
        verdict = Verdict(
            onDifference: difference.mean, higherIsBetter: declaration.direction == .higher, pValue: pValue,
            equivalencePValue: equivalencePValue, significance: Self.significance,
            pairsNeeded: evidence.pairsNeeded(significance: planned))
    }
}

extension MetricComparison {
    /// The member of `comparisons[].metrics` in a comparison's document.
    var document: JSON {
        let pairsNeeded: JSON
        if case .inconclusive(let needed) = verdict {
            pairsNeeded = needed.map { JSON($0) } ?? .null
        } else {
            pairsNeeded = .null
        }
        var document: JSON = [
            "a": JSON(meanOfA), "b": JSON(meanOfB), "difference": JSON(difference?.mean),
            "interval": interval.map { [JSON($0.lowerBound), JSON($0.upperBound)] } ?? .null,
            "pValue": JSON(pValue), "pValueHolm": JSON(pValueHolm), "margin": JSON(margin),
            "equivalencePValue": JSON(equivalencePValue), "equivalencePValueHolm": JSON(equivalencePValueHolm),
            "verdict": verdict.map { JSON($0.name) } ?? .null, "pairsNeeded": pairsNeeded,
        ]
        document.set("robust", to: robust?.document(higherIsBetter: declaration.direction == .higher) ?? .null)
        return document
    }
}
