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
                let row = StoredRow(row, of: "runs", run: id, in: path)
                let arms = try arms(of: id, in: database)
                var counts = Array(repeating: 0, count: arms.count)
                let counted = try Row.fetchAll(
                    database, sql: "SELECT arm, COUNT(*) AS n FROM episodes WHERE run = ? GROUP BY arm", arguments: [id]
                )
                for count in counted.map({ StoredRow($0, of: "episodes", run: id, in: path) }) {
                    counts[try count.index(at: 0, below: arms.count)] = try count.value(at: 1)
                }
                return StoredRun.Summary(
                    id: id, start: try start(row, of: id, arms, in: database), state: try state(row),
                    created: try row.value("created"), verdict: try row.value("verdict"), episodeCounts: counts)
            }
        }
    }

    /// Run `id` with everything it played.
    ///
    /// - Throws: ``StoreError/unknownRun(_:)`` where there is none, and other ``StoreError``.
    public func run(_ id: Int) throws(StoreError) -> StoredRun {
        try read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id]) else {
                throw StoreError.unknownRun(id)
            }
            let stored = StoredRow(row, of: "runs", run: id, in: path)
            let start = try start(stored, of: id, try arms(of: id, in: database), in: database)
            return StoredRun(
                id: id, start: start, state: try state(stored), created: try stored.value("created"),
                verdict: try stored.value("verdict"), document: try stored.value("document"),
                episodes: try episodes(of: id, start, in: database))
        }
    }

    /// The rows of `table` that are of run `run`, in the order of `column`.
    private func rows(_ table: String, of run: Int, by column: String, in database: Database) throws -> [StoredRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM \(table) WHERE run = ? ORDER BY \(column)", arguments: [run])
            .map { StoredRow($0, of: table, run: run, in: path) }
    }

    private func arms(of run: Int, in database: Database) throws -> [StoredRun.Arm] {
        let plugins = try rows("plugins", of: run, by: "arm, position", in: database)
            .map { (arm: try $0.value("arm", as: Int.self), plugin: try plugin($0)) }
        return try rows("arms", of: run, by: "arm", in: database).enumerated().map { index, row in
            StoredRun.Arm(
                name: try row.value("name"), operator: try row.value("operator"),
                followers: try row.value("followers"), plugins: plugins.filter { $0.arm == index }.map(\.plugin))
        }
    }

    private func plugin(_ row: StoredRow) throws(StoreError) -> PluginDescription {
        PluginDescription(
            role: try row.word("role"), name: try row.value("name"), version: try row.value("version"),
            sha256: try row.value("sha256"), hasFullInformation: try row.value("hasFullInformation"),
            standsIn: try row.value("standsIn"))
    }

    private func start(
        _ row: StoredRow, of run: Int, _ arms: [StoredRun.Arm], in database: Database
    ) throws -> StoredRun.Start {
        let declarations = try rows("metrics", of: run, by: "metric", in: database).map { row in
            StoredRun.Declaration(
                name: try row.value("name"), unit: try row.value("unit"), direction: try row.word("direction"))
        }
        return StoredRun.Start(
            kind: try row.word("kind"), scenario: try row.value("scenario"),
            scenarioHash: try row.value("scenarioHash"), parameters: try row.json("parameters"),
            seed: try row.seed("seed"), slotsPerEpisode: try row.value("slotsPerEpisode"), arms: arms,
            declarations: declarations, arguments: try row.texts("arguments"), version: try row.value("version"),
            host: try row.json("host"))
    }

    /// The state stored, but for a run whose process is gone.
    private func state(_ row: StoredRow) throws(StoreError) -> StoredRun.State {
        let state: StoredRun.State = try row.word("state")
        guard state == .running else { return state }
        let process = ProcessMark(
            number: try row.value("process"), start: try row.value("processStart"), boot: try row.value("boot"))
        return process.isAlive ? .running : .died
    }

    private func episodes(
        of run: Int, _ start: StoredRun.Start, in database: Database
    ) throws -> [[StoredRun.Episode]] {
        let columns = start.declarations.count
        var episodes: [[StoredRun.Episode]] = start.arms.map { _ in [] }
        let heads = try Row.fetchCursor(
            database, sql: "SELECT arm, episode, seconds FROM episodes WHERE run = ? ORDER BY arm, episode",
            arguments: [run])
        let numbers = try Row.fetchCursor(
            database,
            sql: "SELECT arm, episode, metric, value FROM episodeValues WHERE run = ? ORDER BY arm, episode, metric",
            arguments: [run])
        func nextValue() throws -> StoredValue? {
            try numbers.next().map {
                try StoredValue(StoredRow($0, of: "episodeValues", run: run, in: path), metrics: columns)
            }
        }
        // Both are in the same order, so one pass through either joins them.
        var next = try nextValue()
        while let row = try heads.next() {
            let head = StoredRow(row, of: "episodes", run: run, in: path)
            let arm = try head.index(at: 0, below: start.arms.count)
            let episode = try head.index(at: 1, below: .max)
            var values = Array(repeating: Double.nan, count: columns)
            while let value = next, value.arm == arm, value.episode == episode {
                values[value.metric] = value.number
                next = try nextValue()
            }
            episodes[arm].append(StoredRun.Episode(index: episode, seconds: try head.value(at: 2), values: values))
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

    init(_ row: StoredRow, metrics: Int) throws(StoreError) {
        arm = try row.value(at: 0)
        episode = try row.value(at: 1)
        metric = try row.index(at: 2, below: metrics)
        number = try row.value(at: 3, as: Double?.self) ?? .nan
    }
}
