import Experiments
import Foundation
import Synchronization
import System
import Testing

/// A training run of the learner that the tests have, in a folder of its own.
struct TrainingRun {
    static let bandit = "\(Command.folder)/firstmover-bandit"

    private let scratch: Scratch
    let folder: String

    init(_ name: String = "run") throws {
        scratch = try Scratch()
        folder = scratch.path(name)
    }

    /// Trains; by default the operator against best-responding followers.
    func train(
        _ flags: [String] = [], in scenario: String = "duopoly", operator: String = bandit,
        followers: String = "best-response", meanwhile: (borrowing ChildProcess) throws -> Void = { _ in }
    ) throws -> Command.Outcome {
        try Command.run(
            ["train", scenario, "--operator", `operator`, "--followers", followers, "--out", folder] + flags,
            meanwhile: meanwhile)
    }

    /// Goes on.
    func resume(
        _ flags: [String] = [], meanwhile: (borrowing ChildProcess) throws -> Void = { _ in }
    ) throws -> Command.Outcome {
        try Command.run(["train", "--resume", "--out", folder] + flags, meanwhile: meanwhile)
    }

    var document: JSON { get throws { try JSON(parsing: try text("train.json")) } }

    func text(_ name: String) throws -> String {
        try scratch.text("\(URL(filePath: folder).lastPathComponent)/\(name)")
    }

    /// Training episodes that `train.json` records; nil where there is none yet.
    var episodes: Int? {
        guard case .integer(let episodes)? = (try? document)?["progress"]?["episodes"] else { return nil }
        return Int(episodes)
    }

    /// Waits until `count` episodes are recorded, or a run that goes well would long have recorded them.
    func wait(forEpisodes count: Int) {
        let start = ContinuousClock.now
        while episodes.map({ $0 < count }) ?? true, ContinuousClock.now - start < .seconds(60) { usleep(2000) }
    }

    /// Names of everything in the folder.
    var files: [String] {
        (FileManager.default.subpaths(atPath: folder) ?? []).filter { !$0.hasSuffix("best") && !$0.hasSuffix("last") }
            .sorted()
    }

    /// Everything that two runs of the same have in common: curves, checkpoints, and what is not measured.
    var promise: String {
        get throws {
            let document = try text("train.json")
            let end = document.range(of: "\"measured\"")?.lowerBound ?? document.endIndex
            let checkpoints = files.filter { $0.contains("/") }.map { "\($0)\n\((try? text($0)) ?? "")" }
            return document[..<end] + (try text("curves.csv")) + checkpoints.joined()
        }
    }
}

@Suite("Training at the command")
struct TrainTests {
    @Test("leaves a record, curves and the checkpoints of who learns, and shows what known policies earn")
    func folder() throws {
        let run = try TrainingRun()
        let outcome = try run.train(["--episodes", "24", "--evaluate-every", "8"])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(
            run.files.filter { $0 != "operator" && !$0.hasPrefix("events.out.tfevents.") } == [
                "curves.csv", "operator/best/replay", "operator/best/weights", "operator/last/replay",
                "operator/last/weights", "train.json",
            ])
        let document = try run.document
        #expect(document["schema"] == "firstmover.train/1")
        #expect(document["learning"] == ["operator"])
        #expect(document["progress"]?["episodes"] == 24 && document["progress"]?["finished"] == true)
        #expect(document["plugins"] != nil && document["best"]?["operator"]?["by"] == "operatorUtility")
        let curves = try run.text("curves.csv").split(separator: "\n")
        #expect(curves.count { $0.contains(",train,operator,return,") } == 24)
        #expect(curves.count { $0.contains(",evaluation,,operatorUtility,") } == 3)
        #expect(curves.count { $0.contains(",learner,operator,surprise,") } == 3)
        for word in ["operatorUtility [money]", "of optimum [%]", "best of operator", "analytic, best-response"] {
            #expect(outcome.output.contains(word), "\(outcome.output)")
        }
        #expect(outcome.complaint.contains("slots/s") && outcome.complaint.contains("surprise"))
        // It has learned something: the leader's optimum is 8.
        guard case .number(let utility)? = document["last"]?["metrics"]?["operatorUtility"] else {
            Issue.record("no utility")
            return
        }
        #expect(utility > 7.9)
    }

