import Statistics

/// What a report is made of: a result of `run`, `ab` or `check` as its JSON document tells it.
///
/// Whatever a document leaves out or cannot know is nil or empty here, so that reports of older documents have less and
/// are otherwise the same.
public struct ResultDocument: Sendable {
    /// What was asked.
    public enum Kind: String, Sendable, CaseIterable {
        case run = "firstmover.run/1"
        case comparison = "firstmover.ab/1"
        case check = "firstmover.check/1"
    }

    public let kind: Kind
    public let scenario: String
    public internal(set) var scenarioHash: String?
    public internal(set) var seed: UInt64?
    /// Pairs of a comparison, episodes of a run.
    public internal(set) var pairs: Int?
    public internal(set) var slotsPerEpisode: Int?
    public internal(set) var budgetSeconds: Double?
    public internal(set) var onMiss: String?
    /// Confidence of every interval.
    public internal(set) var confidence = 0.95
    /// Every metric, the primary one first.
    public internal(set) var metrics: [MetricDeclaration] = []
    /// `a`, then the others; of a run its one.
    public internal(set) var arms: [ArmRecord] = []
    public internal(set) var comparisons: [ComparisonRecord] = []
    /// The whole's; nil where nothing was compared, or it cannot be judged.
    public internal(set) var verdict: Verdict?
    public internal(set) var sequential: SequentialRecord?
    public internal(set) var baseline: BaselineRecord?
    public internal(set) var exactness: ExactnessRecord?
    /// Why a comparison is invalid.
    public internal(set) var fault: String?
    public internal(set) var wasInterrupted = false
    /// Facts of the machine that measured, in their order.
    public internal(set) var host: [Fact] = []

    init(_ kind: Kind, scenario: String) {
        self.kind = kind
        self.scenario = scenario
    }

    /// The metric whose verdict is the whole's; nil where none was measured.
    public var primary: MetricDeclaration? { metrics.first }

    /// Whether the question was decided with pairs to spare: the last pair that is allowed may decide, too.
    ///
    /// nil where the comparison does not look at its data as they come, or the document does not say.
    var hasDecidedEarly: Bool? {
        guard let hasDecided = sequential?.hasDecided else { return nil }
        guard hasDecided else { return false }
        guard let pairs, let most = sequential?.mostPairs else { return nil }
        return pairs < most
    }
}

/// A name and what is known under it, as people read it.
public struct Fact: Sendable, Hashable {
    public let name: String
    public let value: String
}

/// What a metric is.
public struct MetricDeclaration: Sendable, Hashable {
    public enum Direction: String, Sendable {
        case higher
        case lower
    }

    public let name: String
    public internal(set) var unit = ""
    /// Which way is better; nil in documents that do not say.
    public internal(set) var direction: Direction?
    /// Whether it must not get worse, whatever the primary metric does.
    public internal(set) var isGuardrail = false
    /// Whether it says how near play is to equilibrium or optimum.
    public internal(set) var isCertificate = false
}

/// How a comparison that looks at its data as they come has ended.
public struct SequentialRecord: Sendable, Hashable {
    public let hasDecided: Bool?
    /// Pairs that were allowed.
    public let mostPairs: Int?
}

/// What a check compares with.
public struct BaselineRecord: Sendable, Hashable {
    public let path: String?
    /// The release that made it.
    public let version: String?
    /// The instruction set that it was computed with.
    public let kernels: String?
    /// The policy in question: `operator`, `followers` or `both`.
    public let subject: String?
    /// What differs from when the baseline was made, a text each.
    public let changed: [String]
}

/// Whether a check found the very numbers of its baseline.
public struct ExactnessRecord: Sendable, Hashable {
    public let isEqual: Bool
    public let firstDifference: String?
}
