import Games

/// A JSON value with the path that leads to it, so that whoever reads a wrong file learns which field is wrong.
///
/// ```swift
/// let gains = try root["cases"].elements[0]["game"]["h"].matrix    // "cases[0].game.h[2][1]: must be a number, ..."
/// ```
public struct JSONField: Sendable {
    public let value: JSON
    /// `cases[0].game.h`; empty at the root.
    public let path: String

    public init(_ value: JSON, path: String = "") {
        self.value = value
        self.path = path
    }

    /// Member `key`.
    ///
    /// - Throws: ``ExperimentsError/field(path:reason:)`` where it is missing or this is no object.
    public subscript(key: String) -> JSONField {
        get throws(ExperimentsError) {
            guard let member = try optional(key) else {
                throw .field(path: child(key), reason: "is missing")
            }
            return member
        }
    }

    /// Member `key`, nil where it is missing; a null is there.
    public func optional(_ key: String) throws(ExperimentsError) -> JSONField? {
        guard case .object = value else { throw wrongType("an object") }
        return value[key].map { JSONField($0, path: child(key)) }
    }

    public var isNull: Bool { value == .null }

    /// Members of an object in their order.
    public var members: [(key: String, field: JSONField)] {
        get throws(ExperimentsError) {
            guard case .object(let members) = value else { throw wrongType("an object") }
            return members.map { ($0.key, JSONField($0.value, path: child($0.key))) }
        }
    }

    /// Refuses an object with a member that nobody reads: a slip in its name would leave a default in its place.
    ///
    /// - Throws: ``ExperimentsError/field(path:reason:)`` naming the first member outside `known`, with the nearest of these.
    func refuseMembers(outside known: [String]) throws(ExperimentsError) {
        for (key, field) in try members where !known.contains(key) {
            let remedy =
                nearestName(to: key, among: known).map { "did you mean \($0)?" }
                ?? "known are \(known.joined(separator: ", "))"
            throw .field(path: field.path, reason: "is unknown; \(remedy)")
        }
    }

    public var elements: [JSONField] {
        get throws(ExperimentsError) {
            guard case .array(let elements) = value else { throw wrongType("a list") }
            return elements.enumerated().map { JSONField($0.element, path: "\(path)[\($0.offset)]") }
        }
    }

    /// A number, or a text that stands for one that JSON cannot write: `Infinity`, `inf`, `NaN`, with a sign or without.
    public var number: Double {
        get throws(ExperimentsError) {
            switch value {
            case .number(let number): return number
            case .integer(let integer): return Double(integer)
            case .string(let text):
                switch text.lowercased() {
                case "nan": return .nan
                case "inf", "infinity", "+inf", "+infinity": return .infinity
                case "-inf", "-infinity": return -.infinity
                default: throw wrongType("a number")
                }
            default: throw wrongType("a number")
            }
        }
    }

    /// A whole number, also one written as 3.0.
    public var integer: Int {
        get throws(ExperimentsError) {
            switch value {
            case .integer(let integer):
                if let integer = Int(exactly: integer) { return integer }
            case .number(let number):
                if let integer = Int(exactly: number) { return integer }
            default: break
            }
            throw wrongType("a whole number")
        }
    }

    /// An unsigned 64-bit number, as decimal digits in quotes or as a number.
    public var seed: UInt64 {
        get throws(ExperimentsError) {
            switch value {
            case .string(let digits):
                if digits.allSatisfy(\.isWholeNumber), let seed = UInt64(digits) { return seed }
            case .integer(let integer):
                if let seed = UInt64(exactly: integer) { return seed }
            default: break
            }
            throw wrongType("a whole number from 0 to 2^64 - 1")
        }
    }

    public var text: String {
        get throws(ExperimentsError) {
            guard case .string(let text) = value else { throw wrongType("a text") }
            return text
        }
    }

    public var bool: Bool {
        get throws(ExperimentsError) {
            guard case .bool(let bool) = value else { throw wrongType("true or false") }
            return bool
        }
    }

    public var numbers: [Double] {
        get throws(ExperimentsError) {
            var numbers: [Double] = []
            for element in try elements { numbers.append(try element.number) }
            return numbers
        }
    }

    public var integers: [Int] {
        get throws(ExperimentsError) {
            var integers: [Int] = []
            for element in try elements { integers.append(try element.integer) }
            return integers
        }
    }

    /// Rows of numbers, of whatever lengths.
    public var matrix: [[Double]] {
        get throws(ExperimentsError) {
            var rows: [[Double]] = []
            for element in try elements { rows.append(try element.numbers) }
            return rows
        }
    }

    private func child(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func wrongType(_ expected: String) -> ExperimentsError {
        let found =
            switch value {
            case .string(let text): "the text \"\(text.prefix(40))\""
            case .integer, .number: value.text()
            default: value.typeName
            }
        return .field(path: path.isEmpty ? "the file" : path, reason: "must be \(expected), not \(found)")
    }
}