    @Test(
        "of followers shows what the fixed rule and the solutions earn beside them, and how far all are from equilibrium"
    )
    func followers() throws {
        let outcome = try TrainingRun().train(
            ["--episodes", "8", "--evaluation-episodes", "1", "--quiet"], in: "pricing", operator: "analytic",
            followers: TrainingRun.bandit)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        for words in [
            "followerUtility [utility]", "exploitability [% of mean gammaA]", "analytic, best-response",
            "analytic:concept=access, best-response", "analytic, cheapest-station",
        ] {
            #expect(outcome.output.contains(words), "\(outcome.output)")
        }
    }

    @Test("ends well where a known policy refuses the scenario, and says which")
    func refusal() throws {
        let scratch = try Scratch()
        let large = try scratch.write(
            "large.yaml", "base: pricing\nparameters: {followers: 21, slots: 2}\n")
        let outcome = try TrainingRun().train(["--episodes", "8", "--evaluation-episodes", "1"], in: large)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.complaint.contains("analytic, best-response cannot stand beside what was learned: "))
        #expect(outcome.complaint.contains("exact takes mAPs up to 20, not 21; ask for search"))
        #expect(outcome.output.contains("constant-price:u=0.35, best-response"))
        #expect(!outcome.output.contains("analytic, best-response"))
    }

    @Test("prints the same bytes twice, and however plugins are placed")
    func sameBytes() throws {
        let flags = ["--episodes", "16", "--format", "json", "--quiet", "--evaluation-episodes", "3"]
        let (first, second) = (try TrainingRun(), try TrainingRun())
        let one = try first.train(flags, followers: TrainingRun.bandit)
        let other = try second.train(flags, followers: TrainingRun.bandit)
        #expect(one.code == 0 && one.complaint.isEmpty, "\(one.complaint)")
        #expect(one.promised == other.promised)
        #expect(try first.promise == second.promise)
        #expect(one.output == (try first.text("train.json")))
    }

    @Test("takes turns, and gives every isolated follower a checkpoint of its own")
    func turnsAndIsolation() throws {
        let run = try TrainingRun()
        let outcome = try run.train(
            [
                "--isolate", "--alternate", "4", "--episodes", "8", "--envs", "2", "--evaluation-episodes", "1",
                "--quiet",
            ],
            in: "pricing", followers: TrainingRun.bandit)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        for follower in 0..<4 { #expect(run.files.contains("followers/last/\(follower)/weights")) }
        // Two batches a turn: the operator learns in the first two, the followers in the others.
        let curves = try run.text("curves.csv").split(separator: "\n").filter { $0.contains(",learner,") }
        #expect(curves.map { $0.split(separator: ",")[3] } == ["operator", "operator", "followers", "followers"])
        #expect(try run.text("operator/last/replay").split(separator: "\n").count == 4 * 100)
        #expect(try run.text("followers/last/0/replay").split(separator: "\n").count == 4 * 100)
    }

    @Test("goes on with the followers alone once the operator has committed itself")
    func commitment() throws {
        let run = try TrainingRun()
        let outcome = try run.train(
            ["--commit-after", "4", "--episodes", "8", "--envs", "2", "--evaluation-episodes", "1", "--quiet"],
            in: "pricing", followers: TrainingRun.bandit)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        let curves = try run.text("curves.csv").split(separator: "\n").filter { $0.contains(",learner,") }
        #expect(
            curves.map { $0.split(separator: ",")[3] }
                == ["operator", "followers", "operator", "followers", "followers", "followers"])
        #expect(try run.text("operator/last/replay").split(separator: "\n").count == 4 * 100)
        #expect(try run.text("followers/last/replay").split(separator: "\n").count == 4 * 8 * 100)
    }

    @Test("by one side leaves the other frozen")
    func learners() throws {
        let run = try TrainingRun()
        let outcome = try run.train(
            ["--learners", "followers", "--episodes", "8", "--quiet"], followers: TrainingRun.bandit)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(try run.document["learning"] == ["followers"])
        #expect(try run.document["best"]?["followers"]?["by"] == "nashConv")
        #expect(!run.files.contains { $0.hasPrefix("operator") })
    }

    @Test("of a policy that has nothing to save is the plugin's failure")
    func nothingToSave() throws {
        let run = try TrainingRun()
        let outcome = try run.train(
            ["--episodes", "8", "--quiet"], operator: "\(TrainingRun.bandit):save=no")
        #expect(outcome.code == 4)
        #expect(outcome.complaint.contains("told to save nothing"), "\(outcome.complaint)")
    }

    @Test("tells an observer every point of the curves, with the time")
    func points() throws {
        let scratch = try Scratch()
        let catalogue = PluginCatalogue(PluginPlaces(bin: Command.folder, environment: [:]))
        let training = try Training(
            of: try GameCatalogue.scenarios.load("duopoly"),
            arm: try ArmReference(operator: TrainingRun.bandit, followers: "best-response"), seed: 0,
            settings: TrainingSettings(episodes: 4, environments: 2, evaluationEpisodes: 1), options: PlayOptions(),
            folder: scratch.folder.path, catalogue: catalogue, relativeTo: Command.folder)
        let told = Mutex<[(point: CurvePoint, time: Double)]>([])
        var observer = Training.Observer()
        observer.onPoints = { points, time in told.withLock { $0 += points.map { ($0, time) } } }
        let outcome = try training.run(observer)
        #expect(outcome.record.isFinished && !outcome.wasInterrupted)
        let points = told.withLock { $0 }
        #expect(points.count == (try scratch.text("curves.csv").split(separator: "\n").count) - 1)
        #expect(points.first?.point.kind == .train && points.first?.point.slots == 10)
        let now = Date().timeIntervalSince1970
        for point in points { #expect(point.time <= now && point.time > now - 600) }
    }
}

