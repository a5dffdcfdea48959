import Foundation

/// Columns for people: numbers flush right, words flush left, two spaces between.
struct TextTable {
    private var rows: [[String]]

    init(_ head: [String]) {
        rows = [head]
    }

    mutating func add(_ row: [String]) {
        precondition(row.count == rows[0].count, "\(row.count) cells in \(rows[0].count) columns")
        rows.append(row)
    }

    /// The table, a line a row, each ended by a newline.
    var text: String {
        let columns = rows[0].indices.map { column in rows.map { $0[column] } }
        let widths = columns.map { $0.map(\.count).max() ?? 0 }
        let areNumbers = columns.map { $0.dropFirst().allSatisfy(isNumeric) && $0.count > 1 }
        return rows.reduce(into: "") { text, row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (areNumbers[column] ? padding + cell : cell + padding) + "  "
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
    }

    /// Whether a cell is a number, an interval of two, or stands for one that is not known.
    private func isNumeric(_ cell: String) -> Bool {
        cell.split(separator: " ").allSatisfy { Double($0) != nil || $0 == "–" || $0 == "…" }
    }
}

/// A number for people: six significant digits, an en dash where there is none.
func shown(_ value: Double?) -> String {
    guard let value, !value.isNaN else { return "–" }
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let magnitude = abs(value)
    guard magnitude < 1e7, magnitude >= 1e-4 else { return String(format: "%.3e", value) }
    return String(format: "%.*f", max(0, 5 - Int(log10(magnitude).rounded(.down))), value)
}
