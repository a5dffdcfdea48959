/// Frames as text for people: a line a field, its bytes on the left, what they mean on the right.
///
/// ```
/// 00 00 00 0d                                      length 13
/// 08 06                                            id = 6
/// ```
///
/// What is malformed is shown as far as it can be read, then as plain bytes.
public enum FrameDump {
    /// A frame from the host, length included.
    public static func host(_ frame: [UInt8]) -> String { text(frame, .hostEnvelope) }

    /// A frame from the plugin, length included.
    public static func plugin(_ frame: [UInt8]) -> String { text(frame, .pluginEnvelope) }

    /// Bytes that are no frame, the first kilobyte of them as text.
    public static func remainder(_ bytes: [UInt8]) -> String {
        "\(bytes.count) bytes that are no frame: \"\(printable(bytes.prefix(1024)))\""
    }

    private static func text(_ frame: [UInt8], _ schema: Schema) -> String {
        var dump = Dump(schema: schema)
        let header = min(Limits.headerLength, frame.count)
        let length = frame[..<header].reduce(0) { $0 << 8 | Int($1) }
        dump.write(frame.span, 0..<header, depth: 0, header < Limits.headerLength ? "cut off" : "length \(length)")
        dump.message(0, frame.span, header..<frame.count, depth: 0)
        return dump.lines.joined(separator: "\n")
    }
}

/// The lines written so far.
private struct Dump {
    let schema: Schema
    var lines: [String] = []

    private static let bytesALine = 16

    /// The bytes `range` as message `index` of the schema.
    mutating func message(_ index: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, depth: Int) {
        var position = range.lowerBound
        while position < range.upperBound {
            let start = position
            do throws(MalformedMessage) {
                try field(of: index, bytes, &position, range.upperBound, depth: depth)
            } catch {
                write(bytes, start..<range.upperBound, depth: depth, "cannot be read: \(error.problem)")
                return
            }
        }
    }

    private mutating func field(
        of index: Int, _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, depth: Int
    ) throws(MalformedMessage) {
        let start = position
        let tag = try shortVarint(bytes, &position, end)
        let (number, wireType) = (tag >> 3, tag & 7)
        let message = schema.messages[index]
        let found = number <= message.largestNumber ? Int(schema.lookup[message.firstLookup + Int(number)]) : -1
        let name = found < 0 ? "unknown field \(number)" : schema.fieldNames[found]
        switch wireType {
        case 0:
            let value = try longVarint(bytes, &position, end)
            write(bytes, start..<position, depth: depth, "\(name) = \(shown(value, found))")
        case 1:
            let first = position
            try skipBytes(8, &position, end)
            write(bytes, start..<position, depth: depth, "\(name) = \(shown(fixed64(bytes, first), found))")
        case 5:
            try skipBytes(4, &position, end)
            write(bytes, start..<position, depth: depth, name)
        case 2:
            let first = try lengthPrefixed(bytes, &position, end)
            try content(found, name, bytes, start, first..<position, depth: depth)
        default: throw MalformedMessage(offset: start, path: "", .unknownWireType(Int(wireType)))
        }
    }

    /// A field with a length: a message on lines of its own, text in quotes, packed numbers as a list, else its bytes.
    private mutating func content(
        _ found: Int, _ name: String, _ bytes: Span<UInt8>, _ start: Int, _ range: Range<Int>, depth: Int
    ) throws(MalformedMessage) {
        let whole = start..<range.upperBound
        guard found >= 0 else {
            write(bytes, whole, depth: depth, "\(name), \(range.count) bytes")
            return
        }
        let field = schema.fields[found]
        switch field.kind {
        case .message:
            write(bytes, start..<range.lowerBound, depth: depth, "\(name): \(range.count) bytes")
            self.message(field.child, bytes, range, depth: depth + 1)
        case .string:
            let text = String(decoding: range.map { bytes[$0] }, as: UTF8.self)
            write(bytes, whole, depth: depth, "\(name) = \(text.debugDescription)")
        case .bytes:
            write(bytes, start..<range.lowerBound, depth: depth, "\(name): \(range.count) bytes")
            if !range.isEmpty { write(bytes, range, depth: depth + 1, "") }
        case .varint, .fixed64, .fixed32:
            var values: [String] = []
            var position = range.lowerBound
            while position < range.upperBound {
                let first = position
                switch field.kind {
                case .varint: values.append(shown(try longVarint(bytes, &position, range.upperBound), found))
                case .fixed64:
                    try skipBytes(8, &position, range.upperBound)
                    values.append(shown(fixed64(bytes, first), found))
                default: try skipBytes(4, &position, range.upperBound)
                }
            }
            write(bytes, whole, depth: depth, "\(name) = [\(values.joined(separator: ", "))]")
        }
    }

    /// `value` as a value of field `found`.
    private func shown(_ value: UInt64, _ found: Int) -> String {
        guard found >= 0 else { return "\(value)" }
        switch schema.fields[found].meaning {
        case .unsigned, .other: return "\(value)"
        case .signed: return "\(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))"
        case .boolean: return value == 0 ? "false" : "true"
        case .enumeration: return schema.valueNames[found][Int32(truncatingIfNeeded: value)] ?? "\(value)"
        case .double: return "\(Double(bitPattern: value))"
        }
    }

    private func fixed64(_ bytes: Span<UInt8>, _ first: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[first + $1]) << UInt64(8 * $1) }
    }

    /// The bytes `range`, 16 a line and indented by `depth`, with `text` beside the first line.
    mutating func write(_ bytes: Span<UInt8>, _ range: Range<Int>, depth: Int, _ text: String) {
        let indent = String(repeating: "  ", count: depth)
        var start = range.lowerBound
        repeat {
            let end = min(start + Self.bytesALine, range.upperBound)
            var line = indent
            for i in start..<end { line += (i == start ? "" : " ") + hexadecimal(bytes[i]) }
            if start == range.lowerBound && !text.isEmpty {
                line += String(repeating: " ", count: max(1, 3 * Self.bytesALine + 1 - line.utf8.count)) + " " + text
            }
            lines.append(line)
            start = end
        } while start < range.upperBound
    }
}

/// Two digits, lower case.
func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0\(digits)" : digits
}
