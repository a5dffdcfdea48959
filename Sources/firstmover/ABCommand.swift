import ArgumentParser
import Experiments
import Statistics

/// `firstmover ab`: which of several arms is better than the first.
struct ABCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ab",
        abstract: "Compare arms on common random numbers, pair by pair.",
        discussion: """
            Verdicts say what b is compared with a, per metric: better, worse, equivalent or inconclusive, with the pairs \
            that would decide. The first metric's is the whole's. A fault of a plugin, such as an invalid action, makes the \
            comparison invalid, and the command end with 4: a fault is never a number. Other --b are judged without it.

            P values are corrected over all metrics and all --b (Holm); only the first metric of a single --b, which is the \
            question, is judged on its own. Guardrails (regrets, NashConv, missed decisions) that got worse are named \
            whatever the first metric says.

            With --until-decided the comparison ends at the first pair that decides, --pairs at the most; its p values and \
            intervals hold whenever one stops. In a GitHub workflow verdicts also become annotations and a step summary.

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

    @Option(help: ArgumentHelp("An arm in question; may be repeated, each is compared with a.", valueName: "arm"))
    var b: [String]

    @Option(
        help: """
            Episodes that every arm plays; with --until-decided the most, one after the other whatever --envs says.
            """)
    var pairs = 30

    @Flag(help: "Stop at the first pair after which the first metric's verdict stands.")
    var untilDecided = false

    @OptionGroup var margins: MarginFlags

    @Option(
        help: ArgumentHelp(
            """
            Exit with 1 if the verdict is worse, inconclusive, or not-equivalent; may be repeated. A b that cannot be judged, \
            where nobody ever played or certificates are missing, fails with any of them; of several --b, any one fails.
            """, valueName: "verdict"))
    var failOn: [FailingVerdict] = []

    @OptionGroup var seed: SeedOptions
    @OptionGroup var play: PlayFlags
    @OptionGroup var files: ResultFiles
    @OptionGroup var store: StoreFlags
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try requireOne("--a", a)
        guard !b.isEmpty else { throw ValidationError("--b is missing: name the arm in question") }
        guard b.count < Comparison.mostArms else {
            throw ValidationError("--b is given \(b.count) times; \(Comparison.mostArms - 1) arms are the most")
        }
        guard (2...1_000_000_000).contains(pairs) else {
            throw ValidationError("--pairs takes 2 to 10^9: a spread needs two")
        }
    }

    func run() throws {
        play.chooseKernels()
        let comparison = try readingInput(comparison)
        let slots = try readingInput { () throws(ExperimentsError) in try comparison.slotCount }
        try files.check(besides: [scenario, play.record, store.place.store])
        let record = try store.begin(comparison)
        let watch = Watch("ab", slots: slots, output)
        let result: ComparisonResult
        do throws(ArmError) {
            result = try comparison.play(record.observing(watch.observer))
        } catch {
            watch.finish()
            let failure = Failure(error.error, prefix: "arm \(Comparison.letter(ofArm: error.index)): ")
            guard case .plugin(let fault) = error.error else {
                try record.finish(nil, .failed)
                throw failure
            }
            let document = comparison.document(of: fault, arm: error.index)
            try Judgement(document: document, outcome: .failed, text: { "" }).deliver(
                to: record, files, output
            ) { () throws(Failure) in throw failure }
            throw failure
        }
        watch.finish()
        let outcome: StoredRun.Outcome =
            result.wasInterrupted ? .interrupted : result.failures.isEmpty ? .finished : .failed
        try Judgement(
            document: result.document, outcome: outcome, episodes: result.pairs, text: { result.text }
        ).deliver(to: record, files, output) { () throws(Failure) in
            try watch.end(
                wasInterrupted: result.wasInterrupted, result.arms.compactMap(\.run).flatMap(\.stopFailures))
            try fail(for: result.failures)
            try fail(on: result)
        }
    }

    private func comparison() throws(ExperimentsError) -> Comparison {
        let loaded = try GameCatalogue.scenarios.load(scenario)
        let options = try play.options
        let catalogue = Surroundings.catalogue
        let names = a + b
        let arms = try names.map { text throws(ExperimentsError) in
            try Arm(
                try ArmReference(parsing: text), in: loaded.scenario, options: options, catalogue: catalogue,
                relativeTo: Surroundings.folder)
        }
        let comparison = Comparison(
            of: loaded, names: names, arms: arms, seed: seed.seed, pairs: pairs, margins: try margins.overrides,
            stopping: untilDecided ? .untilDecided : .fixed, options: options)
        try comparison.check()
        return comparison
    }

    /// Ends with 4 where arms failed, each told on a line of its own.
    private func fail(for failures: [ArmError]) throws(Failure) {
        let told = failures.map { error in
            Failure(error.error, prefix: "arm \(Comparison.letter(ofArm: error.index)): ")
        }
        for failure in told.dropLast() { standardError("firstmover: \(failure.message ?? "")\n") }
        if let last = told.last { throw last }
    }

    /// Ends with 1 where the user wants to fail on what came out.
    private func fail(on result: ComparisonResult) throws(Failure) {
        guard !failOn.isEmpty else { return }
        let metric = result.declarations[0].name
        for (index, comparison) in result.comparisons.enumerated() {
            let letter = Comparison.letter(ofArm: index + 1)
            guard let verdict = comparison.verdict else {
                throw Failure(.no, "\(letter) cannot be judged in \(metric)")
            }
            if failOn.contains(where: { $0.matches(verdict) }) {
                throw Failure(.no, "\(letter) is \(verdict.name) in \(metric)")
            }
        }
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
