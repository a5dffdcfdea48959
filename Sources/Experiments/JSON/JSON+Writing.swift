extension JSON {
    /// How a value is laid out as text.
    public enum Layout: Sendable, Hashable {
        /// One line without spaces.
        case compact
        /// Two spaces a level; a list of nothing but scalars stays on one line.
        case pretty
    }

    /// The value as text: members in their order, doubles in the shortest digits that read back to the same double.
    ///
    /// Equal values give equal bytes. Numbers that are not finite, which JSON cannot write, become `null`.
    public func text(_ layout: Layout = .compact) -> String {
        var text = ""
        write(to: &text, indent: layout == .pretty ? 0 : nil)
        return text
    }

    /// Writes the value nested `indent` levels deep; nil is the compact layout.
    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += "\(value)"
        case .number(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let value): JSON.write(value, to: &text)
        case .array(let elements):
            let inner = elements.allSatisfy(\.isScalar) ? nil : indent.map { $0 + 1 }
            JSON.write(elements, "[", "]", to: &text, indent: inner, isSpaced: indent != nil) { element, text in
                element.write(to: &text, indent: inner)
            }
        case .object(let members):
            let inner = indent.map { $0 + 1 }
            JSON.write(members, "{", "}", to: &text, indent: inner, isSpaced: indent != nil) { member, text in
                JSON.write(member.key, to: &text)
                text += indent == nil ? ":" : ": "
                member.value.write(to: &text, indent: inner)
            }
        }
    }

    /// Writes `elements` between brackets, one a line at level `indent` or, without one, in a row.
    private static func write<Element>(
        _ elements: [Element], _ open: String, _ close: String, to text: inout String, indent: Int?, isSpaced: Bool,
        each: (Element, inout String) -> Void
    ) {
        func startLine(_ level: Int) {
            text += "\n"
            for _ in 0..<level { text += "  " }
        }
        text += open
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if let indent { startLine(indent) } else if index > 0, isSpaced { text += " " }
            each(element, &text)
        }
        if let indent, !elements.isEmpty { startLine(indent - 1) }
        text += close
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
