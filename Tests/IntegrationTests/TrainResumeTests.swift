import Experiments
import Foundation
import Synchronization
import System
import Testing

/// A run that was disturbed ends as one that was not: the same curves, checkpoints and record to the bit.
@Suite("Resuming training")
struct TrainResumeTests {
    private static let flags = [
        "--episodes", "96", "--evaluate-every", "32", "--evaluation-episodes", "2", "--quiet", "--seed", "5",
    ]

    private func undisturbed() throws -> TrainingRun {
        let run = try TrainingRun()
        let outcome = try run.train(Self.flags, in: "pricing", followers: TrainingRun.bandit)
        #expect(outcome.code == 0, "\(outcome.complaint)")
        return run
    }

    @Test("goes on after Ctrl-C, which ends the batch under way and saves")
    func interrupt() throws {
        let (reference, run) = (try undisturbed(), try TrainingRun())
        let interrupted = try run.train(Self.flags, in: "pricing", followers: TrainingRun.bandit) { process in
            run.wait(forEpisodes: 32)
            process.interrupt()
        }
        #expect(interrupted.code == 130, "\(interrupted.complaint)")
        #expect(interrupted.complaint.contains("go on by: firstmover train --resume --out \(run.folder)"))
        let episodes = try #require(run.episodes)
        #expect(episodes > 32 && episodes < 96 && episodes.isMultiple(of: 8))
        let resumed = try run.resume(["--quiet"])
        #expect(resumed.code == 0, "\(resumed.complaint)")
        #expect(try run.promise == reference.promise)
    }

