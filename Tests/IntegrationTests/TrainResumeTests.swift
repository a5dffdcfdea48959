import Experiments
import Foundation
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
            ["--episodes", "100000", "--envs", "50000", "--quiet"], in: "pricing"
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
        let first = try run.train(["--episodes", "100000", "--envs", "50000", "--quiet"], in: "pricing") { process in
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
