/// A strict reader of JSON (RFC 8259) that keeps every double exact and says where a fault is.
///
/// Stricter than the letter of the standard where tools disagree: a key given twice, a number too large for a double, a
/// surrogate without its other half and text that is not UTF-8 are errors.
struct JSONParser {
    /// Brackets open at once; a deeper file is somebody's attack or accident.
    static let depthLimit = 64

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    /// The value that `bytes` hold, with nothing but space around it.
    ///
    /// - Throws: ``ExperimentsError/malformed(line:column:reason:)``.
    /// - Complexity: O(bytes).
    static func parse(_ bytes: [UInt8]) throws(ExperimentsError) -> JSON {
        var parser = JSONParser(bytes: bytes)
        parser.skipSpace()
        let value = try parser.value()
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.error("something follows the end of the value") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    // MARK: Values

    private mutating func value() throws(ExperimentsError) -> JSON {
        switch peek {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"): return try number()
        case .some(let byte): return isDigit(byte) ? try number() : try word()
        case nil: throw error("the text ends where a value is expected")
        }
    }

    private mutating func object() throws(ExperimentsError) -> JSON {
        try open()
        var members: [JSON.Member] = []
        var keys: Set<String> = []
        var isFirst = true
        while try next("}", &isFirst) {
            guard peek == UInt8(ascii: "\"") else { throw error("a key in quotes is expected") }
            let keyStart = index
            let key = try string()
            guard keys.insert(key).inserted else { throw error("the key \"\(key)\" is given twice", at: keyStart) }
            skipSpace()
            guard take(":") else { throw error("a colon is expected after the key \"\(key)\"") }
            skipSpace()
            members.append(JSON.Member(key: key, value: try value()))
        }
        depth -= 1
        return .object(members)
    }

    private mutating func array() throws(ExperimentsError) -> JSON {
        try open()
        var elements: [JSON] = []
        var isFirst = true
        while try next("]", &isFirst) {
            elements.append(try value())
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func open() throws(ExperimentsError) {
        guard depth < JSONParser.depthLimit else { throw error("nested deeper than \(JSONParser.depthLimit) levels") }
        depth += 1
        index += 1
    }

    /// Moves to the next element of a list or object; false after its closing bracket.
    private mutating func next(_ close: Unicode.Scalar, _ isFirst: inout Bool) throws(ExperimentsError) -> Bool {
        skipSpace()
        if take(close) { return false }
        if !isFirst {
            guard take(",") else { throw error("a comma or \(close) is expected") }
            skipSpace()
            if peek == UInt8(ascii: close) { throw error("a comma stands before the closing \(close)") }
        }
        isFirst = false
        return true
    }

    private mutating func word() throws(ExperimentsError) -> JSON {
        let start = index
        while let byte = peek, isLetter(byte) { index += 1 }
        switch String(decoding: bytes[start..<index], as: UTF8.self) {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "": throw error("a value is expected", at: start)
        case let word: throw error("\(word) is not JSON; write it in quotes", at: start)
        }
    }

    // MARK: Numbers

    private mutating func number() throws(ExperimentsError) -> JSON {
        let start = index
        let isNegative = take("-")
        let firstDigit = index
        try digits()
        if bytes[firstDigit] == UInt8(ascii: "0"), index > firstDigit + 1 {
            throw error("a number starts with a needless 0", at: start)
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        // "-0" has a sign that only a double keeps.
        if isWhole, let integer = Int64(text), !(isNegative && integer == 0) { return .integer(Int128(integer)) }
        if isWhole, let integer = UInt64(text) { return .integer(Int128(integer)) }
        guard let number = Double(text), number.isFinite else {
            throw error("\(text.prefix(40)) does not fit a double", at: start)
        }
        return .number(number)
    }

    private mutating func digits() throws(ExperimentsError) {
        let start = index
        while let byte = peek, isDigit(byte) { index += 1 }
        if index == start { throw error("a digit is expected") }
    }

    // MARK: Texts

    private mutating func string() throws(ExperimentsError) -> String {
        let start = index
        index += 1
        var content: [UInt8] = []
        while true {
            switch peek {
            case nil: throw error("the quotes are never closed", at: start)
            case UInt8(ascii: "\""):
                index += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw error("this text is not UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"):
                index += 1
                content += Array(String(Character(try escape())).utf8)
            case .some(0..<0x20): throw error("a line end or control character stands within quotes")
            case .some(let byte):
                content.append(byte)
                index += 1
            }
        }
    }

    private mutating func escape() throws(ExperimentsError) -> Unicode.Scalar {
        let escapes: [(Unicode.Scalar, Unicode.Scalar)] = [
            ("\"", "\""), ("\\", "\\"), ("/", "/"), ("b", "\u{8}"), ("f", "\u{c}"), ("n", "\n"), ("r", "\r"),
            ("t", "\t"),
        ]
        for (letter, meaning) in escapes where take(letter) { return meaning }
        let start = index - 1
        guard take("u") else { throw error("an unknown escape", at: start) }
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, take("\\"), take("u") else { throw error("half a surrogate pair", at: start) }
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half a surrogate pair", at: start) }
        return scalar
    }

    private mutating func hexadecimal() throws(ExperimentsError) -> UInt32 {
        let digits = bytes[index..<min(index + 4, bytes.count)]
        guard digits.count == 4, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are expected") }
        index += 4
        return unit
    }

    // MARK: Bytes

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// An error at byte `position`, or where the parser stands; columns count characters' first bytes, from 1.
    private func error(_ reason: String, at position: Int? = nil) -> ExperimentsError {
        let before = bytes[..<(position ?? index)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let line = before.count { $0 == 0x0A } + 1
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return .malformed(line: line, column: column, reason: reason)
    }
}

extension JSON {
    /// Reads JSON text.
    ///
    /// - Throws: ``ExperimentsError/malformed(line:column:reason:)`` with the place of the first fault.
    public init(parsing text: String) throws(ExperimentsError) {
        self = try JSONParser.parse(Array(text.utf8))
    }
}
