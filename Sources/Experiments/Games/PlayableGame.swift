import Games

/// A game that commands can play, solve and verify: all they know of it.
///
/// All requirements have defaults, so that a small game conforms by a line beside ``GameCatalogue``. What reads the files
/// of a game that has some is a folder beside this one, as `Pricing` is.
public protocol PlayableGame: SolvableGame {
    /// The static instance that `document` describes: by default an object of the scenario's parameters that differ
    /// (`{"a": 12}`), solved in slot 0 of world seed 0.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing or out of range.
    static func instance(of document: JSON, in scenario: Scenario) throws(ExperimentsError) -> Instance

    /// What keys an object has that `instance` reads, in a sentence of help; by default nothing is said.
    static var instanceHelp: String? { get }

    /// What recomputes the game's reference cases, one a topic; by default nothing.
    static var checkers: [TopicChecker] { get }

    /// What stands beside learned policies at the end of a training run, the best first; by default nothing.
    static var trainingBaselines: [TrainingBaseline] { get }
}

extension PlayableGame {
    public static func instance(of document: JSON, in scenario: Scenario) throws(ExperimentsError) -> Instance {
        let scenario = try scenario.overridden(by: JSONField(document))
        do throws(ScenarioError) {
            return try firstInstance(of: scenario, seed: 0)
        } catch {
            throw .scenario(error)
        }
    }

    public static var instanceHelp: String? { nil }

    public static var checkers: [TopicChecker] { [] }

    public static var trainingBaselines: [TrainingBaseline] { [] }

    /// What `solve` can be asked for, the recommended one first.
    public static var concepts: [Concept] { Instance.concepts }

    /// The instance of slot 0 of world seed `seed`.
    static func firstInstance(of scenario: Scenario, seed: UInt64) throws(ScenarioError) -> Instance {
        var game = try Self(scenario, rows: 1)
        game.reset(worldSeeds: [seed])
        return game.instance(row: 0)
    }
}
