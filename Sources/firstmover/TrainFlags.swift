import ArgumentParser
import Experiments

/// What a training run is asked for; what is not given is nil, so that one that goes on takes what it began with.
struct TrainFlags: ParsableArguments {
    @Argument(help: ArgumentHelp(GameCatalogue.scenarioHelp))
    var scenario: String?

    @Option(help: ArgumentHelp("The operator's policy.", valueName: "policy"))
    var `operator`: [String] = []

    @Option(help: ArgumentHelp("The followers' policy.", valueName: "policy"))
    var followers: [String] = []

    @Option(help: "Training episodes, rounded up to whole batches of --envs. (default: 200)")
    var episodes: Int?

    @Option(
        help: ArgumentHelp(
            "Who learns: operator, followers or both; the other side is frozen. (default: whoever can)",
            valueName: "side"))
    var learners: LearningSides?

    @Option(
        help: ArgumentHelp(
            """
            Take turns of K training episodes: in the first the operator learns from followers that play with their \
            weights as they are, in the next the followers learn. (default: both learn at once)
            """, valueName: "k"))
    var alternate: Int?

    @Option(
        help: ArgumentHelp(
            """
            After so many training episodes the operator learns no more: it plays with its weights as they are, and the \
            followers alone go on learning. (default: never)
            """, valueName: "episodes"))
    var commitAfter: Int?

    @Option(help: "Training episodes between two evaluations. (default: a twentieth of the run)")
    var evaluateEvery: Int?

    @Option(help: "Episodes of an evaluation, never trained on and without exploration. (default: 20)")
    var evaluationEpisodes: Int?

    @Option(
        help: ArgumentHelp(
            "The metric by which weights are the best. (default: the primary one; nashConv where followers learn)",
            valueName: "metric"))
    var bestBy: String?

    @Option(
        help: ArgumentHelp(
            "Evaluation episode i plays world seed SEED + i, training episode i SEED + 2^32 + i. (default: 0)",
            valueName: "seed"))
    var seed: UInt64?

    func validate() throws {
        for (name, values) in [("--operator", `operator`), ("--followers", followers)] where !values.isEmpty {
            try requireOne(name, values)
        }
        for (name, count) in [
            ("--episodes", episodes), ("--alternate", alternate), ("--commit-after", commitAfter),
            ("--evaluate-every", evaluateEvery), ("--evaluation-episodes", evaluationEpisodes),
        ] where !(1...1_000_000_000).contains(count ?? 1) {
            throw ValidationError("\(name) takes 1 to 10^9")
        }
    }

    /// What is missing for a run that begins.
    var missing: String? {
        if scenario == nil { return "SCENARIO" }
        if `operator`.isEmpty { return "--operator" }
        return followers.isEmpty ? "--followers" : nil
    }

    /// What a run that begins is asked for.
    func settings(_ options: PlayOptions) -> TrainingSettings {
        TrainingSettings(
            episodes: episodes ?? 200, environments: options.environments, evaluateEvery: evaluateEvery,
            evaluationEpisodes: evaluationEpisodes ?? 20, learners: learners, alternate: alternate,
            commitAfter: commitAfter, bestBy: bestBy, isIsolated: options.isIsolated)
    }

    /// Refuses what was given and differs from what the run in `folder` began with.
    ///
    /// - Throws: ``ExperimentsError/notResumable(path:reason:)`` naming the first difference.
    func requireAgreement(
        with record: TrainingRecord, _ play: PlayFlags, folder: String
    ) throws(ExperimentsError) {
        let settings = record.settings
        if let scenario {
            let hash = try GameCatalogue.scenarios.load(scenario).sha256
            guard hash == record.scenario.sha256 else {
                let before = "\(record.scenario.scenario.name) (\(record.scenario.sha256.prefix(12)))"
                throw differs(folder, "scenario", before, "\(scenario) (\(hash.prefix(12)))")
            }
        }
        let given: [(what: String, before: String?, now: String?)] = [
            ("--operator", record.arm.name(of: .operator), `operator`.first),
            ("--followers", record.arm.name(of: .followers), followers.first),
            ("--seed", "\(record.seed)", seed.map { "\($0)" }),
            ("--envs", "\(settings.environments)", play.envs.map { "\($0)" }),
            ("--learners", settings.learners?.rawValue, learners?.rawValue),
            ("--alternate", settings.alternate.map { "\($0)" }, alternate.map { "\($0)" }),
            ("--commit-after", settings.commitAfter.map { "\($0)" }, commitAfter.map { "\($0)" }),
            ("--evaluate-every", "\(settings.evaluateEvery)", evaluateEvery.map { "\($0)" }),
            ("--evaluation-episodes", "\(settings.evaluationEpisodes)", evaluationEpisodes.map { "\($0)" }),
            ("--best-by", settings.bestBy, bestBy),
            ("--isolate", settings.isIsolated ? "given" : nil, play.isolate ? "given" : nil),
        ]
        for (what, before, now) in given {
            if let now, now != before { throw differs(folder, what, before ?? "not given", now) }
        }
    }

    private func differs(_ folder: String, _ what: String, _ before: String, _ now: String) -> ExperimentsError {
        .notResumable(
            path: folder,
            reason: "\(what) was \(before), not \(now); leave it out, or train into another folder")
    }
}

extension LearningSides: ExpressibleByArgument {}
