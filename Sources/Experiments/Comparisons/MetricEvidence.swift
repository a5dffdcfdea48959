import Games
import Statistics

/// What pairs say of one metric of two arms, before it is known how many questions are asked at once.
struct MetricEvidence {
    let declaration: Metric
    let meanOfA: Double?
    let meanOfB: Double?
    /// Values of either arm, pair by pair.
    private let a: [Double]
    private let b: [Double]
    /// The smallest difference that matters; nil where it cannot be known.
    let margin: Double?
    /// nil where the values cannot be compared: fewer than two pairs, or a value that cannot be known.
    let difference: PairedDifference?
    /// Of "there is no difference".
    let pValue: Double?
    /// Of "the difference is the margin or more".
    let equivalencePValue: Double?
    /// nil where nothing is excluded.
    let interval: ClosedRange<Double>?
    let robust: RobustComparison?
    /// Whether p values and interval hold whenever one stops.
    let isSequential: Bool

    /// Compares the values of the arms, pair by pair.
    ///
    /// - Parameters:
    ///   - declaration: what was measured.
    ///   - a: values of the first arm.
    ///   - b: values of the second.
    ///   - margin: the smallest difference that matters; nil where it cannot be known.
    ///   - isSequential: whether the pairs were looked at one after the other.
    ///   - seed: what resampling is keyed by.
    init(on declaration: Metric, a: [Double], b: [Double], margin: Double?, isSequential: Bool, seed: UInt64) {
        self.declaration = declaration
        self.isSequential = isSequential
        (self.a, self.b) = (a, b)
        self.margin = margin
        meanOfA = a.knownMean
        meanOfB = b.knownMean
        difference = try? PairedDifference(a: a, b: b)
        guard let difference else {
            (pValue, equivalencePValue, interval, robust) = (nil, nil, nil, nil)
            return
        }
        robust = try? RobustComparison(a: a, b: b, seed: seed)
        if isSequential {
            let test = Self.sequential(a, b, significance: MetricComparison.significance)
            pValue = test.pValue
            equivalencePValue = margin.map { test.equivalencePValue(margin: $0) }
            let bounds = test.interval
            interval = bounds.lowerBound.isFinite && bounds.upperBound.isFinite ? bounds : nil
        } else {
            pValue = difference.pValue
            equivalencePValue = margin.map { difference.equivalencePValue(margin: $0) }
            interval = difference.interval(confidence: MetricComparison.confidence)
        }
    }

    /// Pairs after which a verdict can be expected, at `significance`; nil where no number would do.
    func pairsNeeded(significance: Double) -> Int? {
        guard let difference, let margin else { return nil }
        guard isSequential else { return difference.pairsNeeded(margin: margin, significance: significance) }
        return Self.sequential(a, b, significance: significance).pairsNeeded(margin: margin)
    }

    /// The pairs as somebody sees them who looks after each.
    private static func sequential(_ a: [Double], _ b: [Double], significance: Double) -> SequentialComparison {
        var test = SequentialComparison(significance: significance)
        for (index, (a, b)) in zip(a, b).enumerated() {
            do throws(StatisticsError) {
                try test.add(a: a, b: b)
            } catch {
                preconditionFailure("pair \(index) has a difference: \(error)")
            }
        }
        return test
    }
}