@Suite("Training that is asked for in a wrong way")
struct TrainInputTests {
    @Test(
        "ends with its exit code and one line with the remedy",
        arguments: [
            (["--learners", "both"], 3, "--learners both asks the followers to learn"),
            (["--learners", "followers"], 3, "plugin best-response does not"),
            (["--alternate", "5"], 3, "only the operator does; leave it out"),
            (["--commit-after", "5"], 3, "only the operator does; leave it out"),
            (["--best-by", "operatorutility"], 3, "did you mean operatorUtility?"),
        ] as [([String], Int32, String)])
    func flags(flags: [String], code: Int32, mention: String) throws {
        let outcome = try TrainingRun().train(flags + ["--quiet"])
        #expect(outcome.code == code)
        #expect(outcome.output.isEmpty && outcome.lines.count == 1, "\(outcome.complaint)")
        #expect(outcome.complaint.contains(mention), "\(outcome.complaint)")
    }

    @Test("such as without a learner, without a policy or with a miss that is replaced")
    func nobody() throws {
        let run = try TrainingRun()
        let frozen = try run.train(["--quiet"], operator: "analytic")
        #expect(frozen.code == 3 && frozen.lines.count == 1)
        #expect(frozen.complaint.contains("neither analytic nor best-response learns; name a plugin"))
        // Nothing was begun.
        #expect(!FileManager.default.fileExists(atPath: "\(run.folder)/train.json"))
        let missing = try Command.run(["train", "duopoly", "--operator", "analytic", "--out", run.folder])
        #expect(missing.code == 2 && missing.complaint.contains("--followers is missing"))
        let declined = try run.train(["--quiet"], operator: "\(TrainingRun.bandit):feedback=no")
        #expect(declined.code == 3 && declined.complaint.contains("neither firstmover-bandit nor"))
        let replaced = try run.train(["--on-miss", "forfeit"])
        #expect(replaced.code == 2 && replaced.complaint.contains("more --budget"))
    }

    @Test("such as into a folder that holds a run, or to go on where there is none")
    func folders() throws {
        let run = try TrainingRun()
        let none = try run.resume()
        #expect(none.code == 3 && none.complaint.contains("there is none; name its folder"), "\(none.complaint)")
        #expect(try run.train(["--episodes", "8", "--quiet"]).code == 0)
        let taken = try run.train()
        #expect(taken.code == 3 && taken.complaint.contains("go on with it by --resume"))
        // One that came to nothing is begun anew.
        let other = try TrainingRun()
        #expect(try other.train(["--episodes", "8", "--quiet"], operator: "\(TrainingRun.bandit):save=no").code == 4)
        #expect(try other.train(["--episodes", "8", "--quiet"]).code == 0)
    }

