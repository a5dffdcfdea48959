import Games
import Policy

/// What is wrong with something the user named or wrote, in one line with the remedy.
///
/// But for ``nobodyLearns(reason:)`` all of these are found before a plugin starts.
public enum ExperimentsError: Error, Equatable, Sendable {
    /// A file cannot be read; `reason` says why.
    case unreadable(path: String, reason: String)
    /// Text that is not the JSON or YAML it should be.
    case malformed(line: Int, column: Int, reason: String)
    /// A field, named by the path that leads to it, that is missing or of the wrong kind.
    case field(path: String, reason: String)
    /// Any of the others, found in a file.
    indirect case inFile(String, ExperimentsError)

    case unknownScenario(String, nearest: String?, known: [String])
    /// What a scenario file differs from, and no preset.
    case unknownBase(String, nearest: String?, known: [String])
    case scenario(ScenarioError)
    case instance(InstanceError)
    case equilibrium(EquilibriumError)

    /// Text that is neither a policy nor an arm.
    case reference(String, reason: String)
    case unknownPlugin(String, nearest: String?, searched: [String])
    case unknownOption(String, plugin: String, nearest: String?, known: [String])
    /// Option `seed` of a policy that is no seed.
    case seedOption(String)
    case roleNotServed(Role, plugin: String, served: [Role])
    case scenarioNotServed(String, plugin: String, served: [String])
    case notExecutable(String, reason: String)

    /// More followers than may each have a process of their own.
    case tooManyProcesses(followers: Int, limit: Int)

    /// A file that a recording would replace.
    case recordingExists(path: String)

    /// A baseline that says nothing about what would be played now.
    case notComparable(path: String, reasons: [String])

    /// Several environments side by side, which would miss a deadline together.
    case dependentPairs(onMiss: String)

    /// A metric that is named and not measured.
    case unknownMetric(String, nearest: String?, known: [String])

    /// A training run of which nobody learns, and why.
    case nobodyLearns(reason: String)

    /// A folder in which no training run can go on.
    case notResumable(path: String, reason: String)

    /// A file of reference cases about something that nothing here recomputes.
    case unknownTopic(game: String, topic: String, known: [String])
}

extension ExperimentsError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .malformed(let line, let column, let reason): "line \(line), column \(column): \(reason)"
        case .field(let path, let reason): "\(path) \(reason)"
        case .inFile(let path, let error): "\(path): \(error)"
        case .unknownScenario(let name, let nearest, let known):
            "there is no scenario \(name)\(guess(nearest)); the presets are \(list(known)), "
                + "any other is a file ending in .yaml"
        case .unknownBase(let name, let nearest, let known):
            "there is no preset \(name)\(guess(nearest)); a base is one of \(list(known))"
        case .scenario(.unknownKey(let key, let nearest, let known)):
            "there is no parameter \(key)\(nearest == nil ? "; the game's are \(list(known))" : guess(nearest))"
        case .scenario(.wrongType(let key, let expected)): "parameter \(key) must be \(expected)"
        case .scenario(.outOfRange(let key, let reason)): "parameter \(key) \(reason)"
        case .instance(let error): "\(error)"
        case .equilibrium(.unknownConcept(let name, let known)):
            "there is no concept \(name)\(guess(nearestName(to: name, among: known))); the concepts are \(list(known))"
        case .equilibrium(.tooLarge(let concept, let measured, let size, let limit, let remedy)):
            "\(concept) takes up to \(limit) \(measured), not \(size); ask for \(remedy)"
        case .reference(let text, let reason): "cannot read \"\(text)\": \(reason)"
        case .unknownPlugin(let name, let nearest, let searched):
            "there is no plugin \(name)\(guess(nearest)); looked in \(list(searched)); "
                + "name an executable by a path with a slash, or add its folder to FIRSTMOVER_PLUGIN_PATH"
        case .unknownOption(let key, let plugin, let nearest, let known):
            "plugin \(plugin) has no option \(key)\(guess(nearest)); its options are \(list(known))"
        case .seedOption(let value): "option seed is '\(value)'; give a whole number from 0 to \(UInt64.max)"
        case .roleNotServed(let role, let plugin, let served):
            "plugin \(plugin) does not serve the \(role.rawValue); it serves the \(list(served.map(\.rawValue)))"
        case .scenarioNotServed(let scenario, let plugin, let served):
            "plugin \(plugin) does not play \(scenario); it plays \(list(served))"
        case .notExecutable(let path, let reason): "cannot run \(path): \(reason)"
        case .tooManyProcesses(let followers, let limit):
            "--isolate starts a process for each of \(followers) followers and is limited to \(limit); leave it out, or "
                + "play a scenario of fewer"
        case .recordingExists(let path): "\(path) is there already; name another file with --record"
        case .notComparable(let path, let reasons):
            "\(path) cannot be compared with: \(reasons.joined(separator: "; ")); make a new baseline"
        case .dependentPairs(let onMiss):
            "with --on-miss \(onMiss) a missed deadline would be that of all environments at once, and pairs would not be "
                + "independent; leave --envs out"
        case .unknownMetric(let name, let nearest, let known):
            "there is no metric \(name)\(guess(nearest)); measured are \(list(known))"
        case .nobodyLearns(let reason): reason
        case .notResumable(let path, let reason): "cannot resume the run in \(path): \(reason)"
        case .unknownTopic(let game, let topic, let known):
            "nothing recomputes the topic \(topic) of the game \(game); known are \(list(known))"
        }
    }

    private func guess(_ nearest: String?) -> String {
        nearest.map { "; did you mean \($0)?" } ?? ""
    }

    private func list(_ words: [String]) -> String {
        words.isEmpty ? "none" : words.joined(separator: ", ")
    }
}
