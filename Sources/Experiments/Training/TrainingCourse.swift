import Foundation
import Games
import PluginHost
import Policy
import System

/// A training run under way: batches, evaluations in between, and what is kept of them.
///
/// Everything that is kept moves in one step, ``commit()``: the checkpoints are written beside their places, the curves are
/// in their file, and then `train.json` is replaced, which says what of all that counts.
final class TrainingCourse<Playing: PlayableGame> {
    private(set) var record: TrainingRecord
    private var loop: TrainingLoop<Playing>
    private var evaluation: EpisodeLoop<Playing>
    /// Per side that learns, the policies that do.
    private let learners: [Role: [ConnectedPolicy]]
    private let folders: CheckpointFolders
    private var curves: CurveFile
    private let inbox: LearnerInbox
    private let observer: Training.Observer

    /// Sides whose weights became the best since the last commit.
    private var improved: [Role] = []
    /// What learners said, and how much was played in what time, since the last evaluation.
    private var heard = NamedMeans()
    private var (slots, seconds) = (0, 0.0)
    /// Slots played by this call.
    private var played = 0

    /// - Parameters:
    ///   - record: of a run whose learners are known.
    ///   - game: fresh; training and evaluation play a copy each.
    ///   - connected: everybody who plays.
    ///   - folders: where checkpoints go.
    ///   - curves: the table of the run.
    ///   - inbox: where learners' numbers arrive.
    ///   - observer: who is told.
    init(
        _ record: TrainingRecord, of game: Playing, _ connected: ConnectedArm, _ folders: CheckpointFolders,
        _ curves: consuming CurveFile, _ inbox: LearnerInbox, _ observer: Training.Observer
    ) {
        self.record = record
        loop = TrainingLoop(
            game, operators: connected.operators, followers: connected.followers, learners: connected.learners,
            rows: record.settings.environments)
        evaluation = EpisodeLoop(
            game, operators: connected.operators, followers: connected.followers, fallbacks: connected.fallbacks)
        learners = connected.learnersByRole
        self.folders = folders
        self.curves = curves
        self.inbox = inbox
        self.observer = observer
    }

    /// Lets learners go on from their last checkpoints, of which there are none before the first commit.
    func restore() throws(PluginFailure) {
        for role in record.learning where record.checkpoints[role] != nil {
            try folders.load(learners[role] ?? [], of: role)
        }
    }

    /// Trains until all episodes are played and evaluated, or the observer wants it to stop.
    ///
    /// An evaluation in which it was stopped is given up whole, and made before anything else when the run goes on.
    func run() throws(RunError) {
        while !record.isTrained {
            if !record.isEvaluationDue { try train() }
            let isDue = record.isEvaluationDue
            if isDue, try !evaluate() { return try commit() }
            let stops = observer.shouldStop()
            if isDue || stops { try commit() }
            if stops { return }
        }
    }

    /// Plays one batch.
    private func train() throws(RunError) {
        let start = MonotonicInstant.now
        let rows = record.settings.environments
        let returns = try connectedly { () throws(PluginFailure) in
            try loop.play(
                from: record.episodes, seed: record.seed,
                learning: record.settings.turn(after: record.episodes, of: Set(record.learning))
            ) {
                played += rows
                observer.onSlots(played)
            }
        }
        record.trainingSeconds += start.elapsed / .seconds(1)
        seconds += start.elapsed / .seconds(1)
        slots += rows * record.slotsPerEpisode
        var points: [CurvePoint] = []
        for row in 0..<rows {
            record.episodes += 1
            for side in returns { points.append(point(.train, side.role, "return", side.episodes[row])) }
        }
        let means = inbox.take()
        heard.add(means)
        for mean in means.means { points.append(point(.learner, mean.role, mean.name, mean.value)) }
        try add(points)
    }

    /// Plays the evaluation's episodes with the weights as they are.
    ///
    /// - Returns: false where the observer wanted it to stop; nothing is kept of it then.
    private func evaluate() throws(RunError) -> Bool {
        let start = MonotonicInstant.now
        let (count, rows) = (record.settings.evaluationEpisodes, record.settings.environments)
        var episodes: [[Double]] = []
        while episodes.count < count {
            let batch = episodes.count..<min(episodes.count + rows, count)
            let means = try connectedly { () throws(PluginFailure) in
                try evaluation.play(batch, seed: record.seed, shouldStop: observer.shouldStop, afterSlot: {})
            }
            guard let means else { return false }
            episodes += means
        }
        record.evaluationSeconds += start.elapsed / .seconds(1)
        let means = record.declarations.indices.map { index in episodes.map { $0[index] }.summary.mean }
        let best = record.note(TrainingRecord.Evaluation(episode: record.episodes, means: means))
        improved = record.learning.filter { improved.contains($0) || best.contains($0) }
        try add(zip(record.declarations, means).map { point(.evaluation, nil, $0.name, $1) })
        observer.onEvaluation(
            Training.Milestone(
                record: record, best: best, slotsPerSecond: seconds > 0 ? Double(slots) / seconds : .nan,
                learners: heard.means))
        heard = NamedMeans()
        (slots, seconds) = (0, 0)
        return true
    }

    private func point(_ kind: CurvePoint.Kind, _ role: Role?, _ name: String, _ value: Double) -> CurvePoint {
        CurvePoint(episode: record.episodes, slots: record.slots, kind: kind, role: role, name: name, value: value)
    }

    private func add(_ points: [CurvePoint]) throws(RunError) {
        try curves.append(points)
        observer.onPoints(points, Date().timeIntervalSince1970)
    }

    /// Keeps everything up to here.
    private func commit() throws(RunError) {
        for role in record.learning {
            let sha256 = try folders.write(learners[role] ?? [], of: role)
            record.checkpoints[role, default: [:]][.last] = sha256
            guard improved.contains(role) else { continue }
            try folders.copyAsBest(role)
            record.checkpoints[role, default: [:]][.best] = sha256
        }
        record.curveBytes = curves.byteCount
        try record.write(to: folders.folder)
        for role in record.learning {
            try folders.publish(.last, of: role)
            if improved.contains(role) { try folders.publish(.best, of: role) }
        }
        improved = []
    }
}

extension TrainingRecord {
    /// Replaces the run's `train.json`.
    func write(to folder: String) throws(RunError) {
        let path = "\(folder)/train.json"
        do throws(SystemError) {
            try FileReplacement.write(Array("\(document.text(.pretty))\n".utf8), to: path)
        } catch {
            throw .output(path: path, reason: error.message)
        }
    }
}

/// Runs `body`, whose errors are a plugin's.
func connectedly<Value>(_ body: () throws(PluginFailure) -> Value) throws(RunError) -> Value {
    do throws(PluginFailure) {
        return try body()
    } catch {
        throw .plugin(error)
    }
}
