import Foundation
import GRDB

/// Everything that was played on this machine, in one SQLite file.
///
/// What was committed survives the death of any process at any point, and several processes may write at once: the file is
/// in write-ahead mode, where a reader never waits. A power cut may cost the last seconds, never the rest.
public final class RunStore: Sendable {
    public let path: String
    let queue: DatabaseQueue

    /// Opens the store at `path`, and makes it and its folders where they are missing.
    ///
    /// - Throws: ``StoreError``.
    public convenience init(path: String) throws(StoreError) {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotOpen(path: path, reason: "its folder \(folder.path) cannot be made")
        }
        try self.init(opening: path)
    }

    /// Opens the store at `path`, nil where there is no such file.
    ///
    /// - Throws: ``StoreError``.
    public convenience init?(existingAt path: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        try self.init(opening: path)
    }

    /// Opens or makes the store at `path` in a folder that is there.
    ///
    /// - Parameters:
    ///   - path: its file.
    ///   - patience: how long another writer is waited for.
    /// - Throws: ``StoreError``.
    init(opening path: String, patience: TimeInterval = 10) throws(StoreError) {
        self.path = path
        if InputFile.isFolder(path) {
            throw .cannotOpen(path: path, reason: "it is a folder")
        }
        var configuration = Configuration()
        configuration.label = "runs"
        configuration.busyMode = .timeout(patience)
        // In write-ahead mode, this loses nothing to the death of a process, and spares a wait for the disk a commit.
        configuration.prepareDatabase { database in try database.execute(sql: "PRAGMA synchronous = NORMAL") }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try RunStore.bringUpToDate(database, path: path, patience: patience)
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` in a transaction that writes.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.write(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Moves what is committed from the log beside the file into the file, and both to the disk, as far as others let it.
    ///
    /// So a copy of the file alone holds the runs that have ended, and a power cut costs none of them.
    func settle() {
        // What stays in the log is as good, and moves with the next.
        _ = try? queue.writeWithoutTransaction { database in try database.checkpoint(.passive) }
    }

    /// Runs `body` in a transaction that reads: all of it sees the same state.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
