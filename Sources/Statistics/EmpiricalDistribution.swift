/// The distribution of numbers that were seen: how many are at or below any value.
public struct EmpiricalDistribution: Sendable, Equatable {
    /// In ascending order.
    private let sorted: [Double]

    /// The distribution of `samples`, none of which is NaN.
    ///
    /// - Complexity: O(n log n).
    public init(_ samples: [Double]) {
        precondition(!samples.contains { $0.isNaN }, "a NaN has no place in an order")
        sorted = samples.sorted()
    }

    public var count: Int { sorted.count }

    /// The smallest value seen that a share of at least `share`, in `0...1`, is at or below; nil where none was seen.
    ///
    /// The inverse of the distribution function, definition 1 of Hyndman and Fan, The American Statistician 50(4), 1996.
    public func quantile(_ share: Double) -> Double? {
        precondition((0...1).contains(share), "a share of \(share)")
        guard !sorted.isEmpty else { return nil }
        let needed = Int((share * Double(count)).rounded(.up))
        return sorted[max(needed, 1) - 1]
    }

    /// A value, and the share of samples at or below it.
    public struct Point: Sendable, Equatable {
        public let value: Double
        public let cumulativeShare: Double
    }

    /// The distribution function at the distinct values in ascending order, at `most` of them, at least 2.
    ///
    /// Where there are more, those whose ranks among them are evenly spaced, the smallest and the largest included; the
    /// shares are those of all samples whichever are taken.
    public func points(most: Int) -> [Point] {
        precondition(most >= 2, "a distribution in \(most) points")
        // Where the last sample of each distinct value stands.
        let ends = sorted.indices.filter { $0 + 1 == sorted.count || sorted[$0] < sorted[$0 + 1] }
        let kept = ends.count <= most ? Array(ends) : (0..<most).map { ends[$0 * (ends.count - 1) / (most - 1)] }
        return kept.map { Point(value: sorted[$0], cumulativeShare: Double($0 + 1) / Double(sorted.count)) }
    }
}
