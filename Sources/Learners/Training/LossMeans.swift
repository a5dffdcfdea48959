/// Means of numbers that every gradient step gives, over the steps since they were last taken.
struct LossMeans: Sendable {
    private let names: [String]
    private var sums: [Double]
    private var counts: [Int]

    init(_ names: [String]) {
        self.names = names
        sums = Array(repeating: 0, count: names.count)
        counts = Array(repeating: 0, count: names.count)
    }

    mutating func add(_ value: Float, to index: Int) {
        sums[index] += Double(value)
        counts[index] += 1
    }

    /// The means of what was added, and forgets it; empty where nothing was.
    mutating func take() -> [(name: String, value: Double)] {
        var means: [(name: String, value: Double)] = []
        for index in names.indices where counts[index] > 0 {
            means.append((names[index], sums[index] / Double(counts[index])))
            (sums[index], counts[index]) = (0, 0)
        }
        return means
    }
}
