@testable import Learners

/// Writes a learner's numbers down in memory, or puts those written down back.
struct MemoryVisitor: StateVisitor {
    enum Number: Hashable {
        case matrix([UInt32])
        case count(UInt64)
        case real(UInt64)
    }

    /// What was shown, in its order.
    private(set) var numbers: [(name: String, value: Number)] = []
    /// What is yet to be put back; nil while numbers are written down.
    private var left: ArraySlice<(name: String, value: Number)>?

    struct Mismatch: Error {
        let name: String
    }

    /// Writes down.
    init() {}

    /// Puts back what `other` wrote down.
    init(restoring other: MemoryVisitor) { left = other.numbers[...] }

    /// Whether everything was put back.
    var isDone: Bool { left?.isEmpty ?? true }

    /// The matrix called `name`.
    func matrix(_ name: String) -> [Float]? {
        for case (name, .matrix(let bits)) in numbers { return bits.map { Float(bitPattern: $0) } }
        return nil
    }

    /// Those of its numbers whose names begin like this.
    func part(_ prefix: String) -> MemoryVisitor {
        var part = MemoryVisitor()
        part.numbers = numbers.filter { $0.name.hasPrefix(prefix) }
        return part
    }

    private mutating func next(_ name: String, _ value: Number) throws(Mismatch) -> Number {
        guard left != nil else {
            numbers.append((name, value))
            return value
        }
        guard let first = left?.popFirst(), first.name == name else { throw Mismatch(name: name) }
        return first.value
    }

    mutating func visit(_ name: String, _ matrix: Matrix, first count: Int) throws(Mismatch) {
        let own = (0..<count).map { matrix[$0].bitPattern }
        guard case .matrix(let bits) = try next(name, .matrix(own)), bits.count == count else {
            throw Mismatch(name: name)
        }
        for (i, bits) in bits.enumerated() { matrix[i] = Float(bitPattern: bits) }
    }

    mutating func visit(_ name: String, _ number: inout UInt64) throws(Mismatch) {
        guard case .count(let value) = try next(name, .count(number)) else { throw Mismatch(name: name) }
        number = value
    }

    mutating func visit(_ name: String, _ number: inout Double) throws(Mismatch) {
        guard case .real(let bits) = try next(name, .real(number.bitPattern)) else { throw Mismatch(name: name) }
        number = Double(bitPattern: bits)
    }
}

extension OffPolicyLearner {
    /// All its numbers.
    func state() throws -> MemoryVisitor {
        var visitor = MemoryVisitor()
        try visit(&visitor)
        return visitor
    }
}

extension MemoryVisitor: Equatable {
    static func == (a: Self, b: Self) -> Bool { a.numbers.elementsEqual(b.numbers) { $0 == $1 } }

    /// A number that any change of any bit changes (FNV-1a, of 64 bits).
    var hash: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bits: UInt64) {
            for shift in stride(from: 0, to: 64, by: 8) {
                hash = (hash ^ (bits >> UInt64(shift) & 255)) &* 0x100_0000_01B3
            }
        }
        for (_, value) in numbers {
            switch value {
            case .matrix(let bits): for bits in bits { add(UInt64(bits)) }
            case .count(let bits), .real(let bits): add(bits)
            }
        }
        return hash
    }
}
