import Policy

/// A digest of every slot of the episodes under way: of what was decided in each stage, and of what came of it.
///
/// An episode's digests are a text of eight hexadecimal digits a part, the stages in their order and then the outcome, slot
/// after slot. Two plays of an episode that agree in every bit have the same text; two that do not differ in it from the
/// first part on that differs, but for one in four thousand million.
struct SlotDigests {
    /// Digits of one part.
    static let digits = 8

    /// Of the episodes under way.
    private(set) var rows: [String] = []

    /// Starts episodes in `count` rows; those under way are dropped.
    mutating func begin(rows count: Int) {
        rows = Array(repeating: "", count: count)
    }

    /// Adds what was decided in a stage.
    ///
    /// - Parameter decisions: of the policies that the stage asks, in index order. Agents follow each other whoever
    ///   decides for them, so that the number of processes changes nothing.
    mutating func add(_ decisions: [Actions]) {
        let tensors = decisions.map(\.tensors.count).max() ?? 0
        for row in rows.indices {
            var hash = FNV()
            for tensor in 0..<tensors {
                for actions in decisions where tensor < actions.tensors.count {
                    hash.add(actions.tensors[tensor], row: row)
                }
            }
            rows[row] += hash.text
        }
    }

    /// Adds what a slot came to in `row`.
    mutating func add(outcome: some Sequence<Double>, row: Int) {
        var hash = FNV()
        for value in outcome { hash.add(value.bitPattern) }
        rows[row] += hash.text
    }
}

extension SlotDigests {
    /// Where the digests of two plays of an episode part first; `stage` is nil where it is the outcome that differs.
    ///
    /// - Parameters:
    ///   - left: one play's digests.
    ///   - right: the other's.
    ///   - stages: stages of a slot.
    /// - Returns: nil where they are equal.
    static func firstDifference(_ left: String, _ right: String, stages: Int) -> (slot: Int, stage: Int?)? {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        let common = min(left.count, right.count)
        guard
            let at = (0..<common).first(where: { left[$0] != right[$0] }) ?? (left.count == right.count ? nil : common)
        else { return nil }
        let (slot, part) = (at / digits).quotientAndRemainder(dividingBy: stages + 1)
        return (slot, part == stages ? nil : part)
    }
}

/// Fowler, Noll and Vo's hash of 32 bits, FNV-1a.
private struct FNV {
    private var state: UInt32 = 2_166_136_261

    mutating func add(_ word: UInt64) {
        for byte in 0..<8 {
            state = (state ^ UInt32(truncatingIfNeeded: word >> (8 * UInt64(byte)) & 0xFF)) &* 16_777_619
        }
    }

    mutating func add(_ tensor: Tensor, row: Int) {
        let range = row * tensor.rowStride..<(row + 1) * tensor.rowStride
        switch tensor.space.elementType {
        case .float32: for value in tensor.float32[range] { add(UInt64(value.bitPattern)) }
        case .float64: for value in tensor.float64[range] { add(value.bitPattern) }
        case .int32: for value in tensor.int32[range] { add(UInt64(UInt32(bitPattern: value))) }
        }
    }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: SlotDigests.digits - digits.count) + digits
    }
}
