/// Means over the slots of episodes that are played side by side, as far as somebody played in a slot.
struct SlotMeans {
    private let columns: Int
    /// Shape `[rows, columns]`.
    private var sums: [Double]
    /// Slots that count, one a row.
    private var counts: [Int]

    /// No slot yet of `rows` episodes with `columns` values each.
    init(rows: Int, columns: Int) {
        self.columns = columns
        sums = Array(repeating: 0, count: rows * columns)
        counts = Array(repeating: 0, count: rows)
    }

    /// Counts a slot of `row`, whose values `add` is given.
    mutating func beginSlot(row: Int) { counts[row] += 1 }

    /// Adds what was measured in `row` to the columns from `first` on; a NaN makes the mean one.
    ///
    /// - Parameters:
    ///   - values: shape `[rows, width]`.
    ///   - width: values a row.
    ///   - row: whose.
    ///   - first: column of the row's first value.
    mutating func add(_ values: [Double], width: Int, row: Int, from first: Int) {
        for column in 0..<width { sums[row * columns + first + column] += values[row * width + column] }
    }

    /// The mean of every column in `row`; NaN in all of them where no slot counts.
    func means(row: Int) -> [Double] {
        sums[row * columns..<(row + 1) * columns].map { $0 / Double(counts[row]) }
    }
}
