extension String {
    /// The text on one line, harmless on a terminal: line breaks and tabs as spaces, what steers a terminal escaped.
    ///
    /// Escaped as `\xNN` are the control characters of ASCII and Latin-1, as `\u{...}` those that turn the direction of
    /// writing. What plugins say is shown this way only.
    public var terminalSafe: String {
        guard unicodeScalars.contains(where: \.steersTerminals) else { return self }
        var safe = ""
        for character in self {
            if character.isNewline || character == "\t" {
                safe += " "
                continue
            }
            for scalar in character.unicodeScalars {
                if !scalar.steersTerminals {
                    safe.unicodeScalars.append(scalar)
                } else if scalar.value < 0x100 {
                    safe += "\\x" + hexadecimal(UInt8(scalar.value))
                } else {
                    safe += "\\u{" + String(scalar.value, radix: 16) + "}"
                }
            }
        }
        return safe
    }
}

extension Unicode.Scalar {
    fileprivate var steersTerminals: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
