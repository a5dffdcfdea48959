import Games
import PluginHost
import Statistics

/// What a policy pair earned, episode by episode.
public struct RunResult: Sendable {
    public let scenario: LoadedScenario
    public let seed: UInt64
    /// What was measured, certificates last; the first is the primary metric.
    public let declarations: [Metric]
    /// Means over an episode's slots, `[episode][declaration]`; NaN where a value cannot be known.
    public let episodes: [[Double]]
    public let plugins: [PluginDescription]
    public let latencies: DecisionLatencies
    public let slotsPerEpisode: Int
    /// Time that playing took, start and end of processes not included.
    public let elapsed: Duration
    /// Whether it was interrupted: then the episodes are those that were finished.
    public let wasInterrupted: Bool
    /// Plugins that had to be forced to end.
    public let stopFailures: [PluginFailure]

    /// The values of declaration `index`, one an episode.
    public func values(of index: Int) -> [Double] { episodes.map { $0[index] } }

    /// Mean and standard deviation over episodes of declaration `index`; NaN where a value cannot be known.
    public func summary(of index: Int) -> (mean: Double, sd: Double) {
        let moments = Moments(values(of: index))
        return episodes.isEmpty ? (.nan, .nan) : (moments.mean, moments.standardDeviation)
    }
}

extension RunResult {
    /// The document of schema `firstmover.run/1`.
    public var document: JSON {
        var metrics: JSON = [:]
        for (index, declaration) in declarations.enumerated() {
            let summary = summary(of: index)
            metrics.set(
                declaration.name,
                to: ["mean": JSON(summary.mean), "sd": JSON(summary.sd), "perEpisode": JSON(values(of: index))])
        }
        var document: JSON = [
            "schema": "firstmover.run/1",
            "scenario": ["name": JSON(scenario.scenario.name), "hash": JSON(scenario.sha256)],
            "seed": JSON(seed), "episodes": JSON(episodes.count), "slotsPerEpisode": JSON(slotsPerEpisode),
            "metrics": metrics, "plugins": .array(plugins.map(\.document)),
        ]
        if wasInterrupted { document.set("interrupted", to: true) }
        document.set("measured", to: measured)
        return document
    }

    /// Everything that another run of the same seed measures anew.
    var measured: JSON {
        [
            "decisions": ["count": JSON(latencies.count), "missed": JSON(latencies.missed)],
            "roundTripMicroseconds": percentiles(latencies.roundTripMicroseconds),
            "computeMicroseconds": percentiles(latencies.computeMicroseconds),
            "seconds": JSON(elapsed / .seconds(1)),
        ]
    }

    private func percentiles(_ value: (Double) -> Double?) -> JSON {
        ["p50": JSON(value(50)), "p99": JSON(value(99))]
    }
}
