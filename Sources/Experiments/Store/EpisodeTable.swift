/// Stored runs as comma-separated values (RFC 4180), a row an episode of an arm.
///
/// The columns are run, kind, scenario, arm, operator, followers, episode, worldSeed and seconds, then one for every metric
/// that any of the runs measured; a cell is empty where its run did not measure it, or the value cannot be known. Whoever
/// writes the table asks for one run at a time, so that it need not fit into memory.
public struct EpisodeTable: Sendable {
    /// The head, ended by a newline.
    public let head: String
    private let metrics: [String]

    /// A table for `runs`, whose metrics stand in the order in which the runs name them first.
    public init(of runs: [StoredRun.Summary]) {
        var metrics: [String] = []
        var known: Set<String> = []
        for declaration in runs.flatMap(\.start.declarations) where known.insert(declaration.name).inserted {
            metrics.append(declaration.name)
        }
        self.metrics = metrics
        head = csvLine(
            ["run", "kind", "scenario", "arm", "operator", "followers", "episode", "worldSeed", "seconds"] + metrics)
    }

    /// The rows of `run`, arm by arm, each ended by a newline; of a metric that came after the head was made, nothing.
    public func rows(of run: StoredRun) -> String {
        let columns = metrics.map { name in run.start.declarations.firstIndex { $0.name == name } }
        var text = ""
        for (index, arm) in run.start.arms.enumerated() {
            for episode in run.episodes[index] {
                let cells = columns.map { column in column.map { csvCell(episode.values[$0]) } ?? "" }
                text += csvLine(
                    [
                        "\(run.id)", run.start.kind.rawValue, run.start.scenario, Comparison.letter(ofArm: index),
                        arm.operator, arm.followers, "\(episode.index)", "\(run.worldSeed(of: episode))",
                        "\(episode.seconds)",
                    ] + cells)
            }
        }
        return text
    }
}
