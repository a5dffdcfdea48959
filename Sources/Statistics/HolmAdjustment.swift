/// P values adjusted for being several, by Holm's step-down procedure: those below alpha reject their hypotheses with a
/// probability of at most alpha that any of them is true, however the tests depend on each other.
///
/// The k-th smallest of m is multiplied by m - k + 1, is not below the adjusted ones before it, and is at most 1.
///
/// - Parameter pValues: in `0...1`, in any order.
/// - Returns: as many, in the same order.
/// - Complexity: O(m log m).
/// - SeeAlso: Holm, Scandinavian Journal of Statistics 6, 1979.
public func holmAdjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy((0...1).contains), "p values outside 0...1 among \(pValues)")
    var adjusted = pValues
    var largest = 0.0
    for (smaller, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
        largest = max(largest, min(1, pValues[index] * Double(pValues.count - smaller)))
        adjusted[index] = largest
    }
    return adjusted
}
