import Statistics

/// One b against a.
public struct ComparisonRecord: Sendable {
    /// As the arm was asked for.
    public let name: String
    /// Where b is among the document's arms.
    public let arm: Int
    /// By metric name.
    public internal(set) var metrics: [String: MetricRecord] = [:]
    /// The primary metric's; nil where it cannot be judged.
    public internal(set) var verdict: Verdict?
    public internal(set) var worseGuardrails: [String] = []
    /// Why it is invalid; nil where that is the whole document's fault, or it is not.
    public internal(set) var fault: String?
}

/// One metric of a comparison.
public struct MetricRecord: Sendable {
    public let a: Double?
    public let b: Double?
    /// b - a.
    public let difference: Double?
    /// nil where it is unknown or has no end.
    public let interval: ClosedRange<Double>?
    public let pValue: Double?
    /// After Holm's correction for everything that was compared.
    public let holmPValue: Double?
    /// Of two one-sided tests against the margin.
    public let equivalencePValue: Double?
    public let margin: Double?
    public let verdict: Verdict?
    public let robust: RobustRecord?

    /// The difference as a share of |a|; nil where a is zero or unknown.
    var relativeDifference: Double? {
        guard let a, a != 0, let difference else { return nil }
        return difference / abs(a)
    }
}

/// What says the same without a mean or a normal distribution.
public struct RobustRecord: Sendable {
    public let wilcoxonPValue: Double?
    public let permutationPValue: Double?
    public let bootstrapInterval: ClosedRange<Double>?
    public let interquartileMeanOfA: Double?
    public let interquartileMeanOfB: Double?
    public let probabilityOfImprovement: Double?
}
