/// The place of the first YAML anchor or alias in `text`: an `&name` or `*name` where a value begins.
///
/// Found before parsing, because Yams expands aliases while it parses and compares mapping keys by all they expand to:
/// a few lines of aliases of aliases would keep it busy for ever. Works line by line, so that a line within a longer
/// quoted text or block that begins like an alias counts as one.
///
/// - Complexity: O(text).
func yamlAnchor(in text: String) -> (line: Int, column: Int)? {
    var flowDepth = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if let column = anchorColumn(in: Array(line.unicodeScalars), flowDepth: &flowDepth) {
            return (index + 1, column + 1)
        }
    }
    return nil
}

/// The index of the first anchor in a line, within `flowDepth` brackets opened before it.
private func anchorColumn(in line: [Unicode.Scalar], flowDepth: inout Int) -> Int? {
    var quote: Unicode.Scalar?
    var beginsValue = true
    for (column, scalar) in line.enumerated() {
        if let open = quote {
            if scalar == open { quote = nil }
            continue
        }
        let isBeforeSpace = column + 1 == line.count || isSpace(line[column + 1])
        switch scalar {
        case _ where isSpace(scalar): continue
        case "#" where column == 0 || isSpace(line[column - 1]): return nil
        case "&" where beginsValue && !isBeforeSpace, "*" where beginsValue && !isBeforeSpace: return column
        case "\"" where beginsValue, "'" where beginsValue: quote = scalar
        case "[" where beginsValue, "{" where beginsValue: flowDepth += 1
        case "]" where flowDepth > 0, "}" where flowDepth > 0: flowDepth -= 1
        default: break
        }
        beginsValue =
            switch scalar {
            case ":", "-", "?": isBeforeSpace
            case "[", "{", ",": flowDepth > 0
            default: false
            }
    }
    return nil
}

private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\r"
}
