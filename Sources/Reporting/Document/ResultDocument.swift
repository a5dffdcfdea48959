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
}

/// How a comparison that looks at its data as they come has ended.
public struct SequentialRecord: Sendable, Hashable {
    public let hasDecided: Bool?
    public let pairs: Int?
    public let mostPairs: Int?
}

/// What a check compares with.
public struct BaselineRecord: Sendable, Hashable {
    public let path: String?
    public let created: String?
    /// What differs from when the baseline was made, a text each.
    public let changed: [String]
}

/// Whether a check found the very numbers of its baseline.
public struct ExactnessRecord: Sendable, Hashable {
    public let isEqual: Bool
    public let firstDifference: String?
}
