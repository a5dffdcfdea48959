import GRDB

/// A row that belongs to a run, whose columns hold what a firstmover wrote, or are damaged and named as such.
///
/// Columns are read by their values, not by SQLite's conversions, which make 0 of a text.
struct StoredRow {
    private let row: Row
    private let table: String
    private let run: Int
    private let path: String

    /// - Parameters:
    ///   - row: as it was read.
    ///   - table: where it was read from.
    ///   - run: whose it is.
    ///   - path: the store's file.
    init(_ row: Row, of table: String, run: Int, in path: String) {
        self.row = row
        self.table = table
        self.run = run
        self.path = path
    }

    /// What `column` holds.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where that is of another type.
    func value<Value: DatabaseValueConvertible>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(StoreError) -> Value {
        do {
            return try row.decode(type, forColumn: column)
        } catch {
            throw damage(column)
        }
    }

    /// What column `index` of the query holds, which is faster than by its name.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where that is of another type.
    func value<Value: DatabaseValueConvertible>(
        at index: Int, as type: Value.Type = Value.self
    ) throws(StoreError) -> Value {
        do {
            return try row.decode(type, atIndex: index)
        } catch {
            throw damage(Array(row.columnNames)[index])
        }
    }

    /// The number in column `index` of the query, which counts something that there is `count` of.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where it is none of `0..<count`.
    func index(at index: Int, below count: Int) throws(StoreError) -> Int {
        let value = try value(at: index, as: Int.self)
        guard (0..<count).contains(value) else { throw damage(Array(row.columnNames)[index]) }
        return value
    }

    /// The case that the word in `column` names.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where it names none.
    func word<Value: RawRepresentable<String>>(
        _ column: String, as type: Value.Type = Value.self
    ) throws(StoreError) -> Value {
        guard let value = Value(rawValue: try value(column)) else { throw damage(column) }
        return value
    }

    /// The number without a sign that stands in `column` as decimal text.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where there is none.
    func seed(_ column: String) throws(StoreError) -> UInt64 {
        guard let value = UInt64(try value(column, as: String.self)) else { throw damage(column) }
        return value
    }

    /// The JSON in `column`.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where there is none.
    func json(_ column: String) throws(StoreError) -> JSON {
        guard let value = try? JSON(parsing: try value(column, as: String.self)) else { throw damage(column) }
        return value
    }

    /// The list of texts that stands in `column` as JSON.
    ///
    /// - Throws: ``StoreError/damaged(path:reason:)`` where there is none.
    func texts(_ column: String) throws(StoreError) -> [String] {
        guard let texts = try? JSONField(try json(column)).elements.map({ try $0.text }) else { throw damage(column) }
        return texts
    }

    private func damage(_ column: String) -> StoreError {
        let value = (row[column] as DatabaseValue?).map { "\($0)" } ?? "missing"
        let shown = value.count > 40 ? value.prefix(40) + "…" : value
        return .damaged(path: path, reason: "run \(run): \(table).\(column) is \(shown)")
    }
}
