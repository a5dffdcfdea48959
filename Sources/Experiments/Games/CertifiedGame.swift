import Equilibria
import Games

/// A game that commands can play, certify, solve and verify: all they know of it.
///
/// A new game is one folder under `Games`, one under `Equilibria` if it has solvers, and its line in
/// ``GameCatalogue``.
public protocol CertifiedGame: Game {
    /// Metrics that need a solver, in the order of ``certify(row:into:)``.
    static var certificateDeclarations: [Metric] { get }

    /// Certifies the settled slot of environment `row`.
    ///
    /// - Parameters:
    ///   - row: the environment.
    ///   - values: receives a value a declaration; NaN where it cannot be known.
    mutating func certify(row: Int, into values: inout [Double])

    /// The static instance that `document` describes: the object that reference cases hold.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing or out of range.
    static func instance(of document: JSON, in scenario: Scenario) throws(ExperimentsError) -> any SolvableInstance

    /// What recomputes the game's reference cases, one a topic.
    static var checkers: [TopicChecker] { get }

    /// What `solve` can be asked for, the recommended one first.
    static var concepts: [Concept] { get }

    /// The static instance of environment `row` in its current slot.
    func instance(row: Int) -> any SolvableInstance
}
