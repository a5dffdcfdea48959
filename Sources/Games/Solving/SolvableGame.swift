/// A game whose slots can be solved, and played slots measured against their optimum.
///
/// This is all that generic commands need of solvers beyond ``Game``: `solve` takes an instance, `run` adds the
/// benchmark's metrics to those of the game.
public protocol SolvableGame: Game {
    associatedtype Instance: SolvableInstance
    associatedtype Benchmark: SlotBenchmark where Benchmark.Played == Self

    /// The static game of `row` in the current slot.
    func instance(row: Int) -> Instance
}
