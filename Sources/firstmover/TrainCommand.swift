import ArgumentParser
import Experiments
import Foundation
import System

/// `firstmover train`: lets policies learn.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Let policies learn: checkpoints, learning curves, resumable.",
        discussion: """
            DIR gets train.json (what was asked for and what came of it), curves.csv, the same curves as event files for \
            TensorBoard, and the checkpoints of the sides that learn: operator/last, operator/best, followers/last, \
            followers/best. In a checkpoint policy.onnx is the policy alone. Ctrl-C ends the batch of episodes under way, \
            or gives up the evaluation, saves and exits with 130, a second one exits at once; in either case, as after a \
            crash, --resume goes on to the same bits as a run that was not disturbed. With --episodes it makes a longer run \
            of it, which is another run: what falls over the training, such as step sizes, falls over all of it from there \
            on, and it ends otherwise than one that was as long from the start.

            Example:
              firstmover train pricing --operator sac --followers best-response \\
                --episodes 16 --evaluation-episodes 2 --out sac-run
              firstmover train --resume --out sac-run --episodes 24
            """)

    @OptionGroup var flags: TrainFlags

    @Option(help: ArgumentHelp("The folder that everything goes into.", valueName: "dir"))
    var out: String

    @Flag(help: "Go on with the run in DIR, as it was asked for; --episodes makes it longer, and thereby another run.")
    var resume = false

    @OptionGroup var play: PlayFlags
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard out != "" else { throw ValidationError("--out takes the name of a folder") }
        guard play.onMiss ?? "abort" == "abort" else {
            throw ValidationError(
                "--on-miss: a learner that missed a decision would learn from another's; give it more --budget")
        }
        if !resume, let missing = flags.missing {
            throw ValidationError("\(missing) is missing; or --resume goes on with the run in \(out)")
        }
    }

    func run() throws {
        let training = try resume ? resumed() : begun()
        guard !training.record.isFinished else {
            if !output.quiet {
                standardError(
                    "the run in \(out) is finished; --episodes \(training.record.episodes * 2) would double it\n")
            }
            return try show(training.record)
        }
        let watch = TrainingWatch(training, output)
        let outcome: Training.Outcome
        do throws(RunError) {
            outcome = try training.run(watch.observer)
        } catch {
            watch.finish()
            throw Failure(error)
        }
        watch.finish()
        try show(outcome.record)
        if outcome.wasInterrupted {
            throw Failure(
                .interrupted,
                "interrupted after \(outcome.record.episodes) of \(outcome.record.settings.episodes) episodes; go on by: "
                    + "firstmover train --resume --out \(out)")
        }
        if let failure = outcome.stopFailures.first { throw Failure(.plugin, "\(failure)") }
    }

    private func show(_ record: TrainingRecord) throws(Failure) {
        try output.show(record.document) { record.text(folder: out) }
    }

    private func begun() throws(Failure) -> Training {
        play.chooseKernels()
        let training = try readingInput { () throws(ExperimentsError) in
            var base = PlayOptions()
            base.environments = 8
            let options = try play.options(over: base)
            return try Training(
                of: try GameCatalogue.scenarios.load(flags.scenario ?? ""),
                arm: try ArmReference(operator: flags.operator[0], followers: flags.followers[0]),
                seed: flags.seed ?? 0,
                settings: flags.settings(options), options: options, folder: absoluteFolder,
                catalogue: Surroundings.catalogue, relativeTo: Surroundings.folder)
        }
        guard try isFree else {
            throw Failure(
                .input,
                "\(out) holds a training run already; go on with it by --resume, or name another folder with --out")
        }
        _ = try OutputFolder(out, option: "--out")
        return training
    }

    private func resumed() throws(Failure) -> Training {
        try readingInput { () throws(ExperimentsError) in
            let path = "\(out)/train.json"
            guard FileManager.default.fileExists(atPath: path) else {
                throw .notResumable(
                    path: out, reason: "there is none; name its folder with --out, or leave --resume out")
            }
            let document = try parsed(path, remedy: "put back a copy, or train into another folder")
            play.chooseKernels(pinned: TrainingRecord.kernels(of: document))
            let record = try TrainingRecord(document, path: path)
            try flags.requireAgreement(with: record, play, folder: out)
            return try Training(
                resuming: record, episodes: flags.episodes, options: try play.options(over: record.options),
                folder: absoluteFolder, catalogue: Surroundings.catalogue, relativeTo: Surroundings.folder)
        }
    }

    /// Whether a run may begin in the folder: there is none, or one that came to no checkpoint.
    private var isFree: Bool {
        get throws(Failure) {
            let path = "\(absoluteFolder)/train.json"
            guard FileManager.default.fileExists(atPath: path) else { return true }
            let document = try readingInput { () throws(ExperimentsError) in
                try parsed(path, remedy: "put back a copy and go on with --resume, or name another folder with --out")
            }
            return document["schema"] == JSON(TrainingRecord.schema) && document["progress"]?["episodes"] == 0
        }
    }

    /// What the `train.json` at `path` holds; `remedy` is for one that is torn.
    private func parsed(_ path: String, remedy: String) throws(ExperimentsError) -> JSON {
        do throws(ExperimentsError) {
            return try InputFile.json(path)
        } catch {
            guard case .inFile(_, let fault) = error else { throw error }
            throw .unreadable(path: path, reason: "it is damaged, \(fault); \(remedy)")
        }
    }

    /// The folder as plugins find it, wherever they run.
    private var absoluteFolder: String { URL(filePath: out).standardizedFileURL.path }
}
