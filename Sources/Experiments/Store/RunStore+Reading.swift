import Foundation
import GRDB
import Policy

extension RunStore {
    /// Which runs are asked for; the default asks for all.
    public struct Filter: Sendable, Equatable {
        public var kind: StoredRun.Kind?
        /// The scenario's name, or the beginning of its hash.
        public var scenario: String?
        /// At most so many, the newest.
        public var limit: Int?

        public init(kind: StoredRun.Kind? = nil, scenario: String? = nil, limit: Int? = nil) {
            self.kind = kind
            self.scenario = scenario
            self.limit = limit
        }
    }

    /// The runs that `filter` asks for, the newest first, without their episodes.
    ///
    /// - Throws: ``StoreError``.
    public func runs(_ filter: Filter = Filter()) throws(StoreError) -> [StoredRun.Summary] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM runs WHERE (?1 IS NULL OR kind = ?1)
                      AND (?2 IS NULL OR scenario = ?2 OR length(?2) > 5 AND substr(scenarioHash, 1, length(?2)) = ?2)
                    ORDER BY id DESC LIMIT ifnull(?3, -1)
                    """,
                arguments: [filter.kind?.rawValue, filter.scenario, filter.limit])
            return try rows.map { row in
                let id: Int = row["id"]
                let arms = try RunStore.arms(of: id, in: database)
                var counts = Array(repeating: 0, count: arms.count)
                let counted = try Row.fetchAll(
                    database, sql: "SELECT arm, COUNT(*) AS n FROM episodes WHERE run = ? GROUP BY arm", arguments: [id]
                )
                for count in counted { counts[count["arm"] as Int] = count["n"] }
                return StoredRun.Summary(
                    id: id, start: try RunStore.start(row, arms, in: database), state: RunStore.state(row),
                    created: row["created"], verdict: row["verdict"], episodeCounts: counts)
            }
        }
    }

    /// Run `id` with everything it played.
    ///
    /// - Throws: ``StoreError/unknownRun(_:)`` where there is none.
    public func run(_ id: Int) throws(StoreError) -> StoredRun {
        try read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id]) else {
                throw StoreError.unknownRun(id)
            }
            let arms = try RunStore.arms(of: id, in: database)
            let start = try RunStore.start(row, arms, in: database)
            return StoredRun(
                id: id, start: start, state: RunStore.state(row), created: row["created"], verdict: row["verdict"],
                document: row["document"], episodes: try RunStore.episodes(of: id, start, in: database))
        }
    }

    private static func arms(of run: Int, in database: Database) throws -> [StoredRun.Arm] {
        let plugins = try Row.fetchAll(
            database, sql: "SELECT * FROM plugins WHERE run = ? ORDER BY arm, position", arguments: [run])
        let arms = try Row.fetchAll(database, sql: "SELECT * FROM arms WHERE run = ? ORDER BY arm", arguments: [run])
        return arms.map { arm in
            let own = plugins.filter { $0["arm"] as Int == arm["arm"] }
            return StoredRun.Arm(
                name: arm["name"], operator: arm["operator"], followers: arm["followers"],
                plugins: own.compactMap(plugin))
        }
    }

    private static func plugin(_ row: Row) -> PluginDescription? {
        guard let role = Role(rawValue: row["role"]) else { return nil }
        return PluginDescription(
            role: role, name: row["name"], version: row["version"], sha256: row["sha256"],
            hasFullInformation: row["hasFullInformation"], standsIn: row["standsIn"])
    }

    private static func start(_ row: Row, _ arms: [StoredRun.Arm], in database: Database) throws -> StoredRun.Start {
        let declarations = try Row.fetchAll(
            database, sql: "SELECT * FROM metrics WHERE run = ? ORDER BY metric", arguments: [row["id"] as Int])
        let arguments = JSONField(try JSON(parsing: row["arguments"]))
        return StoredRun.Start(
            kind: StoredRun.Kind(rawValue: row["kind"]) ?? .run, scenario: row["scenario"],
            scenarioHash: row["scenarioHash"], parameters: try JSON(parsing: row["parameters"]),
            seed: UInt64(row["seed"] as String) ?? 0, slotsPerEpisode: row["slotsPerEpisode"], arms: arms,
            declarations: declarations.map { row in
                StoredRun.Declaration(
                    name: row["name"], unit: row["unit"], direction: .init(rawValue: row["direction"]) ?? .higher)
            },
            arguments: try arguments.elements.map { try $0.text }, version: row["version"],
            host: try JSON(parsing: row["host"]))
    }

    /// The state stored, but for a run whose process is gone.
    private static func state(_ row: Row) -> StoredRun.State {
        let state = StoredRun.State(rawValue: row["state"]) ?? .failed
        guard state == .running else { return state }
        return ProcessMark(number: row["process"], start: row["processStart"], boot: row["boot"]).isAlive
            ? .running : .died
    }

    private static func episodes(
        of run: Int, _ start: StoredRun.Start, in database: Database
    ) throws -> [[StoredRun.Episode]] {
        let columns = start.declarations.count
        var values: [Double] = []
        var episodes: [[StoredRun.Episode]] = start.arms.map { _ in [] }
        let heads = try Row.fetchCursor(
            database, sql: "SELECT arm, episode, seconds FROM episodes WHERE run = ? ORDER BY arm, episode",
            arguments: [run])
        let numbers = try Row.fetchCursor(
            database,
            sql: "SELECT arm, episode, metric, value FROM episodeValues WHERE run = ? ORDER BY arm, episode, metric",
            arguments: [run])
        // Both are in the same order, so one pass through either joins them.
        var next = try numbers.next().map(StoredValue.init)
        while let head = try heads.next() {
            let arm: Int = head[0]
            let episode: Int = head[1]
            values = Array(repeating: .nan, count: columns)
            while let value = next, value.arm == arm, value.episode == episode {
                if value.metric < columns { values[value.metric] = value.number }
                next = try numbers.next().map(StoredValue.init)
            }
            episodes[arm].append(StoredRun.Episode(index: episode, seconds: head[2], values: values))
        }
        return episodes
    }
}

/// A row of the table of values.
private struct StoredValue {
    let arm: Int
    let episode: Int
    let metric: Int
    let number: Double

    init(_ row: Row) {
        arm = row[0]
        episode = row[1]
        metric = row[2]
        number = row[3] as Double? ?? .nan
    }
}
