import Games
import Statistics

/// What two arms earned, and what their paired differences say.
public struct ComparisonResult: Sendable {
    public let names: [String]
    public let arms: [RunResult]
    public let metrics: [MetricComparison]
    /// Pairs that both arms finished.
    public let pairs: Int

    init(names: [String], arms: [RunResult], margin: Double?) {
        self.names = names
        self.arms = arms
        let pairs = arms.map(\.episodes.count).min() ?? 0
        self.pairs = pairs
        let declarations = arms[0].declarations
        let values = arms.map { arm in declarations.indices.map { Array(arm.values(of: $0).prefix(pairs)) } }
        metrics = declarations.indices.map { index in
            MetricComparison(
                declarations[index], a: values[0][index], b: values[1][index],
                margin: margin ?? declarations[index].margin(of: declarations, a: values[0]))
        }
    }

    /// The primary metric's, which is the whole's.
    public var verdict: Verdict? { metrics.first?.verdict }
    public var wasInterrupted: Bool { arms.contains { $0.wasInterrupted } }
}

extension ComparisonResult {
    /// The document of schema `firstmover.ab/1`.
    public var document: JSON {
        var metrics: JSON = [:]
        for metric in self.metrics { metrics.set(metric.declaration.name, to: metric.document) }
        var document: JSON = [
            "schema": "firstmover.ab/1",
            "scenario": ["name": JSON(arms[0].scenario.scenario.name), "hash": JSON(arms[0].scenario.sha256)],
            "seed": JSON(arms[0].seed), "pairs": JSON(pairs),
            "arms": .array(
                zip(names, arms).map { name, arm in
                    ["name": JSON(name), "plugins": .array(arm.plugins.map(\.document))]
                }),
            "comparisons": [["b": JSON(names[1]), "metrics": metrics, "verdict": verdictWord]],
            "verdict": verdictWord,
        ]
        if wasInterrupted { document.set("interrupted", to: true) }
        document.set("measured", to: ["arms": .array(arms.map(\.measured))])
        return document
    }

    /// The verdict's word; null in JSON where too little was played for one.
    private var verdictWord: JSON { verdict.map { JSON($0.name) } ?? .null }
}
