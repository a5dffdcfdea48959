import ArgumentParser
import Experiments
import System

/// `firstmover runs show`: one run with everything that made it.
struct RunsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a stored run: what was played, its arms, metrics and verdict.",
        discussion: """
            With --format json, the document that the run ended with, byte for byte; of a run without one, what is kept of \
            it, as firstmover.stored/1.

            Example:
              firstmover runs show 1
            """)

    @Argument(help: ArgumentHelp("The run's number.", valueName: "run"))
    var id: Int

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let stored = try store.run(id)
        if output.format == .json, let document = stored.document {
            try OutputOptions.write(document)
        } else {
            try output.show(stored.storedDocument) { stored.text }
        }
    }
}

extension StoredRun {
    /// The run for people.
    fileprivate var text: String {
        let counts = summary.episodeCounts.text
        var text =
            "run \(id)  \(start.kind.rawValue)  \(state.rawValue)  began \(created)  firstmover \(start.version)\n"
        text += "\(start.scenario)  \(start.scenarioHash.prefix(12))  seed \(start.seed)  "
        text += "\(counts) \(counts == "1" ? "episode" : "episodes") of \(start.slotsPerEpisode) slots\n"
        text += "firstmover \(start.arguments.map(shellQuoted).joined(separator: " "))\n"
        text += hostText + "\n"
        for (index, arm) in start.arms.enumerated() {
            text += "\n\(Comparison.letter(ofArm: index)): \(arm.name)\n"
            text += arm.plugins.isEmpty ? "its policies had not introduced themselves\n" : arm.plugins.text
        }
        text += "\n" + metricText
        if let verdict {
            let metric = start.declarations.first.map { " in \($0.name)" } ?? ""
            text += "\n\(start.kind == .ab ? "b is" : "verdict:") \(verdict)\(metric)\n"
        }
        if let fault { text += "\n\(fault)\n" }
        if state == .died { text += "\nits process is gone; what it had committed is kept\n" }
        return text
    }

    /// Why a plugin's failure ended it; nil where none did.
    private var fault: String? {
        guard let document, let fault = (try? JSON(parsing: document))?["fault"], case .string(let arm)? = fault["arm"],
            case .string(let plugin)? = fault["plugin"], case .string(let message)? = fault["message"]
        else { return nil }
        return "arm \(arm), plugin \(plugin): \(message)"
    }

    /// The machine on one line, of which an older store may know less.
    private var hostText: String {
        let gibibytes = try? JSONField(start.host)["memoryBytes"].number / Double(1 << 30)
        let facts = [
            start.host["processor"]?.word, start.host["cores"].map { "\($0.word) cores" },
            gibibytes.map { "\(shown($0)) GiB" }, start.host["operatingSystem"]?.word,
            start.host["kernelRelease"].map { "kernel \($0.word)" },
            start.host["vectorKernels"].map { "\($0.word) kernels" },
        ]
        return facts.compactMap { $0 }.joined(separator: ", ")
    }

    private var metricText: String {
        let arms = start.arms.indices.map { start.arms.count == 1 ? "" : "\(Comparison.letter(ofArm: $0)) " }
        var table = TextTable(["metric", "unit"] + arms.flatMap { ["\($0)mean", "\($0)sd"] })
        for (index, declaration) in start.declarations.enumerated() {
            let cells = start.arms.indices.flatMap { arm in
                let summary = summary(of: index, arm: arm)
                return [shown(summary.mean), shown(summary.sd)]
            }
            table.add([declaration.name, declaration.unit] + cells)
        }
        return table.text
    }
}