    @Test("goes on after a stop wherever it is heard: in a batch, in an evaluation, while known policies play")
    func everywhere() throws {
        let settings = TrainingSettings(episodes: 6, environments: 2, evaluateEvery: 4, evaluationEpisodes: 3)
        let reference = try TrainingRun()
        let whole = try reference.begin(settings, asking: .max)
        #expect(!whole.outcome.wasInterrupted)
        // Asked once after each batch, before each of the 10 slots of 2 + 1 episodes of 2 evaluations, and beyond.
        let trained = 3 + 2 * 2 * 10
        #expect(whole.asked > trained)
        for stop in [1, 2, 12, 21, 22, 23, 34, trained - 1, trained, trained + 1, whole.asked] {
            let run = try TrainingRun()
            let stopped = try run.begin(settings, asking: stop)
            #expect(stopped.outcome.wasInterrupted && stopped.outcome.record.episodes > 0, "at question \(stop)")
            #expect(stopped.asked == stop + (stop == trained ? 1 : 0))
            let kept = try run.promise
            // Stopped once more at the first question, which comes before anything is done or after a batch.
            let again = try run.goOn(asking: 1)
            if stop != 1, stop != 22 { #expect(try run.promise == kept, "at question \(stop)") }
            #expect(again.outcome.wasInterrupted)
            #expect(try !run.goOn(asking: .max).outcome.wasInterrupted)
            #expect(try run.promise == reference.promise, "at question \(stop)")
        }
    }

    @Test("makes the evaluation that was given up only where the run, longer now, has one there")
    func longer() throws {
        func settings(_ episodes: Int) -> TrainingSettings {
            TrainingSettings(episodes: episodes, environments: 2, evaluateEvery: 4, evaluationEpisodes: 1)
        }
        let (reference, run) = (try TrainingRun(), try TrainingRun())
        _ = try reference.begin(settings(8), asking: .max)
        // The last evaluation, after 6 episodes, is given up; of 8 episodes there is none after 6.
        let stopped = try run.begin(settings(6), asking: 1 + 11 + 5)
        #expect(stopped.outcome.record.episodes == 6 && stopped.outcome.record.last?.episode == 4)
        #expect(try !run.goOn(asking: .max, episodes: 8).outcome.wasInterrupted)
        #expect(try run.promise == reference.promise)
        // One that was finished before it was made longer is not finished without its last evaluation.
        let extended = try TrainingRun()
        _ = try extended.begin(settings(4), asking: .max)
        #expect(try extended.goOn(asking: 1 + 5, episodes: 8).outcome.wasInterrupted)
        #expect(try !extended.goOn(asking: .max).outcome.wasInterrupted)
        #expect(try extended.promise == reference.promise)
    }

    @Test("is refused where the run, shorter now, leaves a side no turn, and goes on where it is long enough for one")
    func turns() throws {
        let run = try TrainingRun()
        let settings = TrainingSettings(
            episodes: 64, environments: 8, evaluateEvery: 16, evaluationEpisodes: 1, alternate: 16)
        #expect(try run.begin(settings, asking: 1).outcome.record.episodes == 8)
        let shorter = try run.resume(["--episodes", "16", "--quiet"])
        #expect(shorter.code == 3 && shorter.complaint.contains("leaves the followers no turn in 16 episodes"))
        let longer = try run.resume(["--episodes", "24", "--quiet"])
        #expect(longer.code == 0, "\(longer.complaint)")
        let learners = try run.text("curves.csv").split(separator: "\n").filter { $0.contains(",learner,") }
        #expect(learners.map { $0.split(separator: ",")[3] } == ["operator", "operator", "followers"])
    }

    @Test("hears Ctrl-C in an evaluation of any length, and begins it anew")
    func evaluation() throws {
        let run = try TrainingRun()
        let flags = ["--episodes", "16", "--evaluate-every", "8", "--evaluation-episodes", "1000000", "--quiet"]
        let interrupted = try run.train(flags, in: "pricing") { process in
            let start = ContinuousClock.now
            while !((try? run.text("curves.csv")) ?? "").contains(",train,"), ContinuousClock.now - start < .seconds(60)
            {
                usleep(2000)
            }
            usleep(200_000)
            process.interrupt()
        }
        #expect(interrupted.code == 130, "\(interrupted.complaint)")
        #expect(interrupted.elapsed < .seconds(90))
        #expect(
            interrupted.complaint.contains("interrupted after 8 of 16 episodes; go on by: firstmover train --resume"))
        #expect(!interrupted.output.contains("holds the best weights"))
        #expect(run.episodes == 8)
        #expect(try !run.text("curves.csv").contains(",evaluation,"))
        let again = try run.resume(["--quiet"]) { process in
            usleep(1_000_000)
            process.interrupt()
        }
        #expect(again.code == 130 && run.episodes == 8, "\(again.complaint)")
    }

    @Test("goes on after a kill at any moment")
    func kill() throws {
        let (reference, run) = (try undisturbed(), try TrainingRun())
        let delays: [UInt32] = [300_000, 700_000, 450_000, 1_000_000]
        for (index, delay) in delays.enumerated() {
            let kill: (borrowing ChildProcess) -> Void = { process in
                run.wait(forEpisodes: 0)
                usleep(delay)
                process.kill()
            }
            _ =
                try index == 0
                ? run.train(Self.flags, in: "pricing", followers: TrainingRun.bandit, meanwhile: kill)
                : run.resume(["--quiet"], meanwhile: kill)
        }
        let resumed = try run.resume(["--quiet"])
        #expect(resumed.code == 0, "\(resumed.complaint)")
        #expect(try run.promise == reference.promise)
    }

    @Test("ends at once when asked twice, and loses no more than what came after the last checkpoint")
    func twice() throws {
        let run = try TrainingRun()
        // One batch that takes longer than any test.
        let outcome = try run.train(
            ["--episodes", "100000", "--envs", "20000", "--quiet"], in: "pricing"
        ) { process in
            run.wait(forEpisodes: 0)
            usleep(300_000)
            process.interrupt()
            usleep(200_000)
            process.interrupt()
        }
        #expect(outcome.code == 130)
        #expect(outcome.elapsed < .seconds(30))
        #expect(run.episodes == 0)
    }

