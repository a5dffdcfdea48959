import GRDB

/// What is wrong with a run store, in one line with the remedy.
public enum StoreError: Error, Equatable, Sendable {
    /// Nothing says where runs are kept.
    case noPlace
    /// The file or its folder cannot be made, read or written.
    case cannotOpen(path: String, reason: String)
    /// The folder or the file may not be written.
    case readOnly(path: String)
    /// A file that is no SQLite database, or one of another program.
    case notAStore(path: String)
    /// A store that a newer firstmover wrote.
    case newer(path: String, schema: Int, known: Int)
    /// Another process holds the store for longer than anybody should.
    case locked(path: String)
    case diskFull(path: String)
    /// The database is damaged.
    case damaged(path: String, reason: String)
    /// Anything else that SQLite says.
    case failed(path: String, reason: String)

    case unknownRun(Int)
    case unknownArm(String, run: Int, known: [String])
    /// Text that names neither a run nor an arm of one.
    case notAnArm(String)
    /// A run of several arms where one is asked for.
    case ambiguousArm(run: Int, known: [String])

    /// What SQLite's `error` at `path` means.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = error as? StoreError ?? .failed(path: path, reason: "\(error)")
            return
        }
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        self =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(path: path)
            case .SQLITE_NOTADB: .notAStore(path: path)
            case .SQLITE_CORRUPT: .damaged(path: path, reason: reason)
            case .SQLITE_CANTOPEN: .cannotOpen(path: path, reason: reason)
            default: .failed(path: path, reason: reason)
            }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noPlace: "nothing says where runs are stored; set FIRSTMOVER_STORE to a file, or HOME"
        case .cannotOpen(let path, let reason):
            "cannot open the run store \(path): \(reason); set FIRSTMOVER_STORE to a file that can be written"
        case .readOnly(let path):
            "the run store \(path) may not be written; mend its mode and its folder's, or set FIRSTMOVER_STORE to a copy"
        case .notAStore(let path):
            "\(path) is no run store of firstmover; name another file with --store or FIRSTMOVER_STORE"
        case .newer(let path, let schema, let known):
            "the run store \(path) has schema \(schema), this firstmover knows \(known); update firstmover, or name another "
                + "file with --store or FIRSTMOVER_STORE"
        case .locked(let path):
            "another process keeps the run store \(path) locked; end it, or set FIRSTMOVER_STORE to another file"
        case .diskFull(let path):
            "the disk of the run store \(path) is full; make room, or set FIRSTMOVER_STORE to a file on another"
        case .damaged(let path, let reason):
            "the run store \(path) is damaged (\(reason)); move it away, and save what is left with sqlite3's .recover"
        case .failed(let path, let reason):
            "the run store \(path) failed (\(reason)); check its disk, or set FIRSTMOVER_STORE to another file"
        case .unknownRun(let id): "there is no run \(id); firstmover runs list shows those there are"
        case .unknownArm(let arm, let run, let known):
            "run \(run) has no arm \(arm); its arms are \(known.joined(separator: ", "))"
        case .notAnArm(let text): "cannot read \"\(text)\": a run is its number, an arm of it 3:a"
        case .ambiguousArm(let run, let known):
            "run \(run) has several arms; name one, \(known.map { "\(run):\($0)" }.joined(separator: " or "))"
        }
    }
}
