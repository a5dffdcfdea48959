import Games

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

/// A solution concept: its name in flags and JSON, and one line of help.
public struct Concept: Sendable, Hashable {
    public let name: String
    public let help: String

    public init(_ name: String, help: String) {
        self.name = name
        self.help = help
    }
}

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

/// Why there is no solution; the cases carry what a person needs to ask again.
public enum EquilibriumError: Error, Hashable, Sendable {
    /// The game knows no such concept; `known` are the names it has.
    case unknownConcept(String, known: [String])
    /// `concept` takes instances up to `limit` of `measured`; `remedy` names what to ask for instead.
    case tooLarge(concept: String, measured: String, size: Int, limit: Int, remedy: String)
}

extension EquilibriumError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownConcept(let name, let known):
            let nearest = nearestName(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return "there is no concept \(name)\(nearest); known are \(known.joined(separator: ", "))"
        case .tooLarge(let concept, let measured, let size, let limit, let remedy):
            return "\(concept) takes \(measured) up to \(limit), not \(size); ask for \(remedy)"
        }
    }
}
