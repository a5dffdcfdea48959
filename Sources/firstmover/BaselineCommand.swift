import ArgumentParser
import Experiments
import Foundation

/// `firstmover baseline`: what a policy earns now, stored to be compared with later.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Store a policy's values, seed by seed, for a later check.",
        discussion: """
            The file pins the scenario's hash, the programs' hashes, the seeds and the kernels. `firstmover check FILE` plays \
            the same seeds again and exits with 1 on a regression.

            Example:
              firstmover baseline pricing --out mine.json --episodes 5 \\
                --operator analytic --followers best-response
            """)

    @OptionGroup var arm: ArmFlags

    @Option(help: "Episodes to play.")
    var episodes = 200

    @Option(
        help: ArgumentHelp(
            "Whose policy is in question, so that its program may change: operator, followers or both.",
            valueName: "role"))
    var subject = Baseline.Subject.operator

    @Flag(help: "Hold the policy to the very same bits: a check names the first slot and decision that differ.")
    var exact = false

    @Option(help: ArgumentHelp("The file to write, - for standard output.", valueName: "file"))
    var out: String

    @Flag(help: "Replace FILE if it is there.")
    var force = false

    @OptionGroup var seed: SeedOptions
    @OptionGroup var play: PlayFlags
    @OptionGroup var store: StoreFlags
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard out != "" else { throw ValidationError("--out takes the name of a file, or -") }
        guard (2...1_000_000).contains(episodes) else {
            throw ValidationError("--episodes takes 2 to 10^6: a spread needs two")
        }
    }

    func run() throws {
        play.chooseKernels()
        let run = try arm.run(
            episodes: episodes, seed: seed.seed, play: play, extras: exact ? .digests : [])
        try readingInput(run.requireIndependentEpisodes)
        let file =
            out == "-"
            ? nil
            : try OutputFile(out, option: "--out", inputs: [arm.scenario]) { _ in
                force ? nil : "is there already; name another file, or replace it by --force"
            }
        let slots = try readingInput { () throws(ExperimentsError) in try run.slotCount }
        let record = try store.begin(.baseline, run)
        let watch = Watch("baseline", slots: slots, output)
        let result: RunResult
        do throws(RunError) {
            result = try run.play(record.observing(watch.observer))
        } catch {
            watch.finish()
            try record.finish(nil, .failed)
            throw Failure(error)
        }
        watch.finish()
        guard !result.wasInterrupted else {
            try record.finish(result.document, .interrupted)
            throw Failure(
                .interrupted,
                "interrupted after \(result.episodes.count) of \(episodes) episodes; no baseline was written")
        }
        let baseline = Baseline(of: result, arm: run.arm.reference, subject: subject, options: run.options)
        let document = baseline.document
        try record.finish(document, .finished) { () throws(Failure) in
            guard let file else { return try output.show(document) { document.text(.pretty) + "\n" } }
            try file.write(document.text(.pretty) + "\n")
            try output.show(baseline.summary(file: out)) { baseline.text(file: out) }
        }
        record.tell(output)
        try watch.end(wasInterrupted: false, result.stopFailures)
    }
}

extension Baseline.Subject: ExpressibleByArgument {}

extension Baseline {
    /// What was stored, without the values.
    fileprivate func summary(file: String) -> JSON {
        [
            "schema": "firstmover.baseline-summary/1", "file": JSON(file), "episodes": JSON(episodes.count),
            "seed": JSON(seed), "primary": JSON(metrics[0]),
        ]
    }

    /// The same for people.
    fileprivate func text(file: String) -> String {
        """
        \(scenario.scenario.name)  \(scenario.sha256.prefix(12))  seed \(seed)  \(episodes.count) episodes of \
        \(slotsPerEpisode) slots

        \(plugins.text)
        stored in \(file); compare with it by: firstmover check \(file)

        """
    }
}
