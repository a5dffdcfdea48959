/// A JSON value whose objects keep the order of their members.
///
/// Literals read as JSON does: `["schema": "firstmover.run/1", "mean": 0.5, "sizes": [1, 2], "missing": nil]`.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// Written without a fraction; wide enough for every seed.
    case integer(Int128)
    /// Written as `null` where it is not finite.
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One `"key": value` of an object.
    public struct Member: Sendable, Hashable {
        public var key: String
        public var value: JSON

        public init(key: String, value: JSON) {
            self.key = key
            self.value = value
        }
    }

    public init(_ value: Bool) { self = .bool(value) }
    public init(_ value: some BinaryInteger) { self = .integer(Int128(value)) }
    public init(_ value: String) { self = .string(value) }
    public init(_ value: Double) { self = .number(value) }
    public init(_ value: Double?) { self = value.map(JSON.number) ?? .null }
    public init(_ values: [Double]) { self = .array(values.map(JSON.number)) }
    public init(_ values: [Int]) { self = .array(values.map { .integer(Int128($0)) }) }
    public init(_ values: [String]) { self = .array(values.map(JSON.string)) }

    /// Rows of numbers: `values` in row-major order, `columns` a row.
    public init(_ values: [Double], columns: Int) {
        precondition(
            columns > 0 && values.count.isMultiple(of: columns), "\(values.count) values in rows of \(columns)")
        self = .array(stride(from: 0, to: values.count, by: columns).map { JSON(Array(values[$0..<$0 + columns])) })
    }

    /// The first member `key` of an object; nil where there is none or this is no object.
    public subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// Adds member `key` at the end of an object, or replaces its value in place.
    public mutating func set(_ key: String, to value: JSON) {
        guard case .object(var members) = self else { preconditionFailure("\(typeName) has no member \(key)") }
        if let index = members.firstIndex(where: { $0.key == key }) {
            members[index].value = value
        } else {
            members.append(Member(key: key, value: value))
        }
        self = .object(members)
    }

    /// What the value is, as it stands in an error: `a number`.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(Int128(value)) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }
}
