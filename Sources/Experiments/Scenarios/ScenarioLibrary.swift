import Games

/// A scenario together with the game it belongs to.
public struct LoadedScenario: Sendable {
    public let scenario: Scenario
    public let game: any Game.Type
    /// Lower-case hexadecimal SHA-256 of the scenario's canonical form.
    public let sha256: String

    init(_ scenario: Scenario, of game: any Game.Type) {
        self.scenario = scenario
        self.game = game
        sha256 = scenario.sha256
    }
}

/// Every scenario that can be named: the presets of the games, and files of differences from them.
///
/// ```yaml
/// base: pricing/dense      # a preset
/// name: cheap-energy       # optional; else the file's name. The scenario is then called pricing/cheap-energy
/// parameters:              # what differs, by the game's parameter keys
///   eps: 1.0e-6
/// ```
public struct ScenarioLibrary: Sendable {
    public let games: [any Game.Type]

    public init(games: [any Game.Type]) {
        self.games = games
    }

    /// A game's own name, then its presets, for every game.
    public var presetNames: [String] {
        games.flatMap { game in [game.name] + game.presets.map { "\(game.name)/\($0.name)" } }
    }

    /// The scenario that `reference` names: a preset, or a path to a file that ends in .yaml or .yml.
    ///
    /// - Throws: ``ExperimentsError`` naming the nearest preset, or the line and key at fault.
    public func load(_ reference: String) throws(ExperimentsError) -> LoadedScenario {
        if let preset = try preset(reference) { return preset }
        guard reference.hasSuffix(".yaml") || reference.hasSuffix(".yml") else {
            throw .unknownScenario(
                reference, nearest: nearestName(to: reference, among: presetNames), known: presetNames)
        }
        return try ScenarioFile(reading: reference).scenario(in: self)
    }

    /// The preset `name`, nil where there is none.
    ///
    /// - Throws: ``ExperimentsError/scenario(_:)`` where the game refuses its own preset.
    func preset(_ name: String) throws(ExperimentsError) -> LoadedScenario? {
        for game in games {
            let base = Scenario(name: game.name, game: game.name, parameters: game.parameters)
            if name == game.name { return LoadedScenario(base, of: game) }
            for preset in game.presets where name == "\(game.name)/\(preset.name)" {
                do {
                    return LoadedScenario(try base.overriding(preset.overrides, name: name), of: game)
                } catch {
                    throw .scenario(error)
                }
            }
        }
        return nil
    }
}
