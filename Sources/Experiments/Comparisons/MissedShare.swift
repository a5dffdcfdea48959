import Games

extension MissPolicy {
    /// Whether a decision may miss its deadline without ending the run.
    fileprivate var survivesMisses: Bool { self != .abort }

    /// What a comparison judges of what is `measured`: all of it, and last the share of decisions that missed their deadline,
    /// where they do not end the run.
    func compared(_ measured: [Metric]) -> [Metric] {
        measured + (survivesMisses ? [.missedShare] : [])
    }

    /// The values of an episode in the metrics of ``compared(_:)``.
    func compared(_ values: [Double], missedShare: Double) -> [Double] {
        values + (survivesMisses ? [missedShare] : [])
    }

}

extension Metric {
    /// The share of decisions that missed their deadline.
    static let missedShare = Metric(
        name: "missedShare", unit: "", direction: .lower, margin: .absolute(0.001), isGuardrail: true)
}

extension RunResult {
    /// What a comparison judges.
    var comparedMetrics: [Metric] { onMiss.compared(declarations) }

    /// Means over an episode's slots of what a comparison judges, `[episode][metric]`.
    var comparedValues: [[Double]] {
        zip(episodes, missedShares).map { onMiss.compared($0, missedShare: $1) }
    }
}

extension Run {
    /// Refuses several environments side by side where a missed deadline would be theirs together: pairs must be independent.
    ///
    /// - Throws: ``ExperimentsError/dependentPairs(onMiss:)``.
    public func requireIndependentEpisodes() throws(ExperimentsError) {
        guard options.environments == 1 || !options.onMiss.survivesMisses else {
            throw .dependentPairs(onMiss: "\(options.onMiss)")
        }
    }

    /// What a comparison judges.
    public var comparedMetrics: [Metric] { get throws(ExperimentsError) { options.onMiss.compared(try declarations) } }
}
