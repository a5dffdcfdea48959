import Dispatch
import GRDB
import Synchronization
import System

/// Writes one run into the store while it is played.
///
/// Called from several threads, one an arm. Play never waits for the disk: what is added is committed by a queue of the
/// recorder's own, at once after a pause and else once a second. A commit that fails is tried again with the next, and
/// last by ``finish(_:as:verdict:)``, which throws if anything is lost.
public final class RunRecorder: Sendable {
    /// The run's number in the store.
    public let id: Int

    /// What waits for the next commit.
    private struct Buffer {
        var plugins: [Int: [PluginDescription]] = [:]
        var episodes: [(arm: Int, episode: StoredRun.Episode)] = []
        var isScheduled = false
        var lastCommit: DispatchTime?
    }

    /// Time between two commits.
    private static let interval = DispatchTimeInterval.seconds(1)

    private let store: RunStore
    private let arms: Int
    private let buffer = Mutex(Buffer())
    private let queue = DispatchQueue(label: "run recorder", qos: .utility)

    init(id: Int, arms: Int, store: RunStore) {
        self.id = id
        self.arms = arms
        self.store = store
    }

    /// Says who plays in arm `arm`, once they have introduced themselves.
    public func identify(_ plugins: [PluginDescription], arm: Int) {
        precondition((0..<arms).contains(arm), "arm \(arm) of \(arms)")
        change { $0.plugins[arm] = plugins }
    }

    /// Adds a finished episode.
    ///
    /// - Parameters:
    ///   - arm: whose, from 0.
    ///   - episode: its number, from 0.
    ///   - values: means over slots, one a declaration; NaN where a value cannot be known.
    ///   - seconds: time since the run began.
    public func add(arm: Int, episode: Int, values: [Double], seconds: Double) {
        precondition((0..<arms).contains(arm) && episode >= 0, "episode \(episode) of arm \(arm) of \(arms)")
        change { $0.episodes.append((arm, StoredRun.Episode(index: episode, seconds: seconds, values: values))) }
    }

    /// Ends the run with its document, which `runs show --format json` prints byte for byte.
    ///
    /// - Parameters:
    ///   - document: what the command prints.
    ///   - outcome: how it ended.
    ///   - verdict: the primary metric's.
    ///   - episodes: those of each arm that count, the others being dropped; nil keeps all.
    /// - Throws: ``StoreError`` where the document, or something added before, cannot be stored.
    public func finish(
        _ document: JSON, as outcome: StoredRun.Outcome, verdict: String?, episodes: Int? = nil
    ) throws(StoreError) {
        let text = document.text(.pretty) + "\n"
        try end(text, outcome, verdict, keeping: episodes)
    }

    /// Ends a run that came to no document.
    ///
    /// - Throws: ``StoreError`` where something added before cannot be stored.
    public func fail() throws(StoreError) {
        try end(nil, .failed, nil, keeping: nil)
    }

    private func end(
        _ document: String?, _ outcome: StoredRun.Outcome, _ verdict: String?, keeping episodes: Int?
    ) throws(StoreError) {
        let result = queue.sync {
            self.commit(with: { database in
                try database.execute(
                    sql: "UPDATE runs SET state = ?, verdict = ?, document = ? WHERE id = ?",
                    arguments: [outcome.rawValue, verdict, document, self.id])
                for table in episodes == nil ? [] : ["episodeValues", "episodes"] {
                    try database.execute(
                        sql: "DELETE FROM \(table) WHERE run = ? AND episode >= ?", arguments: [self.id, episodes])
                }
            })
        }
        try result.get()
        store.settle()
    }

    /// Commits what was added so far.
    ///
    /// - Throws: ``StoreError``.
    func commit() throws(StoreError) {
        try queue.sync { self.commit(with: { _ in }) }.get()
    }
}

extension RunRecorder {
    /// Puts something into the buffer, and sees to it that it is committed soon.
    private func change(_ body: (inout Buffer) -> Void) {
        let deadline = buffer.withLock { buffer -> DispatchTime? in
            body(&buffer)
            guard !buffer.isScheduled else { return nil }
            buffer.isScheduled = true
            return buffer.lastCommit.map { $0 + Self.interval } ?? .now()
        }
        if let deadline { queue.asyncAfter(deadline: deadline) { _ = self.commit(with: { _ in }) } }
    }

    /// Commits what is buffered and what `body` writes, all or nothing; on the recorder's own queue.
    private func commit(with body: (Database) throws -> Void) -> Result<Void, StoreError> {
        // A thread of the pool has the cores of the thread that had it made, which may be pinned to play.
        _ = try? Affinity.pinCurrentThread(to: Affinity.initial)
        let taken = buffer.withLock { buffer in
            let taken = buffer
            buffer = Buffer(lastCommit: .now())
            return taken
        }
        do throws(StoreError) {
            try store.write { database in
                for (arm, plugins) in taken.plugins {
                    try RunStore.identify(plugins, arm: arm, run: id, in: database)
                }
                try RunStore.add(taken.episodes, run: id, in: database)
                try body(database)
            }
            return .success(())
        } catch {
            buffer.withLock { buffer in
                // What came meanwhile is newer.
                buffer.plugins.merge(taken.plugins) { newer, _ in newer }
                buffer.episodes = taken.episodes + buffer.episodes
            }
            return .failure(error)
        }
    }
}
