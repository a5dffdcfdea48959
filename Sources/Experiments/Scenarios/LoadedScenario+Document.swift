import Games

extension LoadedScenario {
    /// Everything that the scenario is, so that it can be played again without the file that it came from.
    var document: JSON {
        [
            "name": JSON(scenario.name), "hash": JSON(sha256), "game": JSON(scenario.game),
            "parameters": scenario.parameterDocument,
        ]
    }

    /// The scenario that ``document`` describes, as this release plays it; nil where there is none.
    ///
    /// Why it is not the same any more is added to `reasons`.
    static func restored(
        _ field: JSONField, reasons: inout [String]
    ) throws(ExperimentsError) -> LoadedScenario? {
        let (name, game, hash) = (try field["name"].text, try field["game"].text, try field["hash"].text)
        guard let base = try GameCatalogue.scenarios.preset(game), base.scenario.game == game else {
            reasons.append("the game \(game) is not played any more")
            return nil
        }
        let stored = try field["parameters"]
        let known = base.scenario.parameters.map(\.key)
        let members = try stored.members
        for (key, _) in members where !known.contains(key) {
            reasons.append("parameter \(key) does not exist any more")
        }
        for parameter in base.scenario.parameters where !members.contains(where: { $0.key == parameter.key }) {
            reasons.append("parameter \(parameter.key) is new; its default is \(parameter.value.canonicalForm)")
        }
        guard reasons.isEmpty else { return nil }
        let scenario = try base.scenario.overridden(by: stored)
        let loaded = LoadedScenario(
            Scenario(name: name, game: game, parameters: scenario.parameters), of: base.game)
        if loaded.sha256 != hash {
            reasons.append(
                "the scenario's hash is \(loaded.sha256.prefix(12)), not \(hash.prefix(12)): the file was edited, or the "
                    + "game reads its parameters in another way")
        }
        return loaded
    }
}
