import ArgumentParser
import Experiments
import Policy

/// `firstmover check`: whether a policy got worse since its baseline.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Play a baseline's seeds again and exit with 1 on a regression.",
        discussion: """
            A regression is a first metric that is worse, a guardrail that got worse, or, of a baseline made with --exact, any \
            difference at all. What is not comparable is refused with what changed. In a GitHub workflow the verdict also \
            becomes annotations and a step summary.

            Example:
              firstmover baseline pricing --out mine.json --episodes 5 \\
                --operator analytic --followers best-response
              firstmover check mine.json
            """)

    @Argument(help: "The file that `firstmover baseline` wrote, or - for standard input.")
    var file: String

    // Arrays, because the parser silently takes the last of a single value that is given twice.
    @Option(
        help: ArgumentHelp("The operator's policy to check, in place of the one in FILE.", valueName: "policy"))
    var `operator`: [String] = []

    @Option(
        help: ArgumentHelp("The followers' policy to check, in place of the one in FILE.", valueName: "policy"))
    var followers: [String] = []

    @OptionGroup var margins: MarginFlags

    @Option(
        help: ArgumentHelp(
            "Exit with 1 also if the verdict is inconclusive or not-equivalent; may be repeated.",
            valueName: "verdict"))
    var failOn: [FailingVerdict] = []

    @Flag(
        help: """
            Compare although the other side's program is another build of the same plugin and version, as on another \
            machine; what changed is told.
            """)
    var allowRebuilt = false

    @Flag(help: "Compare although the other side is another policy or program; what changed is told.")
    var allowChanges = false

    @OptionGroup var play: PlayFlags
    @OptionGroup var files: ResultFiles
    @OptionGroup var store: StoreFlags
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if !`operator`.isEmpty { try requireOne("--operator", `operator`) }
        if !followers.isEmpty { try requireOne("--followers", followers) }
        guard play.onMiss == nil else {
            throw ValidationError("--on-miss is the baseline's; make a new baseline to change it")
        }
    }

    func run() throws {
        let check = try readingInput { () throws(ExperimentsError) in
            let document = try InputFile.json(file)
            play.chooseKernels(pinned: Baseline.kernels(of: document))
            var replacements: [Role: String] = [:]
            replacements[.operator] = `operator`.first
            replacements[.followers] = followers.first
            let check = try BaselineCheck(
                of: try Baseline(document, path: name), path: name, replacements: replacements,
                options: try play.options,
                margins: try margins.overrides, allowing: allowance, catalogue: Surroundings.catalogue,
                relativeTo: Surroundings.folder)
            try check.check()
            return check
        }
        let slots = try readingInput { () throws(ExperimentsError) in try check.slotCount }
        try files.check(besides: [file, play.record, store.place.store])
        let record = try store.begin(check)
        let watch = Watch("check", slots: slots, output)
        let result: CheckResult
        do throws(RunError) {
            result = try check.play(record.observing(watch.observer))
        } catch {
            watch.finish()
            let failure = Failure(error)
            guard case .plugin(let fault) = error else {
                try record.finish(nil, .failed)
                throw failure
            }
            try Judgement(document: check.document(of: fault), outcome: .failed, text: { "" }).deliver(
                to: record, files, output
            ) { () throws(Failure) in throw failure }
            throw failure
        }
        watch.finish()
        let wasInterrupted = result.comparison.wasInterrupted
        try Judgement(
            document: result.document, outcome: wasInterrupted ? .interrupted : .finished, text: { result.text }
        ).deliver(to: record, files, output) { () throws(Failure) in
            try watch.end(
                wasInterrupted: wasInterrupted, result.comparison.arms[1].run?.stopFailures ?? [])
            try fail(on: result)
        }
    }

    /// The file as it is called in results.
    private var name: String { file == "-" ? "standard input" : file }

    private var allowance: PinChange.Allowance { allowChanges ? .everything : allowRebuilt ? .rebuilt : .subject }

    private func fail(on result: CheckResult) throws(Failure) {
        let regressions = result.regressions
        guard regressions.isEmpty else {
            throw Failure(.no, "regression against \(name): \(regressions.joined(separator: ", "))")
        }
        guard let verdict = result.comparison.verdict else {
            throw Failure(.no, "\(result.comparison.declarations[0].name) cannot be judged")
        }
        if failOn.contains(where: { $0.matches(verdict) }) {
            throw Failure(.no, "\(result.comparison.declarations[0].name) is \(verdict.name)")
        }
    }
}

extension CheckResult {
    /// The result for people.
    var text: String {
        let scenario = comparison.scenario
        var text = "\(scenario.scenario.name)  \(scenario.sha256.prefix(12))  seed \(comparison.seed)  "
        text += "\(comparison.pairs) pairs of \(comparison.slotsPerEpisode) slots\n"
        text += "\na: \(check.path), of release \(check.baseline.version)\nb: \(comparison.arms[1].name), now\n"
        text += check.changes.map { "   \($0.text)\n" }.joined()
        text += comparison.comparisonsText
        if let exactness {
            text += "\n" + exactness.text
        }
        guard regressions.isEmpty else { return text + "regression: \(regressions.joined(separator: ", "))\n" }
        guard comparison.verdict != nil else { return text }
        return text + "no regression\(comparison.wasInterrupted ? " as far as it was played" : "")\n"
    }
}

extension Exactness {
    /// Whether it is the same, and where it is not, on lines of their own.
    fileprivate var text: String {
        let measure = tolerance == 0 ? "bit for bit" : "within \(tolerance), across kinds of kernels"
        guard let difference else { return "the same \(measure)\n" }
        return "not the same \(measure): \(difference)\n" + (frames.map { "\n\($0)\n" } ?? "")
    }
}
