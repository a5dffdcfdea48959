/// A scenario's values by key, each of the type and within the range that its game asks for.
///
/// Every accessor throws a ``ScenarioError`` naming the key.
struct ScenarioValues {
    let scenario: Scenario

    init(_ scenario: Scenario) { self.scenario = scenario }

    func integer(_ key: String) throws(ScenarioError) -> Int {
        guard case .integer(let value) = scenario[key] else { throw .wrongType(key, expected: "a whole number") }
        return value
    }

    func count(_ key: String, least: Int = 1, most: Int) throws(ScenarioError) -> Int {
        let value = try integer(key)
        guard (least...most).contains(value) else {
            throw .outOfRange(key, reason: "\(value) is not in \(least)...\(most)")
        }
        return value
    }

    func anyNumber(_ key: String) throws(ScenarioError) -> Double {
        guard case .number(let value) = scenario[key] else { throw .wrongType(key, expected: "a number") }
        return value
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws(ScenarioError) -> Double {
        let value = try anyNumber(key)
        guard range.contains(value) else {
            throw .outOfRange(key, reason: "\(value) is not in \(range.lowerBound)...\(range.upperBound)")
        }
        return value
    }

    func number(_ key: String, above bound: Double) throws(ScenarioError) -> Double {
        let value = try anyNumber(key)
        guard value > bound && value.isFinite else { throw .outOfRange(key, reason: "\(value) is not above \(bound)") }
        return value
    }

    func list(_ key: String) throws(ScenarioError) -> [Double] {
        guard case .numbers(let values) = scenario[key] else { throw .wrongType(key, expected: "a list of numbers") }
        guard !values.isEmpty else { throw .outOfRange(key, reason: "is empty") }
        return values
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ key: String, as type: Word.Type
    ) throws(ScenarioError) -> Word {
        guard case .text(let text) = scenario[key] else { throw .wrongType(key, expected: "a word") }
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: " or ")
            throw .outOfRange(key, reason: "\(text) is not \(known)")
        }
        return word
    }
}
