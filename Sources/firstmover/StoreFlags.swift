import ArgumentParser
import Experiments

/// Where a command that plays stores what it played.
struct StoreFlags: ParsableArguments {
    @OptionGroup var place: StoreOptions

    @Flag(help: "Store nothing.")
    var noStore = false

    /// Begins the record of a run of `kind`.
    ///
    /// - Throws: ``Failure`` where a store that was named cannot be written; without the one by default it is played all the
    ///   same.
    func begin(_ kind: StoredRun.Kind, _ run: Run) throws(Failure) -> PlayRecord {
        try begin(kind, of: run.scenario, seed: run.seed, arms: [run.arm], like: run)
    }

    /// Begins the record of a comparison.
    func begin(_ comparison: Comparison) throws(Failure) -> PlayRecord {
        try begin(
            .ab, of: comparison.scenario, seed: comparison.seed, arms: comparison.arms, like: comparison.firstRun)
    }

    /// Begins the record of a check; only what is played now is stored.
    func begin(_ check: BaselineCheck) throws(Failure) -> PlayRecord { try begin(.check, check.run) }

    private func begin(
        _ kind: StoredRun.Kind, of scenario: LoadedScenario, seed: UInt64, arms: [Arm], like run: Run
    ) throws(Failure) -> PlayRecord {
        guard !noStore else { return PlayRecord(nil) }
        let (slots, declarations) = try readingInput { () throws(ExperimentsError) in
            (try run.slotsPerEpisode, try run.comparedMetrics)
        }
        do throws(Failure) {
            let path = try place.path
            return PlayRecord(
                try readingStore { () throws(StoreError) in
                    try RunStore(path: path).begin(
                        StoredRun.Start(
                            kind: kind, of: scenario, seed: seed, slotsPerEpisode: slots,
                            arms: arms.map { StoredRun.Arm($0.reference) },
                            declarations: declarations.map { StoredRun.Declaration($0) }))
                })
        } catch {
            guard !place.isNamed else { throw error }
            standardError("firstmover: nothing is stored: \(error.message ?? ""); or say --no-store\n")
            return PlayRecord(nil)
        }
    }
}

/// What a command that plays puts into the store; nothing where nobody wants it stored.
struct PlayRecord {
    private let recorder: RunRecorder?

    init(_ recorder: RunRecorder?) {
        self.recorder = recorder
    }

    /// `observer`, with every finished episode stored as well.
    func observing(_ observer: Run.Observer) -> Run.Observer {
        guard let recorder else { return observer }
        var observer = observer
        observer.onPlugins = { recorder.identify($0, arm: $1) }
        observer.onEpisodes = { episodes in
            for (index, values) in episodes.values.enumerated() {
                recorder.add(
                    arm: episodes.arm, episode: episodes.first + index, values: values,
                    seconds: episodes.elapsed / .seconds(1))
            }
        }
        return observer
    }

    /// Ends the record, then shows the result: a store that fails loses nothing but the record, a closed standard output
    /// nothing but what is shown.
    ///
    /// - Parameters:
    ///   - document: what the command prints; nil where it came to none.
    ///   - outcome: how it ended.
    ///   - episodes: those of each arm that count; nil where all do.
    ///   - show: shows the result.
    /// - Throws: what `show` throws, then ``Failure`` where the record cannot be stored.
    func finish(
        _ document: JSON?, _ outcome: StoredRun.Outcome, episodes: Int? = nil, _ show: () throws(Failure) -> Void = {}
    ) throws(Failure) {
        let stored = Result { () throws(Failure) in try end(document, outcome, episodes) }
        try show()
        try stored.get()
    }

    private func end(_ document: JSON?, _ outcome: StoredRun.Outcome, _ episodes: Int?) throws(Failure) {
        guard let recorder else { return }
        try readingStore { () throws(StoreError) in
            guard let document else { return try recorder.fail() }
            var verdict: String?
            if case .string(let word)? = document["verdict"] { verdict = word }
            try recorder.finish(document, as: outcome, verdict: verdict, episodes: episodes)
        }
    }

    /// Says where to find it again.
    func tell(_ output: OutputOptions) {
        guard let recorder, !output.quiet else { return }
        standardError("stored as run \(recorder.id); show it by: firstmover runs show \(recorder.id)\n")
    }
}
