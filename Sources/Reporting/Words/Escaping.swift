/// `text` on one line without control characters, its end cut off beyond `limit` characters.
func plainLine(_ text: String, limit: Int = .max) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: line.unicodeScalars.append(" ")
        // Marks that turn the direction of text could make a name read as another.
        case .format where scalar.properties.isBidiControl: continue
        default: line.unicodeScalars.append(scalar)
        }
    }
    return line.count > limit ? line.prefix(limit - 1) + "…" : line
}

/// `text` for an element or a double-quoted attribute of XML or HTML, without the characters that XML 1.0 forbids.
func markupEscaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        case "\t", "\n", "\r": escaped += " "
        case "\u{0}"..<"\u{20}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": continue
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}
