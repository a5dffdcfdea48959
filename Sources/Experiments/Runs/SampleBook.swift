import Games

/// Every value of a game's distributions, in the order of episodes, whichever are played side by side.
struct SampleBook {
    /// Values kept of one distribution, 32 MB of them: those of the first episodes, which are as good as any others.
    static let limit = 1 << 22

    private let limit: Int
    /// Values of the finished episodes, a list a distribution.
    private(set) var values: [[Double]]
    /// Values of the episodes under way, `[row][distribution]`.
    private var pages: [[[Double]]] = []
    /// What one slot added; kept for its storage.
    private var slot: [Double] = []

    /// An empty book for `count` distributions.
    init(count: Int, limit: Int = Self.limit) {
        self.limit = limit
        values = Array(repeating: [], count: count)
    }

    /// Starts episodes in `rows` rows; what was under way and not finished is dropped.
    mutating func begin(rows: Int) {
        pages = Array(repeating: Array(repeating: [], count: values.count), count: rows)
    }

    /// Takes down the settled slot of `row`.
    mutating func record(_ game: borrowing some Game, row: Int) {
        for index in values.indices where values[index].count + pages[row][index].count < limit {
            slot.removeAll(keepingCapacity: true)
            game.samples(of: index, row: row, into: &slot)
            for value in slot where !value.isNaN { pages[row][index].append(value) }
        }
    }

    /// Ends the episodes under way, which come after those finished before, in the order of rows.
    mutating func finish() {
        for page in pages {
            for index in values.indices { values[index] += page[index].prefix(limit - values[index].count) }
        }
        pages = []
    }
}
