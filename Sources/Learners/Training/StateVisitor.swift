/// Who is shown every number that a learner needs to go on where it stopped: to write them down, or to put back others.
///
/// A learner shows its numbers in one function for both ways, so that nothing is written that is not read.
public protocol StateVisitor: ~Copyable {
    associatedtype Failure: Error

    /// Shows the first `count` numbers of a matrix, which may be changed.
    mutating func visit(_ name: String, _ numbers: Matrix, first count: Int) throws(Failure)
    /// Shows a count or a seed.
    mutating func visit(_ name: String, _ number: inout UInt64) throws(Failure)
    /// Shows a number of double precision.
    mutating func visit(_ name: String, _ number: inout Double) throws(Failure)
}

extension StateVisitor where Self: ~Copyable {
    /// Shows all numbers of a matrix.
    mutating func visit(_ name: String, _ numbers: Matrix) throws(Failure) {
        try visit(name, numbers, first: numbers.count)
    }

    /// Shows a count.
    mutating func visit(_ name: String, _ count: inout Int) throws(Failure) {
        var number = UInt64(count)
        try visit(name, &number)
        count = Int(clamping: number)
    }
}
