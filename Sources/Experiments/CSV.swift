/// Cells as a line of comma-separated values (RFC 4180), ended by a newline.
func csvLine(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

/// A number in the shortest digits that read back to it; nothing where it cannot be known.
func csvCell(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }

private func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