    @Test("such as turns of which a side gets none, until the run is long enough for one")
    func turns() throws {
        let run = try TrainingRun()
        let flags = ["--alternate", "8", "--envs", "4", "--evaluation-episodes", "1", "--quiet"]
        for learners in [[], ["--learners", "both"]] {
            let idle = try run.train(["--episodes", "8"] + flags + learners, followers: TrainingRun.bandit)
            #expect(idle.code == 3 && idle.lines.count == 1, "\(idle.complaint)")
            #expect(
                idle.complaint.contains(
                    "--alternate 8 leaves the followers no turn in 8 episodes; take shorter turns or train for longer"))
        }
        let alone = try run.train(
            ["--episodes", "8"] + flags, operator: "analytic", followers: TrainingRun.bandit)
        #expect(alone.code == 3 && alone.complaint.contains("only the followers do; leave it out"))
        let longer = try run.train(["--episodes", "12"] + flags, followers: TrainingRun.bandit)
        #expect(longer.code == 0, "\(longer.complaint)")
        #expect(try run.document["learning"] == ["operator", "followers"])
    }

    @Test("such as a record that is torn, with what to do about it")
    func torn() throws {
        let run = try TrainingRun()
        #expect(try run.train(["--episodes", "8", "--quiet"]).code == 0)
        let text = try run.text("train.json")
        try Data(text.utf8.prefix(text.utf8.count / 2)).write(to: URL(filePath: "\(run.folder)/train.json"))
        for (outcome, remedy) in [
            (try run.resume(), "; put back a copy, or train into another folder"),
            (try run.train(), "; put back a copy and go on with --resume, or name another folder with --out"),
        ] {
            #expect(outcome.code == 3 && outcome.lines.count == 1)
            #expect(outcome.complaint.contains("train.json: it is damaged, line "), "\(outcome.complaint)")
            #expect(outcome.complaint.contains(remedy), "\(outcome.complaint)")
        }
    }

    @Test("such as to go on with something else")
    func differences() throws {
        let scratch = try Scratch()
        let program = scratch.path("learner")
        try FileManager.default.copyItem(atPath: TrainingRun.bandit, toPath: program)
        let run = try TrainingRun()
        #expect(try run.train(["--episodes", "16", "--quiet"], operator: program).code == 0)
        func refused(_ arguments: [String], _ mention: String) throws {
            let outcome = try Command.run(["train"] + arguments + ["--resume", "--out", run.folder, "--quiet"])
            #expect(outcome.code == 3 && outcome.lines.count == 1, "\(arguments): \(outcome.complaint)")
            #expect(outcome.complaint.contains(mention), "\(outcome.complaint)")
        }
        try refused(["pricing"], "scenario was duopoly")
        try refused(["--seed", "1"], "--seed was 0, not 1; leave it out")
        try refused(["--envs", "4"], "--envs was 8, not 4")
        try refused(["--isolate"], "--isolate was not given")
        try refused(["--followers", "random"], "--followers was best-response, not random")
        try refused(["--episodes", "8"], "has trained 16 episodes already")
        // The same again is no difference.
        #expect(try Command.run(["train", "duopoly", "--seed", "0", "--resume", "--out", run.folder]).code == 0)
        // A checkpoint that was tampered with.
        let weights = "\(run.folder)/operator/last/weights"
        let kept = try Data(contentsOf: URL(filePath: weights))
        try Data("1\n".utf8).write(to: URL(filePath: weights))
        try refused(["--episodes", "24"], "is not the checkpoint that train.json records")
        try kept.write(to: URL(filePath: weights))
        // Another program by the same name.
        let file = try FileHandle(forWritingTo: URL(filePath: program))
        try file.seekToEnd()
        try file.write(contentsOf: Data([0]))
        try file.close()
        try refused(["--episodes", "24"], "is another program than it began with")
    }
}
