/// Reads a message against its schema before libprotobuf-c does, and says what is wrong where.
///
/// libprotobuf-c recurses without limit, accepts wrong wire types and invalid UTF-8, cuts strings at a zero byte, and
/// says only that something failed. What passes here is well-formed proto3, nested no deeper than the schema, which has
/// no recursive message.
///
/// It is stricter than protobuf asks where no encoder goes. Refused are a known field with another wire type than its
/// own and a group, both of which protobuf skips; a number of more than 64 bits and a tag of more than 32, which it cuts; a
/// zero byte in a string, which it keeps; a second value of a message field that holds one and a second member of a
/// oneof, which it merges or lets win; and an unset oneof. Of a scalar, string or bytes field given twice the last value
/// holds, as in protobuf.
struct Preflight {
    /// Fields of a frame, at all depths.
    static let fieldLimit = 65_536
    /// Fields of a frame that this version does not know, at all depths.
    static let unknownFieldLimit = 1_024

    private let schema: Schema
    private var fieldCount = 0
    private var unknownFieldCount = 0
    /// Number of an envelope's field that is none of ours and may be the body of a later version; 0 for none.
    private var unknownBody: UInt32 = 0

    private init(_ schema: Schema) {
        self.schema = schema
    }

    /// Checks `bytes` as one envelope of `schema`.
    ///
    /// - Returns: 0, or where the body is of a kind unknown to this version, its field number.
    /// - Throws: what is wrong, at which byte, in which field.
    /// - Complexity: O(bytes).
    static func check(_ bytes: Span<UInt8>, against schema: Schema) throws(MalformedMessage) -> UInt32 {
        var preflight = Preflight(schema)
        try preflight.scan(0, bytes, 0, bytes.count)
        return preflight.unknownBody
    }

