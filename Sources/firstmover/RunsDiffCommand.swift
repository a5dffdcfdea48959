import ArgumentParser
import Experiments

/// `firstmover runs diff`: what differs between two stored arms.
struct RunsDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two stored runs: what made them, and their metrics pair by pair.",
        discussion: """
            Metrics are paired over the world seeds that both played, where both played the same scenario. Of a run with \
            several arms, name one: 3:a, 3:b.

            Example:
              firstmover runs diff 1 2:b
            """)

    @Argument(help: ArgumentHelp("The run compared with, or an arm of it.", valueName: "run[:arm]"))
    var a: String

    @Argument(help: ArgumentHelp("The run in question.", valueName: "run[:arm]"))
    var b: String

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let difference = RunDifference(of: try side(b), from: try side(a))
        try output.show(difference.document) { difference.text }
    }

    private func side(_ text: String) throws(Failure) -> RunDifference.Side {
        let selection = try readingStore { () throws(StoreError) in try RunSelection(parsing: text) }
        let run = try store.run(selection.run)
        let arm = try readingStore { () throws(StoreError) in try selection.index(in: run) }
        return RunDifference.Side(run, arm: arm)
    }
}

extension RunDifference {
    /// The difference for people.
    fileprivate var text: String {
        var text = "a: \(a.name)  \(a.run.start.arms[a.arm].name)\nb: \(b.name)  \(b.run.start.arms[b.arm].name)\n\n"
        if origins.isEmpty {
            text += "nothing differs in what made them\n"
        } else {
            var table = TextTable(["what made them", "a", "b"])
            for origin in origins {
                table.add([origin.name, Self.word(origin, origin.a), Self.word(origin, origin.b)])
            }
            text += table.text
        }
        if let obstacle { return text + "\nnot compared: \(obstacle)\n" }
        var table = TextTable(["metric", "unit", "a", "b", "b - a", "95 % interval", "p"])
        for metric in metrics {
            let difference = metric.difference
            table.add([
                metric.declaration.name, metric.declaration.unit, shown(difference?.meanOfA),
                shown(difference?.meanOfB), shown(difference?.mean),
                metric.interval.map { "\(shown($0.lowerBound)) … \(shown($0.upperBound))" } ?? "–",
                shown(difference?.pValue),
            ])
        }
        return text + "\n\(pairs) world seeds in common\n\n" + table.text
    }

    /// A hash by its first digits, a command line as it was typed.
    private static func word(_ origin: Origin, _ value: JSON) -> String {
        if case .array(let elements) = value, origin.name == "arguments" {
            return elements.map { shellQuoted($0.word) }.joined(separator: " ")
        }
        let isHash = origin.name.hasSuffix("sha256") || origin.name.hasSuffix("hash")
        return isHash ? String(value.word.prefix(12)) : value.word
    }
}
