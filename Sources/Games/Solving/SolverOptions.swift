/// What the concepts of all games share as settings.
public struct SolverOptions: Sendable, Hashable {
    /// Keys everything random in a solver.
    public var seed: UInt64 = 0
    /// Who moves when followers adjust: one after the other, or all at once.
    public var order = UpdateOrder.sequential
    /// Random starts of a local search, besides its fixed ones.
    public var randomStarts = 8
    /// Points an axis where a concept searches a grid.
    public var gridPoints = 25
    /// Whether the solution shall hold a trace, which costs memory every round; concepts without one ignore it.
    public var wantsTrace = false

    public init(seed: UInt64 = 0) {
        self.seed = seed
    }
}

/// Who moves when followers adjust to each other.
public enum UpdateOrder: String, Sendable, Hashable, CaseIterable {
    /// One at a time in index order, each seeing what those before it did.
    case sequential
    /// All at once, each against what the others did before.
    case simultaneous
}