    @Test("says of a finished run that it is, and makes it longer to the same bits as a longer one")
    func finished() throws {
        let run = try TrainingRun()
        let flags = ["--evaluate-every", "8", "--evaluation-episodes", "2", "--format", "json"]
        let first = try run.train(["--episodes", "16"] + flags)
        #expect(first.code == 0)
        let again = try run.resume(["--format", "json"])
        #expect(again.code == 0 && again.complaint.contains("is finished"))
        #expect(again.output == first.output)
        let longer = try run.resume(["--episodes", "32", "--quiet"])
        #expect(longer.code == 0, "\(longer.complaint)")
        let reference = try TrainingRun()
        #expect(try reference.train(["--episodes", "32"] + flags).code == 0)
        #expect(try run.promise == reference.promise)
    }

    @Test("goes on with isolated followers and in turns")
    func isolated() throws {
        let flags = [
            "--isolate", "--alternate", "16", "--episodes", "64", "--evaluate-every", "16", "--evaluation-episodes",
            "1",
            "--quiet",
        ]
        let (reference, run) = (try TrainingRun(), try TrainingRun())
        #expect(try reference.train(flags, in: "pricing", followers: TrainingRun.bandit).code == 0)
        let interrupted = try run.train(flags, in: "pricing", followers: TrainingRun.bandit) { process in
            run.wait(forEpisodes: 16)
            process.interrupt()
        }
        #expect(interrupted.code == 130, "\(interrupted.complaint)")
        #expect(try run.resume(["--quiet"]).code == 0)
        #expect(try run.promise == reference.promise)
    }

    @Test("waits for nobody who trains into the same folder")
    func busy() throws {
        let run = try TrainingRun()
        let first = try run.train(["--episodes", "100000", "--envs", "20000", "--quiet"], in: "pricing") { process in
            run.wait(forEpisodes: 0)
            let second = try run.resume(["--quiet"])
            #expect(second.code == 3 && second.complaint.contains("another firstmover trains into it"))
            process.kill()
        }
        #expect(first.code != 0)
        // The kill has ended the lock as well.
        #expect(try run.train(["--episodes", "8", "--quiet"]).code == 0)
    }
}

extension TrainingRun {
    /// What came of a run within this process, and how often it asked whether to stop.
    fileprivate typealias Asked = (outcome: Training.Outcome, asked: Int)

    /// Trains two bandits in the duopoly, and tells the run to stop from its `limit`th question on.
    fileprivate func begin(_ settings: TrainingSettings, asking limit: Int) throws -> Asked {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try run(
            try Training(
                of: try GameCatalogue.scenarios.load("duopoly"),
                arm: try ArmReference(operator: Self.bandit, followers: Self.bandit), seed: 3, settings: settings,
                options: PlayOptions(), folder: folder, catalogue: Self.catalogue, relativeTo: Command.folder),
            asking: limit)
    }

    /// Goes on, and tells the run to stop from its `limit`th question on.
    fileprivate func goOn(asking limit: Int, episodes: Int? = nil) throws -> Asked {
        let record = try TrainingRecord(try document, path: "train.json")
        return try run(
            try Training(
                resuming: record, episodes: episodes, options: record.options, folder: folder,
                catalogue: Self.catalogue, relativeTo: Command.folder),
            asking: limit)
    }

    private static var catalogue: PluginCatalogue {
        PluginCatalogue(PluginPlaces(bin: Command.folder, environment: [:]))
    }

    private func run(_ training: Training, asking limit: Int) throws -> Asked {
        let asked = Mutex(0)
        var observer = Training.Observer()
        observer.shouldStop = {
            asked.withLock {
                $0 += 1
                return $0 >= limit
            }
        }
        let outcome = try training.run(observer)
        return (outcome, asked.withLock { $0 })
    }
}
