import Foundation

/// Columns of text for people: the first one flush left, the others flush right.
struct TextTable {
    private var rows: [[String]]

    init(_ head: [String]) {
        rows = [head]
    }

    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    /// The table, a line a row, two spaces between columns, each line ended by a newline.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.reduce(into: "") { text, row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? cell + padding : padding + cell) + "  "
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
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
