import Statistics

/// An arm in question beside the one compared with, metric by metric.
public struct ArmComparison: Sendable {
    /// The primary metric's first; empty of an arm that failed.
    public let metrics: [MetricComparison]
    private let hasFailed: Bool

    /// The primary metric's, which is the whole's; nil where it cannot be judged, invalid of an arm that failed.
    public var verdict: Verdict? { hasFailed ? .invalid : metrics.first?.verdict }

    /// Guardrails that got worse, whatever the primary metric says.
    public var worseGuardrails: [String] {
        metrics.dropFirst().filter { $0.declaration.isGuardrail && $0.verdict == .worse }.map(\.declaration.name)
    }

    /// Judges what is known of every metric of every arm, corrected for how many questions are asked at once.
    ///
    /// Holm's procedure, over all metrics and all arms, for "there is a difference" and for "there is none that matters"
    /// each: of corrected claims of one kind, no more than a share ``MetricComparison/significance`` of comparisons has a wrong
    /// one or more. The primary metric of a single arm in question was declared beforehand as the question and is judged on
    /// its own p values, each wrong as rarely by itself.
    ///
    /// - Parameter evidence: of every metric, one list an arm in question; nil of one that failed.
    /// - Returns: one an arm in question.
    static func judging(_ evidence: [[MetricEvidence]?]) -> [ArmComparison] {
        let flat = evidence.flatMap { $0 ?? [] }
        let isSingle = evidence.count == 1
        let known = flat.indices.filter { flat[$0].difference != nil }
        func corrected(_ pValue: (MetricEvidence) -> Double?) -> [Int: Double] {
            let asked = known.compactMap { index in pValue(flat[index]).map { (index, $0) } }
            return Dictionary(uniqueKeysWithValues: zip(asked.map(\.0), holmAdjusted(asked.map(\.1))))
        }
        let different = corrected(\.pValue)
        let equivalent = corrected(\.equivalencePValue)
        var position = 0
        return evidence.map { metrics in
            ArmComparison(
                metrics: (metrics ?? []).enumerated().map { metric, evidence in
                    defer { position += 1 }
                    return MetricComparison(
                        evidence, pValueHolm: different[position], equivalencePValueHolm: equivalent[position],
                        isOnItsOwn: metric == 0 && isSingle, questions: known.count)
                }, hasFailed: metrics == nil)
        }
    }
}
