import ArgumentParser
import Experiments

/// The command and its subcommands, one file each.
struct Firstmover: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firstmover",
        abstract: "Plays leader-follower network games with policies in processes of their own.",
        discussion: """
            A policy is named by a plugin's name, with options (analytic:concept=access), a path to an executable, or a \
            quoted command ("python3 mine.py --x 1"). A scenario is a preset or a YAML file of differences from one.

            Exit codes: 0 fine; 1 the answer is no; 2 usage; 3 bad input or configuration; 4 a plugin failed; \
            5 our own fault; 130 interrupted, everything finished so far kept.
            """,
        version: Release.version,
        subcommands: [
            RunCommand.self, TrainCommand.self, ABCommand.self, BaselineCommand.self, CheckCommand.self,
            ReportCommand.self,
            RunsCommand.self, SolveCommand.self, VerifyCommand.self, PluginsCommand.self, DoctorCommand.self,
        ])
}
