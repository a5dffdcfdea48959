import Games

extension LoadedScenario {
    /// The scenario's game, with room for `rows` environments and nothing played yet.
    ///
    /// - Throws: ``ExperimentsError/scenario(_:)`` where the game refuses its scenario.
    func freshGame(rows: Int) throws(ExperimentsError) -> any PlayableGame {
        do throws(ScenarioError) {
            return try GameCatalogue.game(of: scenario).init(scenario, rows: rows)
        } catch {
            throw .scenario(error)
        }
    }

    /// What is measured in every slot, the primary metric first.
    var declarations: [Metric] {
        get throws(ExperimentsError) {
            func declarations(_ game: some PlayableGame) -> [Metric] {
                EpisodeLoop(game, operators: [], followers: [], fallbacks: []).declarations
            }
            return declarations(try freshGame(rows: 1))
        }
    }
}
