import Foundation
import GRDB
import System

extension RunStore {
    /// Marks the file as a store of ours, so that no other program's database becomes one: `fmrs`.
    static let applicationID = 0x666D_7273

    /// What makes schema n + 1 of schema n; the file's `user_version` says which it has.
    ///
    /// Only ever appended to: files of every schema are out there.
    static let steps = [
        // A seed is decimal text, because SQLite's integers end at 2^63. The world seed of an episode is the run's seed
        // plus its number mod 2^64. A value that cannot be known is NULL; a zero has no sign. Created times are UTC.
        // Parameters, arguments and host are JSON.
        """
        CREATE TABLE runs (
          id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, state TEXT NOT NULL, created TEXT NOT NULL,
          scenario TEXT NOT NULL, scenarioHash TEXT NOT NULL, parameters TEXT NOT NULL, seed TEXT NOT NULL,
          slotsPerEpisode INTEGER NOT NULL, arguments TEXT NOT NULL, version TEXT NOT NULL, host TEXT NOT NULL,
          process INTEGER NOT NULL, processStart INTEGER NOT NULL, boot TEXT NOT NULL, verdict TEXT, document TEXT
        );
        CREATE INDEX runsByScenario ON runs (scenario, id);
        CREATE TABLE arms (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, arm INTEGER NOT NULL, name TEXT NOT NULL,
          operator TEXT NOT NULL, followers TEXT NOT NULL, PRIMARY KEY (run, arm)
        ) WITHOUT ROWID;
        CREATE TABLE plugins (
          run INTEGER NOT NULL, arm INTEGER NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
          version TEXT NOT NULL, sha256 TEXT NOT NULL, hasFullInformation INTEGER NOT NULL, standsIn INTEGER NOT NULL,
          PRIMARY KEY (run, arm, position), FOREIGN KEY (run, arm) REFERENCES arms ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE TABLE metrics (
          run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, metric INTEGER NOT NULL, name TEXT NOT NULL,
          unit TEXT NOT NULL, direction TEXT NOT NULL, PRIMARY KEY (run, metric)
        ) WITHOUT ROWID;
        CREATE TABLE episodes (
          run INTEGER NOT NULL, arm INTEGER NOT NULL, episode INTEGER NOT NULL, seconds REAL NOT NULL,
          PRIMARY KEY (run, arm, episode), FOREIGN KEY (run, arm) REFERENCES arms ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE TABLE episodeValues (
          run INTEGER NOT NULL, arm INTEGER NOT NULL, episode INTEGER NOT NULL, metric INTEGER NOT NULL, value REAL,
          PRIMARY KEY (run, arm, episode, metric),
          FOREIGN KEY (run, arm, episode) REFERENCES episodes ON DELETE CASCADE
        ) WITHOUT ROWID;
        """
    ]

    /// Gives the file the newest schema, whatever other processes do to it at the same time.
    static func bringUpToDate(_ database: Database, path: String, patience: TimeInterval) throws {
        guard try schema(of: database, path: path) < steps.count else { return }
        try startWriteAheadLog(database, patience: patience)
        try database.inTransaction(.immediate) {
            // Read again under the lock: another process may have done it meanwhile.
            let schema = try schema(of: database, path: path)
            for step in steps[schema...] { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(steps.count)")
            return .commit
        }
    }

    /// The schema that the file has, 0 where it is empty.
    ///
    /// - Throws: ``StoreError`` where it is another program's or newer than ours.
    private static func schema(of database: Database, path: String) throws -> Int {
        let schema = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || application == 0 && schema == 0 && tables == 0 else {
            throw StoreError.notAStore(path: path)
        }
        guard schema >= 0 else { throw StoreError.damaged(path: path, reason: "its schema is \(schema)") }
        guard schema <= steps.count else {
            throw StoreError.newer(path: path, schema: schema, known: steps.count)
        }
        return schema
    }

    /// Puts the file into write-ahead mode, which stays with it; waits for others, as SQLite itself does not here.
    private static func startWriteAheadLog(_ database: Database, patience: TimeInterval) throws {
        let deadline = MonotonicInstant.after(.seconds(patience))
        while true {
            do {
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                return
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && MonotonicInstant.now < deadline
            {
                MonotonicInstant.sleep(.milliseconds(5))
            }
        }
    }
}
