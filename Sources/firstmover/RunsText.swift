import Experiments

// What several of the runs commands write alike.

extension JSON {
    /// The value for people: a text without its quotes.
    var word: String {
        switch self {
        case .string(let text): text
        case .null: "–"
        default: text()
        }
    }
}

extension [Int] {
    /// One number where all are equal, else each arm's.
    var text: String { Set(self).count == 1 ? "\(self[0])" : map { "\($0)" }.joined(separator: "|") }
}

/// `word` as a POSIX shell reads it back.
func shellQuoted(_ word: String) -> String {
    let plain = { (character: Character) in
        character.isASCII && (character.isLetter || character.isNumber || "-_./=,:+@%".contains(character))
    }
    guard word.isEmpty || !word.allSatisfy(plain) else { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
}
