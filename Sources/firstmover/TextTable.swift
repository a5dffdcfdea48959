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
    guard let value, value.isFinite else { return value.map { "\($0)" } ?? "–" }
    guard value != 0 else { return "0" }
    let magnitude = abs(value)
    if magnitude >= 1e7 || magnitude < 1e-4 {
        return scientific(value)
    }
    let decimals = max(0, 5 - Int(log10(magnitude).rounded(.down)))
    return fixed(value, decimals: decimals)
}
