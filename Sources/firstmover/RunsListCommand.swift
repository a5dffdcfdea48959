import ArgumentParser
import Experiments

/// `firstmover runs list`: the newest runs, a line each.
struct RunsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the runs that are stored, the newest first.",
        discussion: """
            Example:
              firstmover runs list --scenario pricing --limit 5
            """)

    @Option(help: "Only runs of this kind: \(StoredRun.Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: StoredRun.Kind?

    @Option(help: "Only runs of this scenario: its name, or six or more digits of its hash.")
    var scenario: String?

    @Option(help: "Runs to list.")
    var limit = 20

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes 1 or more") }
    }

    func run() throws {
        let opened = try store.open()
        let filter = RunStore.Filter(kind: kind, scenario: scenario, limit: limit)
        let runs = try readingStore { () throws(StoreError) in try opened?.runs(filter) ?? [] }
        let path = try store.path
        try output.show([
            "schema": "firstmover.runs/1", "store": JSON(path), "runs": .array(runs.map(\.document)),
        ]) {
            runs.isEmpty ? (opened == nil ? "no run is stored yet\n" : "no such run is stored\n") : runs.text
        }
    }
}

extension StoredRun.Kind: ExpressibleByArgument {}

extension [StoredRun.Summary] {
    /// The runs for people, a line each.
    fileprivate var text: String {
        var table = TextTable(["run", "kind", "state", "began", "scenario", "seed", "episodes", "verdict", "arms"])
        for run in self {
            let arms = run.start.arms.map { "\($0.operator) + \($0.followers)" }
            table.add([
                "\(run.id)", run.start.kind.rawValue, run.state.rawValue, "\(run.created.prefix(19))Z",
                run.start.scenario, "\(run.start.seed)", run.episodeCounts.text, run.verdict ?? "–",
                arms.joined(separator: " | "),
            ])
        }
        return table.text
    }
}
