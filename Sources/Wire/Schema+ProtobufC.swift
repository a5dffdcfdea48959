import CFirstmoverProtos

/// What the preflight needs to know of an envelope and everything in it, read once from libprotobuf-c's descriptors.
///
/// Flat tables of trivial values: looking up a field follows two indices and retains nothing. A class, because a copy of
/// so many arrays costs more in reference counts than checking a small frame.
final class Schema: Sendable {
    /// How a field's value is written.
    enum Kind: UInt8 {
        case varint
        case fixed64
        case fixed32
        case string
        case bytes
        case message

        var wireType: Int {
            switch self {
            case .varint: 0
            case .fixed64: 1
            case .string, .bytes, .message: 2
            case .fixed32: 5
            }
        }

        /// Whether a repeated field of it may be one run of elements without tags.
        var isPackable: Bool { wireType != 2 }
    }

    /// What a field's value means to a person.
    enum Meaning: UInt8 {
        case unsigned
        case signed
        case boolean
        case enumeration
        case double
        case other
    }

    struct Field {
        let number: UInt32
        let kind: Kind
        let meaning: Meaning
        let isRepeated: Bool
        /// Index among the message's oneofs; -1 outside of one.
        let oneof: Int
        /// Index of the message the field holds; -1 for another kind.
        let child: Int
    }

    struct Message {
        /// Where the message's fields begin in `fields`.
        let firstField: Int
        let fieldCount: Int
        /// Where the message's part of `lookup` begins.
        let firstLookup: Int
        let largestNumber: UInt32
        let oneofCount: Int
    }

    let messages: [Message]
    let fields: [Field]
    /// Per message and field number, the field's index; -1 for a number the message does not use.
    let lookup: [Int32]
    /// Names in the order of `fields`.
    let fieldNames: [String]
    /// Names in the order of `messages`.
    let messageNames: [String]
    /// Per field, the names of the values of its enumeration; empty for another type.
    let valueNames: [[Int32: String]]

    /// What the host sends.
    static let hostEnvelope = {
        var envelope = unsafe Firstmover__V1__HostEnvelope()
        unsafe firstmover__v1__host_envelope__init(&envelope)
        return unsafe Schema(envelope.base.descriptor)
    }()

    /// What the plugin sends.
    static let pluginEnvelope = {
        var envelope = unsafe Firstmover__V1__PluginEnvelope()
        unsafe firstmover__v1__plugin_envelope__init(&envelope)
        return unsafe Schema(envelope.base.descriptor)
    }()

    /// The message `root`, at index 0, and every message reachable from it.
    private init(_ root: UnsafePointer<ProtobufCMessageDescriptor>) {
        var messages: [Message] = []
        var fields: [Field] = []
        var lookup: [Int32] = []
        var fieldNames: [String] = []
        var messageNames: [String] = []
        var valueNames: [[Int32: String]] = []
        var found = unsafe [root]
        var index = 0
        while unsafe index < found.count {
            let descriptor = unsafe found[index].pointee
            unsafe messageNames.append(String(cString: descriptor.short_name))
            let described = unsafe UnsafeBufferPointer(start: descriptor.fields, count: Int(descriptor.n_fields))
            let largest = unsafe described.last?.id ?? 0
            let firstField = fields.count
            let firstLookup = lookup.count
            lookup.append(contentsOf: repeatElement(-1, count: Int(largest) + 1))
            var oneofs: [UInt32] = []
            for position in described.indices {
                let field = unsafe described[position]
                var oneof = -1
                if unsafe field.flags & UInt32(PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue) != 0 {
                    // The descriptors do not name oneofs; their members share the place of the case number.
                    let place = unsafe field.quantifier_offset
                    oneof = oneofs.firstIndex(of: place) ?? oneofs.count
                    if oneof == oneofs.count { oneofs.append(place) }
                }
                var child = -1
                if unsafe field.type == PROTOBUF_C_TYPE_MESSAGE {
                    let type = unsafe UnsafePointer(
                        field.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
                    child = unsafe found.firstIndex(of: type) ?? found.count
                    if unsafe child == found.count { unsafe found.append(type) }
                }
                unsafe lookup[firstLookup + Int(field.id)] = Int32(fields.count)
                unsafe fieldNames.append(String(cString: field.name))
                unsafe valueNames.append(Schema.valueNames(field))
                unsafe fields.append(
                    Field(
                        number: field.id, kind: Kind(field.type), meaning: Meaning(field.type),
                        isRepeated: field.label == PROTOBUF_C_LABEL_REPEATED,
                        oneof: oneof, child: child))
            }
            messages.append(
                Message(
                    firstField: firstField, fieldCount: fields.count - firstField, firstLookup: firstLookup,
                    largestNumber: largest, oneofCount: oneofs.count))
            index += 1
        }
        self.messages = messages
        self.fields = fields
        self.lookup = lookup
        self.fieldNames = fieldNames
        self.messageNames = messageNames
        self.valueNames = valueNames
    }

    private static func valueNames(_ field: ProtobufCFieldDescriptor) -> [Int32: String] {
        guard unsafe field.type == PROTOBUF_C_TYPE_ENUM else { return [:] }
        let descriptor = unsafe field.descriptor.assumingMemoryBound(to: ProtobufCEnumDescriptor.self).pointee
        var names: [Int32: String] = [:]
        for i in 0..<Int(unsafe descriptor.n_values) {
            unsafe names[descriptor.values[i].value] = unsafe String(cString: descriptor.values[i].name)
        }
        return names
    }

    /// The members of a oneof, as a name for it.
    func oneofName(_ oneof: Int, of message: Int) -> String {
        let first = messages[message].firstField
        let members = (first..<first + messages[message].fieldCount).filter { fields[$0].oneof == oneof }
        return members.map { fieldNames[$0] }.joined(separator: "|")
    }
}

extension Schema.Kind {
    fileprivate init(_ type: ProtobufCType) {
        switch type {
        case PROTOBUF_C_TYPE_DOUBLE, PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64: self = .fixed64
        case PROTOBUF_C_TYPE_FLOAT, PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32: self = .fixed32
        case PROTOBUF_C_TYPE_STRING: self = .string
        case PROTOBUF_C_TYPE_BYTES: self = .bytes
        case PROTOBUF_C_TYPE_MESSAGE: self = .message
        default: self = .varint
        }
    }
}

extension Schema.Meaning {
    fileprivate init(_ type: ProtobufCType) {
        switch type {
        case PROTOBUF_C_TYPE_UINT32, PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_FIXED64: self = .unsigned
        case PROTOBUF_C_TYPE_SINT32, PROTOBUF_C_TYPE_SINT64: self = .signed
        case PROTOBUF_C_TYPE_BOOL: self = .boolean
        case PROTOBUF_C_TYPE_ENUM: self = .enumeration
        case PROTOBUF_C_TYPE_DOUBLE: self = .double
        default: self = .other
        }
    }
}
