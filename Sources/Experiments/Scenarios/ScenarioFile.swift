import Games

/// A YAML file of differences from a preset, read but not yet applied.
struct ScenarioFile {
    private let path: String
    private let keys: [String: YAMLField]

    init(reading path: String) throws(ExperimentsError) {
        self.path = path
        let file = try YAMLField.read(path)
        do throws(ExperimentsError) {
            keys = try file.members(known: ["base", "name", "parameters"])
            guard keys["base"] != nil else {
                throw file.error("the key base is missing; it names the preset that this file differs from")
            }
        } catch {
            throw .inFile(path, error)
        }
    }

    /// The preset with the file's differences, checked by its game.
    func scenario(in library: ScenarioLibrary) throws(ExperimentsError) -> LoadedScenario {
        do throws(ExperimentsError) {
            guard let baseField = keys["base"] else { preconditionFailure("checked when the file was read") }
            let baseName = try baseField.text
            guard let base = try library.preset(baseName) else {
                let error = ExperimentsError.unknownBase(
                    baseName, nearest: nearestName(to: baseName, among: library.presetNames),
                    known: library.presetNames)
                throw baseField.error("\(error)")
            }
            var scenario = base.scenario
            let name = try name(of: base.scenario.game, in: library)
            var lines: [String: YAMLField] = [:]
            for (key, value) in try keys["parameters"]?.members ?? [] {
                let keyName = try key.text
                lines[keyName] = value
                let newValue = try value.parameterValue
                do {
                    scenario = try scenario.overriding([(keyName, newValue)], name: name)
                } catch {
                    if case .unknownKey = error { throw key.error("\(ExperimentsError.scenario(error))") }
                    throw value.error("\(ExperimentsError.scenario(error))")
                }
            }
            scenario = Scenario(name: name, game: scenario.game, parameters: scenario.parameters)
            try check(scenario, of: base.game, lines: lines)
            return LoadedScenario(scenario, of: base.game)
        } catch {
            throw .inFile(path, error)
        }
    }

    /// `game/name`, where the name is the file's own word or the file's name.
    private func name(of game: String, in library: ScenarioLibrary) throws(ExperimentsError) -> String {
        guard let field = keys["name"] else {
            let file = path.split(separator: "/").last ?? ""
            let stem = file.prefix { $0 != "." }
            return "\(game)/\(stem.isEmpty ? "unnamed" : String(stem))"
        }
        let word = try field.text
        guard !word.isEmpty, word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
        else {
            throw field.error("a name has letters, digits, - _ and . only")
        }
        let name = "\(game)/\(word)"
        guard !library.presetNames.contains(name) else {
            throw field.error("\(name) is a preset; take another name, so that results tell them apart")
        }
        return name
    }

    /// Has the game look at the values, so that one out of range is found here, with its line.
    private func check(
        _ scenario: Scenario, of game: any Game.Type, lines: [String: YAMLField]
    ) throws(ExperimentsError) {
        do {
            _ = try game.init(scenario, rows: 1)
        } catch {
            guard case .outOfRange(let key, _) = error, let line = lines[key] else { throw .scenario(error) }
            throw line.error("\(ExperimentsError.scenario(error))")
        }
    }
}
