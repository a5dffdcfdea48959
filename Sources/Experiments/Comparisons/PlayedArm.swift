import Games

/// What a comparison knows of one arm: who played, and what every episode was worth.
public struct PlayedArm: Sendable {
    /// What people call it: what stands behind --a or --b, or `baseline`.
    public let name: String
    public let plugins: [PluginDescription]
    /// Means over an episode's slots, `[episode][declaration]`; NaN where a value cannot be known.
    public let episodes: [[Double]]
    /// The run that it comes from; nil of one that is only remembered.
    public let run: RunResult?

    /// What a run earned in ``RunResult/comparedMetrics``.
    init(name: String, _ run: RunResult) {
        self.name = name
        plugins = run.plugins
        episodes = run.comparedValues
        self.run = run
    }

    /// What a run earned in the metrics of `declared`.
    init(name: String, _ run: RunResult, only declared: [Metric]) {
        let (all, names) = (PlayedArm(name: name, run), run.comparedMetrics.map(\.name))
        let columns = declared.compactMap { metric in names.firstIndex { $0 == metric.name } }
        self.name = name
        plugins = run.plugins
        episodes = all.episodes.map { episode in columns.map { episode[$0] } }
        self.run = run
    }

    /// What was earned once.
    init(name: String, plugins: [PluginDescription], episodes: [[Double]]) {
        self.name = name
        self.plugins = plugins
        self.episodes = episodes
        run = nil
    }

    /// The values of declaration `index` in the first `pairs` episodes.
    func values(of index: Int, pairs: Int) -> [Double] { episodes.prefix(pairs).map { $0[index] } }
}
