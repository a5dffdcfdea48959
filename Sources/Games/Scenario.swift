/// A value of a scenario's parameter.
public enum ParameterValue: Sendable, Hashable {
    case integer(Int)
    case number(Double)
    case numbers([Double])
    case text(String)
}

/// One parameter of a game: its key in scenario files, its value, its unit and what it means.
public struct Parameter: Sendable, Hashable {
    public let key: String
    public var value: ParameterValue
    /// Unit as it stands in a table, empty where there is none.
    public let unit: String
    public let meaning: String

    public init(_ key: String, _ value: ParameterValue, unit: String = "", meaning: String) {
        self.key = key
        self.value = value
        self.unit = unit
        self.meaning = meaning
    }
}

/// A game with its parameters: named, and hashed by its canonical form.
public struct Scenario: Sendable, Hashable {
    /// `pricing`, `pricing/dense`, or what a scenario file calls itself.
    public let name: String
    /// The game's name.
    public let game: String
    /// Every parameter of the game in the game's order, defaults included.
    public private(set) var parameters: [Parameter]

    public init(name: String, game: String, parameters: [Parameter]) {
        self.name = name
        self.game = game
        self.parameters = parameters
    }

    /// The value of parameter `key`, which the game declared.
    public subscript(key: String) -> ParameterValue? {
        parameters.first { $0.key == key }?.value
    }

    /// The same scenario under `name` with the values of `overrides` in place of its own.
    ///
    /// An integer is taken where a number stands, one number where a list stands.
    ///
    /// - Throws: ``ScenarioError`` naming the key that is unknown, with the nearest known one, or whose type differs.
    public func overriding(_ overrides: [(key: String, value: ParameterValue)], name: String) throws(ScenarioError)
        -> Scenario
    {
        var result = Scenario(name: name, game: game, parameters: parameters)
        for (key, value) in overrides {
            guard let index = parameters.firstIndex(where: { $0.key == key }) else {
                let known = parameters.map(\.key)
                throw .unknownKey(key, nearest: nearestName(to: key, among: known), known: known)
            }
            switch (result.parameters[index].value, value) {
            case (.integer, .integer), (.number, .number), (.numbers, .numbers), (.text, .text):
                result.parameters[index].value = value
            case (.number, .integer(let integer)):
                result.parameters[index].value = .number(Double(integer))
            case (.numbers, .integer(let integer)):
                result.parameters[index].value = .numbers([Double(integer)])
            case (.numbers, .number(let number)):
                result.parameters[index].value = .numbers([number])
            case (let expected, _):
                throw .wrongType(key, expected: expected.typeName)
            }
        }
        return result
    }

    /// The text whose SHA-256 is the scenario's hash: the game, then `key=value` a line in the game's order.
    ///
    /// The name is not part of it: two names for the same parameters are the same scenario.
    public var canonicalForm: String {
        parameters.reduce(into: "game=\(game)\n") { $0 += "\($1.key)=\($1.value.canonicalForm)\n" }
    }
}

extension ParameterValue {
    /// Shortest digits that read back to the same double, so that equal values have equal text.
    public var canonicalForm: String {
        switch self {
        case .integer(let integer): "\(integer)"
        case .number(let number): "\(number)"
        case .numbers(let numbers): numbers.map { "\($0)" }.joined(separator: ",")
        case .text(let text): text
        }
    }

    var typeName: String {
        switch self {
        case .integer: "a whole number"
        case .number: "a number"
        case .numbers: "a number or a list of numbers"
        case .text: "a word"
        }
    }
}

/// What is wrong with a scenario, naming the key.
public enum ScenarioError: Error, Equatable, Sendable {
    /// A key that the game, whose keys are `known`, does not have.
    case unknownKey(String, nearest: String?, known: [String])
    case wrongType(String, expected: String)
    case outOfRange(String, reason: String)
}
