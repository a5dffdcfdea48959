import Games

/// A game whose slots can be solved, and played slots measured against their optimum.
///
/// This is all that generic commands need beyond ``Games/Game``: `solve` takes an instance, `run` adds the benchmark's
/// metrics to those of the game.
public protocol SolvableGame: Game {
    associatedtype Instance: SolvableInstance
    associatedtype Benchmark: SlotBenchmark where Benchmark.Played == Self

    /// The static game of `row` in the current slot.
    func instance(row: Int) -> Instance
}

/// What can only be said of a played slot by solving it, for every row of a running game.
///
/// A benchmark keeps its storage from slot to slot: in games small enough for the exact solver, measuring allocates
/// nothing after the first slot.
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
