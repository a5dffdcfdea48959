import ArgumentParser
import Experiments

/// What is played by one pair of policies: a scenario, and who plays it.
struct ArmFlags: ParsableArguments {
    @Argument(help: ArgumentHelp(GameCatalogue.scenarioHelp))
    var scenario: String

    // Arrays, because the parser silently takes the last of a single value that is given twice.
    @Option(help: ArgumentHelp("The operator's policy.", valueName: "policy"))
    var `operator`: [String]

    @Option(help: ArgumentHelp("The followers' policy.", valueName: "policy"))
    var followers: [String]

    func validate() throws {
        try requireOne("--operator", `operator`)
        try requireOne("--followers", followers)
    }

    /// The run that is asked for, checked as far as can be before anything is started.
    ///
    /// - Parameters:
    ///   - episodes: episodes to play.
    ///   - seed: of the command.
    ///   - play: how to play.
    ///   - extras: what to gather besides means.
    /// - Returns: a run that was not started.
    /// - Throws: ``Failure`` where something that was named is not there, or does not fit.
    func run(episodes: Int, seed: UInt64, play: PlayFlags, extras: Run.Extras) throws(Failure) -> Run {
        try readingInput { () throws(ExperimentsError) in
            let loaded = try GameCatalogue.scenarios.load(scenario)
            let options = try play.options
            let arm = try Arm(
                try ArmReference(operator: `operator`[0], followers: followers[0]), in: loaded.scenario,
                options: options, catalogue: Surroundings.catalogue, relativeTo: Surroundings.folder)
            let run = Run(
                of: loaded, arm: arm, seed: seed, episodes: episodes, options: options, extras: extras)
            try run.check()
            return run
        }
    }
}
