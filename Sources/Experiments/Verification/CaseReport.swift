/// One field of a case beside what was computed: the element of it that is furthest off, in units of its tolerance.
public struct FieldComparison: Sendable, Equatable {
    /// `silent.sequential.U[2]`.
    public let field: String
    public let expected: JSON
    public let actual: JSON
    /// |actual - expected|; infinite where they are not two numbers and differ.
    public let error: Double
    /// The largest error allowed, in the same unit; 0 where only equality will do.
    public let tolerance: Double

    public var holds: Bool { error <= tolerance }

    /// The error in units of the tolerance: above 1 is off.
    var ratio: Double { error == 0 ? 0 : error / tolerance }
}

/// What a checker found in one case.
struct CaseReport {
    private(set) var comparisons: [FieldComparison] = []

    var holds: Bool { comparisons.allSatisfy(\.holds) }

    /// Compares member `key` of `object` with `actual`, which is not computed where the case does not state the member.
    ///
    /// Lists are compared element by element and have the same lengths; numbers are, within `tolerance`; everything else
    /// has to be equal.
    ///
    /// - Parameters:
    ///   - key: the member's key.
    ///   - object: the case, or an object within it.
    ///   - tolerance: how far off a number may be.
    ///   - actual: the value computed.
    /// - Throws: what `actual` does, or where `object` is none.
    mutating func compare(
        _ key: String, of object: JSONField, _ tolerance: Tolerance = .exact,
        with actual: @autoclosure () throws(ExperimentsError) -> JSON
    ) throws(ExperimentsError) {
        guard let expected = try object.optional(key) else { return }
        compare(expected, tolerance, with: try actual())
    }

    /// Compares a value at hand with `actual`, as above.
    mutating func compare(_ expected: JSONField, _ tolerance: Tolerance = .exact, with actual: JSON) {
        comparisons.append(worst(expected, actual, tolerance))
    }

    /// Notes a comparison made elsewhere.
    mutating func add(_ comparison: FieldComparison) { comparisons.append(comparison) }

    private func worst(_ expected: JSONField, _ actual: JSON, _ tolerance: Tolerance) -> FieldComparison {
        if case .array(let actualElements) = actual, let elements = try? expected.elements,
            elements.count == actualElements.count
        {
            let compared = zip(elements, actualElements).map { worst($0, $1, tolerance) }
            return compared.max { $0.ratio < $1.ratio } ?? result(expected, actual, error: 0, tolerance: 0)
        }
        if let target = try? expected.number, let value = try? JSONField(actual).number {
            let isSame = value == target || (value.isNaN && target.isNaN)
            let error = isSame ? 0 : value.isFinite && target.isFinite ? abs(value - target) : .infinity
            return result(
                expected, actual, error: error, tolerance: target.isFinite ? tolerance.allowance(for: target) : 0)
        }
        return result(expected, actual, error: expected.value == actual ? 0 : .infinity, tolerance: 0)
    }

    private func result(_ expected: JSONField, _ actual: JSON, error: Double, tolerance: Double) -> FieldComparison {
        FieldComparison(
            field: expected.path, expected: expected.value, actual: actual, error: error, tolerance: tolerance)
    }
}
