import ArgumentParser
import Experiments
import Foundation
import System

/// `firstmover run`: what a pair of policies earns.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Evaluate a pair of policies: metrics, certificates, decision latencies.",
        discussion: """
            Example:
              firstmover run pricing --operator analytic \\
                --followers best-response --episodes 3
            """)

    @OptionGroup var arm: ArmFlags

    @Option(help: "Episodes to play.")
    var episodes = 10

    @Option(
        help: ArgumentHelp(
            """
            Also gather whole distributions, and store the result in the folder DIR: run.json, and distributions.csv where \
            the game has distributions.
            """, valueName: "dir"))
    var out: String?

    @OptionGroup var seed: SeedOptions
    @OptionGroup var play: PlayFlags
    @OptionGroup var store: StoreFlags
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard out != "" else { throw ValidationError("--out takes the name of a folder") }
        guard (1...1_000_000_000).contains(episodes) else { throw ValidationError("--episodes takes 1 to 10^9") }
    }

    func run() throws {
        play.chooseKernels()
        let run = try arm.run(
            episodes: episodes, seed: seed.seed, play: play, extras: out == nil ? [] : .distributions)
        let folder = try out.map { path throws(Failure) in try OutputFolder(path, option: "--out", marker: "run.json") }
        let record = try store.begin(.run, run)
        let watch = Watch("run", slots: try readingInput { () throws(ExperimentsError) in try run.slotCount }, output)
        let result: RunResult
        do throws(RunError) {
            result = try run.play(record.observing(watch.observer))
        } catch {
            watch.finish()
            try record.finish(nil, .failed)
            throw Failure(error)
        }
        watch.finish()
        try record.finish(result.document, result.wasInterrupted ? .interrupted : .finished) { () throws(Failure) in
            if let folder { try write(result, to: folder) }
            try output.show(result.document) { result.text }
        }
        record.tell(output)
        try watch.end(wasInterrupted: result.wasInterrupted, result.stopFailures)
    }

    /// Writes the result, last the file that marks the folder as taken.
    private func write(_ result: RunResult, to folder: OutputFolder) throws(Failure) {
        if !result.distributions.isEmpty {
            try folder.write(Array(result.distributionTable.utf8), to: "distributions.csv")
        }
        try folder.write(Array("\(result.document.text(.pretty))\n".utf8), to: "run.json")
    }
}

extension RunResult {
    /// The result for people.
    var text: String {
        let loaded = scenario
        var text = "\(loaded.scenario.name)  \(loaded.sha256.prefix(12))  seed \(seed)  "
        text += "\(episodes.count) \(episodes.count == 1 ? "episode" : "episodes") of \(slotsPerEpisode) slots\n\n"
        let hasShares = declarations.contains { $0.scale != nil }
        var table = TextTable(["metric", "unit", "mean", "sd"] + (hasShares ? ["share"] : []))
        for (index, declaration) in declarations.enumerated() {
            let summary = summary(of: index)
            let share = declaration.scale.flatMap { scale in
                self.share(of: index).map { "\(shown(100 * $0)) % of \(scale.name)" }
            }
            table.add(
                [declaration.name, declaration.unit, shown(summary.mean), shown(summary.sd)]
                    + (hasShares ? [share ?? ""] : []))
        }
        text += table.text + "\n"
        if !distributions.isEmpty { text += distributionText + "\n" }
        text += plugins.text + "\n"
        return text + latencies.text
    }

    /// The distributions for people, a line each.
    private var distributionText: String {
        var table = TextTable(["distribution", "over", "unit", "count", "p5", "p50", "p95"])
        for (declaration, values) in distributions {
            table.add(
                [declaration.name, "\(declaration.level.rawValue)s", declaration.unit, "\(values.count)"]
                    + [0.05, 0.5, 0.95].map { shown(values.quantile($0)) })
        }
        return table.text
    }
}
