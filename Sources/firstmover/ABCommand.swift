import ArgumentParser
import Experiments
import Statistics

/// `firstmover ab`: which of two arms is better.
struct ABCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ab",
        abstract: "Compare two arms on common random numbers, pair by pair.",
        discussion: """
            Verdicts say what b is compared with a, per metric: better, worse, equivalent or inconclusive. The first \
            metric's is the whole's.

            Example:
              firstmover ab pricing --pairs 5 \\
                --a operator=analytic,followers=best-response \\
                --b operator=constant-price,followers=best-response
            """)

    @Argument(help: ArgumentHelp(GameCatalogue.scenarioHelp))
    var scenario: String

    // Arrays, because the parser silently takes the last of a single value that is given twice.
    @Option(help: ArgumentHelp("The arm compared with: operator=POLICY,followers=POLICY.", valueName: "arm"))
    var a: [String]

    @Option(help: ArgumentHelp("The arm in question.", valueName: "arm"))
    var b: [String]

    @Option(help: "Episodes that both arms play.")
    var pairs = 30

    @Option(
        help: ArgumentHelp(
            "The smallest difference that matters, in each metric's unit. (default: the game's, for most 1 % of |a|)",
            valueName: "x"))
    var margin: Double?

    @Option(
        help: ArgumentHelp(
            """
            Exit with 1 if the verdict is worse, inconclusive, or not-equivalent; may be repeated. A b that cannot be judged, \
            where nobody ever played or certificates are missing, fails with any of them.
            """, valueName: "verdict"))
    var failOn: [FailingVerdict] = []

    @OptionGroup var seed: SeedOptions
    @OptionGroup var play: PlayFlags
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try requireOne("--a", a)
        try requireOne("--b", b)
        guard (2...1_000_000_000).contains(pairs) else {
            throw ValidationError("--pairs takes 2 to 10^9: a spread needs two")
        }
        guard margin.map({ $0 >= 0 && $0.isFinite }) ?? true else {
            throw ValidationError("--margin takes a number that is not negative")
        }
    }

    func run() throws {
        let comparison = try readingInput { () throws(ExperimentsError) in
            let loaded = try GameCatalogue.scenarios.load(scenario)
            let options = try play.options
            let catalogue = Surroundings.catalogue
            var arms: [Arm] = []
            for text in a + b {
                arms.append(
                    try Arm(
                        try ArmReference(parsing: text), in: loaded.scenario, options: options, catalogue: catalogue,
                        relativeTo: Surroundings.folder))
            }
            let comparison = Comparison(
                of: loaded, names: a + b, arms: arms, seed: seed.seed, pairs: pairs, margin: margin,
                options: options)
            try comparison.check()
            return comparison
        }
        let slots = try readingInput { () throws(ExperimentsError) in try comparison.slotCount }
        let watch = Watch("ab", slots: slots, output)
        let result: ComparisonResult
        do throws(ArmError) {
            result = try comparison.play(watch.observer)
        } catch {
            watch.finish()
            if case .plugin(let failure) = error.error {
                try output.show(comparison.document(of: failure, arm: error.index)) { "" }
            }
            throw Failure(error.error, prefix: "arm \(error.index == 0 ? "a" : "b"): ")
        }
        watch.finish()
        try output.show(result.document) { result.text }
        try watch.end(wasInterrupted: result.wasInterrupted, result.arms.flatMap(\.stopFailures))
        guard !failOn.isEmpty else { return }
        let metric = result.metrics[0].declaration.name
        guard let verdict = result.verdict else { throw Failure(.no, "b cannot be judged in \(metric)") }
        if failOn.contains(where: { $0.matches(verdict) }) { throw Failure(.no, "b is \(verdict.name) in \(metric)") }
    }
}

/// A verdict that a script wants to fail on.
enum FailingVerdict: String, ExpressibleByArgument, CaseIterable {
    case worse
    case inconclusive
    case notEquivalent = "not-equivalent"

    func matches(_ verdict: Verdict) -> Bool {
        switch self {
        case .worse: verdict == .worse
        case .inconclusive: if case .inconclusive = verdict { true } else { false }
        case .notEquivalent: verdict != .equivalent
        }
    }
}

extension ComparisonResult {
    /// The result for people.
    var text: String {
        let loaded = arms[0].scenario
        var text = "\(loaded.scenario.name)  \(loaded.sha256.prefix(12))  seed \(arms[0].seed)  "
        text += "\(pairs) pairs of \(arms[0].slotsPerEpisode) slots\n"
        for (letter, (name, arm)) in zip(["a", "b"], zip(names, arms)) {
            text += "\n\(letter): \(name)\n\(arm.plugins.text)"
        }
        var table = TextTable(["metric", "unit", "a", "b", "b - a", "95 % interval", "p", "verdict"])
        for metric in metrics {
            table.add([
                metric.declaration.name, metric.declaration.unit, shown(metric.meanOfA), shown(metric.meanOfB),
                shown(metric.difference?.mean),
                metric.interval.map { "\(shown($0.lowerBound)) … \(shown($0.upperBound))" } ?? "–",
                shown(metric.difference?.pValue), metric.verdict?.phrase ?? "unknown",
            ])
        }
        text += "\n" + table.text
        let primary = metrics[0].declaration.name
        text += "\nb " + (verdict.map { "is \($0.phrase)" } ?? "cannot be judged") + " in \(primary)\n\n"
        return text + zip(["a", "b"], arms).map { "\($0): \($1.latencies.text)" }.joined()
    }
}

extension Verdict {
    /// The verdict with what it takes to decide.
    var phrase: String {
        guard case .inconclusive(let needed) = self else { return name }
        return name + (needed.map { " (\($0) pairs needed)" } ?? " (no number of pairs decides)")
    }
}
