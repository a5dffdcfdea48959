import Games
import PluginHost
import Policy
import System

extension Training {
    /// Trains and plays the baselines on the calling thread.
    func runHere(_ observer: Observer) throws(RunError) -> Outcome {
        let lock = try takeFolder()
        defer { withExtendedLifetime(lock) {} }
        var (record, failures) = (record, [PluginFailure]())
        if !record.isTrained {
            let game = try configured { () throws(ExperimentsError) in
                try record.scenario.freshGame(rows: record.settings.environments)
            }
            (record, failures) = try train(game, observer)
        }
        if record.isTrained, record.baselines == nil,
            let played = try playBaselines(learning: record.learning, observer)
        {
            record.baselines = played
            try record.write(to: folder)
        }
        return Outcome(record: record, stopFailures: failures)
    }

    /// The right to write into the folder, which two runs would take from each other.
    private func takeFolder() throws(RunError) -> FolderLock {
        do throws(SystemError) {
            if let lock = try FolderLock.take(folder) { return lock }
        } catch {
            throw .output(path: folder, reason: error.message)
        }
        throw .output(
            path: folder, reason: "another firstmover trains into it; wait for it, or name another folder with --out")
    }

    /// Starts the policies, trains, and stops them, whatever happened.
    private func train(
        _ game: some PlayableGame, _ observer: Observer
    ) throws(RunError) -> (TrainingRecord, [PluginFailure]) {
        let recording = try options.startRecording()
        let inbox = LearnerInbox()
        var connected = ConnectedArm()
        let result: TrainingRecord
        do throws(RunError) {
            try connectedly { () throws(PluginFailure) in
                try connected.connect(
                    arm, game: game, record.scenario, rows: record.settings.environments, options: options,
                    recording: recording, learning: record.settings.slotsLearned(each: record.slotsPerEpisode),
                    resuming: Set(record.checkpoints.keys),
                    ConnectedArm.Ears(
                        onStandardErrorLine: observer.onStandardErrorLine,
                        onMetrics: { inbox.add($1, of: $0) }))
            }
            let course = try begin(game, connected, inbox, observer)
            try course.run()
            result = course.record
        } catch {
            connected.stop()
            throw error
        }
        let failures = connected.stop()
        do throws(SystemError) {
            try recording?.flush()
        } catch {
            throw .recording(path: options.recording ?? "", error)
        }
        return (result, failures)
    }

    /// The course, with its files in the state that it begins or goes on from.
    private func begin<Playing: PlayableGame>(
        _ game: Playing, _ connected: ConnectedArm, _ inbox: LearnerInbox, _ observer: Observer
    ) throws(RunError) -> TrainingCourse<Playing> {
        var record = record
        record.plugins = connected.descriptions
        record.learning = try configured { () throws(ExperimentsError) in try learning(connected) }
        let folders = CheckpointFolders(folder: folder, isIsolated: record.settings.isIsolated)
        let curves: CurveFile
        if isResumed, record.episodes > 0 {
            for role in record.learning {
                for (kind, sha256) in record.checkpoints[role] ?? [:] {
                    try folders.recover(kind, of: role, sha256: sha256)
                }
            }
            curves = try CurveFile.resume("\(folder)/curves.csv", byteCount: record.curveBytes)
        } else {
            curves = try CurveFile.create("\(folder)/curves.csv")
            try record.write(to: folder)
        }
        let course = TrainingCourse(record, of: game, connected, folders, curves, inbox, observer)
        try connectedly(course.restore)
        return course
    }

    /// The sides that learn.
    ///
    /// - Throws: ``ExperimentsError/nobodyLearns(reason:)`` where a side that was asked to learn does not, or nobody does.
    private func learning(_ connected: ConnectedArm) throws(ExperimentsError) -> [Role] {
        let roles = Role.allCases.filter { connected.learnersByRole[$0] != nil }
        let settings = record.settings
        func subject(_ role: Role) -> String { role == .operator ? "the operator does" : "the followers do" }
        for role in Role.allCases where !roles.contains(role) && settings.learners?.roles.contains(role) == true {
            let name = (role == .operator ? arm.operator : arm.followers).program.name
            throw .nobodyLearns(
                reason:
                    "--learners \(settings.learners?.rawValue ?? "") asks the \(role.rawValue) to learn, and plugin "
                    + "\(name) does not; name one that learns, or leave --learners out")
        }
        guard !roles.isEmpty else {
            throw .nobodyLearns(
                reason:
                    "neither \(arm.operator.program.name) nor \(arm.followers.program.name) learns; name a plugin that "
                    + "does with --operator or --followers, or play these with `firstmover run`")
        }
        guard settings.alternate == nil || roles.count == 2 else {
            throw .nobodyLearns(
                reason:
                    "--alternate takes turns between two sides that learn, and only \(subject(roles[0])); leave it out")
        }
        guard settings.commitAfter == nil || roles.count == 2 else {
            throw .nobodyLearns(
                reason: "--commit-after is for two sides that learn, of which the operator is done first, and only "
                    + "\(subject(roles[0])); leave it out")
        }
        if roles.count == 2, let fault = settings.faultOfTurns { throw .nobodyLearns(reason: fault) }
        return roles
    }

    /// What the baselines earn that say something of this run; nil where it was told to stop.
    ///
    /// A policy that refuses the scenario, such as an exact solver one that is too large, is left out: the training is done.
    private func playBaselines(
        learning: [Role], _ observer: Observer
    ) throws(RunError) -> [TrainingRecord.PlayedBaseline]? {
        var played: [TrainingRecord.PlayedBaseline] = []
        var watching = Run.Observer()
        watching.shouldStop = observer.shouldStop
        for (baseline, arm) in baselines where baseline.fits(record.arm, learning: learning) {
            // What stands beside either side is played once.
            if let same = played.first(where: { $0.baseline.isPlayed(as: baseline) }) {
                played.append(TrainingRecord.PlayedBaseline(baseline: baseline, means: same.means))
                continue
            }
            let result: RunResult
            do throws(RunError) {
                result = try Run(
                    of: record.scenario, arm: arm, seed: record.seed, episodes: record.settings.evaluationEpisodes,
                    options: Self.baselineOptions(record.settings)
                ).play(watching)
            } catch {
                guard case .plugin(let failure) = error, !failure.isInterrupt else { throw error }
                observer.onRefusal(baseline, failure)
                continue
            }
            guard !result.wasInterrupted else { return nil }
            let means = result.declarations.indices.map { result.summary(of: $0).mean }
            played.append(TrainingRecord.PlayedBaseline(baseline: baseline, means: means))
        }
        return played
    }
}
