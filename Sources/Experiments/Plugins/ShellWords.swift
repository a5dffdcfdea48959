/// Splits a command into its words as a POSIX shell does, without being one.
///
/// Spaces separate words. A backslash keeps the next character as it is; single quotes keep everything up to the next
/// one; within double quotes a backslash acts only before `"`, `\`, `$`, a backquote and a line end. Nothing is expanded:
/// `$`, `*`, `|`, `;` and `~` are characters like any other.
///
/// - Throws: ``ExperimentsError/reference(_:reason:)`` for quotes that are never closed or a backslash at the end.
/// - SeeAlso: POSIX.1-2024, Shell Command Language, section 2.2.
func shellWords(_ command: String) throws(ExperimentsError) -> [String] {
    var words: [String] = []
    var word: String?
    var rest = command[...]
    while let character = rest.popFirst() {
        switch character {
        case " ", "\t", "\n":
            if let finished = word { words.append(finished) }
            word = nil
        case "\\":
            guard let escaped = rest.popFirst() else {
                throw .reference(command, reason: "it ends in a backslash")
            }
            if escaped != "\n" { word = (word ?? "") + String(escaped) }
        case "'", "\"":
            word = (word ?? "") + (try quoted(by: character, &rest, of: command))
        default:
            word = (word ?? "") + String(character)
        }
    }
    if let finished = word { words.append(finished) }
    return words
}

/// What stands between the quote just read and the next one, which is taken too.
private func quoted(
    by quote: Character, _ rest: inout Substring, of command: String
) throws(ExperimentsError) -> String {
    var content = ""
    while let character = rest.popFirst() {
        if character == quote { return content }
        if character == "\\", quote == "\"", let next = rest.first, "\"\\$`\n".contains(next) {
            rest.removeFirst()
            if next != "\n" { content.append(next) }
        } else {
            content.append(character)
        }
    }
    throw .reference(command, reason: "a quote is never closed")
}
