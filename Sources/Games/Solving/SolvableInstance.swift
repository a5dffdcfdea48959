/// A static instance of a game that can be asked for its equilibria: the one thing the generic commands know of a game.
///
/// A game becomes solvable by listing its concepts and answering for each of them; a command that lists, solves or
/// prints never names a game.
///
/// ```swift
/// let solution = try instance.solve("exact", SolverOptions(seed: 7)) { interrupted.load() }
/// print(solution.value, solution.certificate.nashConv)
/// ```
public protocol SolvableInstance: Sendable {
    /// What `solve` can be asked for, the recommended one first.
    static var concepts: [Concept] { get }

    /// The equilibrium of this instance in the sense of `concept`, with its certificate.
    ///
    /// - Parameters:
    ///   - concept: the name of one of `concepts`.
    ///   - options: a concept ignores what it has no use for.
    ///   - shouldStop: asked now and then; after `true` the solver returns the best it has with `converged == false`.
    /// - Returns: what was found, with its certificate; without a value where the solver did not converge.
    /// - Throws: ``EquilibriumError`` for an unknown concept, or an instance too large for it.
    func solve(_ concept: String, _ options: SolverOptions, shouldStop: () -> Bool) throws(EquilibriumError)
        -> Solution
}
