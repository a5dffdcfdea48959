import Games
import Policy

/// Every game that the command knows; a game is added by its type in ``games``.
///
/// What the type conforms to says what a game is: ``Games/Game`` how it is played, ``Games/SolvableGame`` what solves it,
/// ``PlayableGame`` how its files are read. ``Games/DuopolyGame`` is the smallest there is. Tests hold whatever stands
/// here to the laws of every game.
public enum GameCatalogue {
    public static let games: [any PlayableGame.Type] = [PricingGame.self, OffloadingGame.self, DuopolyGame.self]

    /// The scenarios of these games.
    public static var scenarios: ScenarioLibrary { ScenarioLibrary(games: games) }

    /// What recomputes reference cases of these games.
    public static var verification: Verification { Verification(games.flatMap { $0.checkers }) }

    /// The game of `scenario`, which one of ``games`` declared.
    public static func game(of scenario: Scenario) -> any PlayableGame.Type {
        guard let game = games.first(where: { $0.name == scenario.game }) else {
            preconditionFailure("no game is called \(scenario.game)")
        }
        return game
    }
}

extension GameCatalogue {
    /// What a scenario may be, in a line of help.
    public static var scenarioHelp: String {
        let presets = games.compactMap { game in game.presets.first.map { "\(game.name)/\($0.name)" } }
        return "A game (\(games.map { $0.name }.joined(separator: ", "))), one of its presets "
            + "(\(presets.joined(separator: ", ")), ...) or a YAML file of differences."
    }

    /// What keys an instance has, a line for each game that says so.
    public static var instanceHelp: String {
        games.compactMap { game in game.instanceHelp.map { "Keys of an instance of \(game.name): \($0)" } }.joined(
            separator: "\n")
    }

    /// The solution concepts of every game, a line each.
    public static var conceptHelp: String {
        games.map { game in
            "Concepts for \(game.name):\n"
                + game.concepts.map { "  \($0.name)\($0.hasTrace ? " [trace]" : ""): \($0.help)" }.joined(
                    separator: "\n")
        }.joined(separator: "\n\n")
    }
}

extension DuopolyGame: PlayableGame {
    public static var trainingBaselines: [TrainingBaseline] {
        Role.allCases.map { TrainingBaseline(of: $0, operator: "analytic", followers: "best-response") }
    }
}
