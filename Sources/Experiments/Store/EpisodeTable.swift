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
        head = Self.line(
            ["run", "kind", "scenario", "arm", "operator", "followers", "episode", "worldSeed", "seconds"] + metrics)
    }

    /// The rows of `run`, arm by arm, each ended by a newline; of a metric that came after the head was made, nothing.
    public func rows(of run: StoredRun) -> String {
        let columns = metrics.map { name in run.start.declarations.firstIndex { $0.name == name } }
        var text = ""
        for (index, arm) in run.start.arms.enumerated() {
            for episode in run.episodes[index] {
                let cells = columns.map { column in column.map { csvCell(episode.values[$0]) } ?? "" }
                text += Self.line(
                    [
                        "\(run.id)", run.start.kind.rawValue, run.start.scenario, Comparison.letter(ofArm: index),
                        arm.operator, arm.followers, "\(episode.index)", "\(run.worldSeed(of: episode))",
                        "\(episode.seconds)",
                    ] + cells)
            }
        }
        return text
    }

    private static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// A number in the shortest digits that read back to it; nothing where it cannot be known.
func csvCell(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
