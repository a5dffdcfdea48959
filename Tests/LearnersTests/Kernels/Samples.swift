@testable import Learners

/// Numbers to compute with, the same in every run.
enum Samples {
    /// `count` floats in -1..<1, multiples of 2^-23, from a linear congruential generator (Knuth's MMIX).
    static func floats(_ count: Int, seed: UInt64) -> [Float] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) * 0x1p-23 - 1
        }
    }
}

extension NetworkKernelKind {
    static let available = allCases.filter(\.isAvailable)
}

extension Matrix {
    /// One row of these numbers.
    convenience init(_ numbers: [Float]) {
        self.init(rows: 1, columns: numbers.count)
        for (i, number) in numbers.enumerated() { self[i] = number }
    }

    /// One row of a number again and again.
    convenience init(repeating number: Float, count: Int) {
        self.init(Array(repeating: number, count: count))
    }

    /// All its numbers.
    var numbers: [Float] { (0..<count).map { self[$0] } }

    /// The bits of all its numbers, which are equal where NaNs are too.
    var bits: [UInt32] { (0..<count).map { self[$0].bitPattern } }
}

extension Matrix {
    /// These numbers, row after row.
    convenience init(_ numbers: [Float], rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns)
        for (i, number) in numbers.enumerated() { self[i] = number }
    }
}
