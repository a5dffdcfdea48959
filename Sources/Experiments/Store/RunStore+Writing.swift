import Foundation
import GRDB

extension RunStore {
    /// Begins a run, which is visible to everybody from now on.
    ///
    /// - Throws: ``StoreError``.
    public func begin(_ start: StoredRun.Start) throws(StoreError) -> RunRecorder {
        let process = ProcessMark.current
        let id = try write { database in
            try database.execute(
                sql: """
                    INSERT INTO runs (kind, state, created, scenario, scenarioHash, parameters, seed, slotsPerEpisode,
                      arguments, version, host, process, processStart, boot)
                    VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    start.kind.rawValue, StoredRun.State.running.rawValue, start.scenario, start.scenarioHash,
                    start.parameters.text(), "\(start.seed)", start.slotsPerEpisode, JSON(start.arguments).text(),
                    start.version, start.host.text(), process.number, process.start, process.boot,
                ])
            let id = Int(database.lastInsertedRowID)
            for (index, arm) in start.arms.enumerated() {
                try database.execute(
                    sql: "INSERT INTO arms (run, arm, name, operator, followers) VALUES (?, ?, ?, ?, ?)",
                    arguments: [id, index, arm.name, arm.operator, arm.followers])
                try RunStore.identify(arm.plugins, arm: index, run: id, in: database)
            }
            for (index, declaration) in start.declarations.enumerated() {
                try database.execute(
                    sql: "INSERT INTO metrics (run, metric, name, unit, direction) VALUES (?, ?, ?, ?, ?)",
                    arguments: [id, index, declaration.name, declaration.unit, declaration.direction.rawValue])
            }
            return id
        }
        return RunRecorder(id: id, arms: start.arms.count, store: self)
    }

    static func identify(_ plugins: [PluginDescription], arm: Int, run: Int, in database: Database) throws {
        try database.execute(sql: "DELETE FROM plugins WHERE run = ? AND arm = ?", arguments: [run, arm])
        for (index, plugin) in plugins.enumerated() {
            try database.execute(
                sql: """
                    INSERT INTO plugins (run, arm, position, role, name, version, sha256, hasFullInformation, standsIn)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    run, arm, index, plugin.role.rawValue, plugin.name, plugin.version, plugin.sha256,
                    plugin.hasFullInformation, plugin.standsIn,
                ])
        }
    }

    /// Adds the finished `episodes`; one that is there already is replaced.
    static func add(_ episodes: [(arm: Int, episode: StoredRun.Episode)], run: Int, in database: Database) throws {
        let head = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO episodes (run, arm, episode, seconds) VALUES (?, ?, ?, ?)")
        let value = try database.cachedStatement(
            sql: "INSERT INTO episodeValues (run, arm, episode, metric, value) VALUES (?, ?, ?, ?, ?)")
        for (arm, episode) in episodes {
            try head.execute(arguments: [run, arm, episode.index, episode.seconds])
            // SQLite stores a NaN as NULL.
            for (metric, number) in episode.values.enumerated() {
                try value.execute(arguments: [run, arm, episode.index, metric, number])
            }
        }
    }
}
