import Games

/// A game that commands can play, solve and verify: all they know of it.
///
/// A new game is a folder under `Games`, one under `Equilibria` for its solvers, and its line in ``GameCatalogue``.
public protocol PlayableGame: SolvableGame {
    /// The static instance that `document` describes: the object that reference cases hold.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing or out of range.
    static func instance(of document: JSON, in scenario: Scenario) throws(ExperimentsError) -> Instance

    /// What recomputes the game's reference cases, one a topic.
    static var checkers: [TopicChecker] { get }
}

extension PlayableGame {
    /// What `solve` can be asked for, the recommended one first.
    public static var concepts: [Concept] { Instance.concepts }
}
