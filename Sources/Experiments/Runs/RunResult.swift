import Games
import PluginHost
import Policy
import Statistics

/// What a policy pair earned, episode by episode.
public struct RunResult: Sendable {
    public let scenario: LoadedScenario
    public let seed: UInt64
    /// What was measured, certificates last; the first is the primary metric.
    public let declarations: [Metric]
    /// Means over an episode's slots, `[episode][declaration]`; NaN where a value cannot be known.
    public let episodes: [[Double]]
    /// The share of decisions that missed their deadline, one an episode.
    public let missedShares: [Double]
    /// A digest of every slot, one text an episode as ``SlotDigests`` writes it; nil unless they were asked for.
    let digests: [String]?
    /// Whole distributions over slots or agents; empty unless they were asked for.
    public let distributions: [(declaration: Distribution, values: EmpiricalDistribution)]
    public let plugins: [PluginDescription]
    /// How long the operator's and the followers' decisions took, and how many were missed.
    public let latenciesByRole: [(role: Role, latencies: DecisionLatencies)]
    /// What was declared for a decision that misses its deadline.
    public let onMiss: MissPolicy
    public let budget: Duration
    public let slotsPerEpisode: Int
    /// The game's, in the order of a slot.
    let stages: [Stage]
    /// Time that playing took, start and end of processes not included.
    public let elapsed: Duration
    /// Whether it was interrupted: then the episodes are those that were finished.
    public let wasInterrupted: Bool
    /// Plugins that had to be forced to end.
    public let stopFailures: [PluginFailure]

    /// How long everybody's decisions took.
    public var latencies: DecisionLatencies {
        latenciesByRole.reduce(into: DecisionLatencies()) { $0.add($1.latencies) }
    }

    /// The values of declaration `index`, one an episode.
    public func values(of index: Int) -> [Double] { episodes.map { $0[index] } }

    /// Mean and standard deviation over episodes of declaration `index`; NaN where it cannot be known.
    public func summary(of index: Int) -> (mean: Double, sd: Double) { values(of: index).summary }

    /// The mean of declaration `index` as a share of its scale; nil where it has none, NaN where it cannot be known.
    public func share(of index: Int) -> Double? {
        declarations[index].scale.map { summary(of: index).mean / $0.value }
    }
}

extension RunResult {
    /// The document of schema `firstmover.run/1`.
    public var document: JSON {
        var metrics: JSON = [:]
        for (index, declaration) in declarations.enumerated() {
            var member = values(of: index).summaryDocument
            if let share = share(of: index) { member.set("share", to: JSON(share)) }
            metrics.set(declaration.name, to: member)
        }
        var document: JSON = [
            "schema": "firstmover.run/1", "scenario": scenario.reference,
            "seed": JSON(seed), "episodes": JSON(episodes.count), "slotsPerEpisode": JSON(slotsPerEpisode),
            "budgetSeconds": JSON(budget / .seconds(1)), "onMiss": JSON("\(onMiss)"),
            "declarations": declarations.document, "metrics": metrics,
            "plugins": .array(plugins.map(\.document)),
        ]
        if !distributions.isEmpty { document.set("distributions", to: distributionSummary) }
        if wasInterrupted { document.set("interrupted", to: true) }
        var measured = measured
        measured.set("host", to: HostFacts.current.document)
        document.set("measured", to: measured)
        return document
    }

    /// Everything that another run of the same seed measures anew.
    var measured: JSON {
        [
            "decisions": latencies.decisions, "roundTripMicroseconds": percentiles(latencies.roundTripMicroseconds),
            "computeMicroseconds": percentiles(latencies.computeMicroseconds),
            "roles": .object(
                latenciesByRole.map { role, latencies in
                    JSON.Member(
                        key: role.rawValue,
                        value: [
                            "decisions": latencies.decisions,
                            "roundTripMicroseconds": percentiles(latencies.roundTripMicroseconds),
                            "computeMicroseconds": percentiles(latencies.computeMicroseconds),
                            "histogram": .array(
                                latencies.roundTripHistogram.map { [JSON($0.upperMicroseconds), JSON($0.count)] }),
                        ])
                }),
            "seconds": JSON(elapsed / .seconds(1)),
        ]
    }

    private func percentiles(_ value: (Double) -> Double?) -> JSON {
        ["p50": JSON(value(50)), "p99": JSON(value(99))]
    }
}

extension DecisionLatencies {
    fileprivate var decisions: JSON { ["count": JSON(count), "missed": JSON(missed)] }
}
