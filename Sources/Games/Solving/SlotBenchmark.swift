/// What can only be said of a played slot by solving it, for every row of a running game.
///
/// A benchmark keeps its storage from slot to slot.
public protocol SlotBenchmark: Sendable {
    associatedtype Played: Game

    /// A benchmark for slots of `game`, whose parameters stay the same.
    init(_ game: Played)

    /// What `measure` finds, in the order of `metrics`.
    var metricDeclarations: [Metric] { get }
    /// Of the slot measured last, shape `[rows, metricDeclarations.count]`; NaN where a value cannot be known.
    var metrics: [Double] { get }

    /// Measures the first `rows` rows of `game` after its `settle`.
    mutating func measure(_ game: Played, rows: Int)
}