    /// Checks the bytes `start ..< end` as message `index` of the schema.
    private mutating func scan(_ index: Int, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(MalformedMessage) {
        let message = schema.messages[index]
        var position = start
        var seenOneofs: UInt64 = 0
        var seenMessages: UInt64 = 0
        var unknown: UInt32 = 0
        while position < end {
            let tagStart = position
            let tag = try shortVarint(bytes, &position, end)
            let number = tag >> 3
            let wireType = Int(tag & 7)
            fieldCount += 1
            if fieldCount > Self.fieldLimit {
                throw MalformedMessage(offset: tagStart, path: "", .tooManyFields(limit: Self.fieldLimit))
            }
            if number == 0 { throw MalformedMessage(offset: tagStart, path: "", .fieldNumberZero) }
            let found = number <= message.largestNumber ? Int(schema.lookup[message.firstLookup + Int(number)]) : -1
            if found < 0 {
                try skip(number, wireType, bytes, tagStart, &position, end)
                if wireType == 2 { unknown = number }
                continue
            }
            let field = schema.fields[found]
            let isPacked = wireType == 2 && field.isRepeated && field.kind.isPackable
            if wireType != field.kind.wireType && !isPacked {
                // A group is refused as what it is, wherever it stands.
                throw located(
                    MalformedMessage(
                        offset: tagStart, path: "",
                        [0, 1, 2, 5].contains(wireType)
                            ? .wrongWireType(found: wireType, expected: field.kind.wireType)
                            : .unknownWireType(wireType)),
                    in: found, bytes, start)
            }
            if field.oneof >= 0 {
                let bit: UInt64 = 1 << UInt64(field.oneof)
                if seenOneofs & bit != 0 {
                    throw located(
                        MalformedMessage(offset: tagStart, path: "", .repeatedSingular), in: found, bytes, start)
                }
                seenOneofs |= bit
            } else if field.kind == .message && !field.isRepeated {
                let bit: UInt64 = 1 << UInt64(found - message.firstField)
                if seenMessages & bit != 0 {
                    throw located(
                        MalformedMessage(offset: tagStart, path: "", .repeatedSingular), in: found, bytes, start)
                }
                seenMessages |= bit
            }
            do throws(MalformedMessage) {
                try scanValue(field, isPacked: isPacked, bytes, &position, end)
            } catch {
                throw located(error, in: found, bytes, start, before: tagStart)
            }
        }
        if seenOneofs == (1 as UInt64) << UInt64(message.oneofCount) - 1 { return }
        if index == 0 && unknown != 0 {
            unknownBody = unknown
            return
        }
        let unset = (~seenOneofs).trailingZeroBitCount
        throw MalformedMessage(offset: start, path: "", .unsetOneof(schema.oneofName(unset, of: index)))
    }

    /// Checks one value of a known field, whose wire type fits, and moves past it.
    private mutating func scanValue(
        _ field: Schema.Field, isPacked: Bool, _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
    ) throws(MalformedMessage) {
        if !isPacked {
            switch field.kind {
            case .varint: return try skipVarint(bytes, &position, end)
            case .fixed64: return try skipBytes(8, &position, end)
            case .fixed32: return try skipBytes(4, &position, end)
            case .string, .bytes, .message: break
            }
        }
        let first = try lengthPrefixed(bytes, &position, end)
        switch field.kind {
        case .bytes: break
        case .message: try scan(field.child, bytes, first, position)
        case .string: try checkText(bytes, first, position)
        case .varint:
            var element = first
            while element < position { try skipVarint(bytes, &element, position) }
        case .fixed64, .fixed32:
            let size = field.kind == .fixed64 ? 8 : 4
            var element = first
            while element < position { try skipBytes(size, &element, position) }
        }
    }

    /// Moves past a field that this version does not know.
    private mutating func skip(
        _ number: UInt32, _ wireType: Int, _ bytes: Span<UInt8>, _ tagStart: Int, _ position: inout Int, _ end: Int
    ) throws(MalformedMessage) {
        unknownFieldCount += 1
        if unknownFieldCount > Self.unknownFieldLimit {
            throw MalformedMessage(offset: tagStart, path: "", .tooManyUnknownFields(limit: Self.unknownFieldLimit))
        }
        switch wireType {
        case 0: try skipVarint(bytes, &position, end)
        case 1: try skipBytes(8, &position, end)
        case 2: _ = try lengthPrefixed(bytes, &position, end)
        case 5: try skipBytes(4, &position, end)
        default: throw MalformedMessage(offset: tagStart, path: "", .unknownWireType(wireType))
        }
    }

    /// Checks a string: UTF-8 without a zero byte.
    private func checkText(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) throws(MalformedMessage) {
        for i in start..<end where bytes[i] == 0 {
            throw MalformedMessage(offset: i, path: "", .zeroByteInString)
        }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.extracting(start..<end))
        } catch {
            throw MalformedMessage(offset: start + error.byteOffsets.lowerBound, path: "", .invalidUTF8)
        }
    }

    /// `error` with field `found` in front of its path, numbered by its place among its like if it is repeated.
    ///
    /// Counts again what came before: only a frame that is refused pays for the number.
    private func located(
        _ error: MalformedMessage, in found: Int, _ bytes: Span<UInt8>, _ start: Int, before tagStart: Int? = nil
    ) -> MalformedMessage {
        var name = schema.fieldNames[found]
        let field = schema.fields[found]
        if field.isRepeated && !field.kind.isPackable {
            name += "[\(occurrences(of: field.number, bytes, start, tagStart ?? error.offset))]"
        }
        let path = error.path.isEmpty ? name : "\(name).\(error.path)"
        return MalformedMessage(offset: error.offset, path: path, error.problem)
    }

    /// How often field `number` stands in the bytes `start ..< end`, which were checked before.
    private func occurrences(of number: UInt32, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var count = 0
        var position = start
        do throws(MalformedMessage) {
            while position < end {
                let tag = try shortVarint(bytes, &position, end)
                if tag >> 3 == number { count += 1 }
                switch tag & 7 {
                case 0: try skipVarint(bytes, &position, end)
                case 1: try skipBytes(8, &position, end)
                case 2: _ = try lengthPrefixed(bytes, &position, end)
                default: try skipBytes(4, &position, end)
                }
            }
        } catch {
            return count
        }
        return count
    }
}
