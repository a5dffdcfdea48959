import Games

extension Scenario {
    /// The same scenario with the members of `object`, if there is one, in place of its own values.
    ///
    /// - Throws: ``ExperimentsError`` naming the parameter that is unknown or of the wrong type.
    func overridden(by object: JSONField?) throws(ExperimentsError) -> Scenario {
        guard let object else { return self }
        var overrides: [(key: String, value: ParameterValue)] = []
        for (key, field) in try object.members { overrides.append((key, try field.parameterValue)) }
        do throws(ScenarioError) {
            return try overriding(overrides, name: name)
        } catch {
            throw .scenario(error)
        }
    }
}

extension JSONField {
    /// A scenario parameter's value: a number, a list of numbers, or a word.
    fileprivate var parameterValue: ParameterValue {
        get throws(ExperimentsError) {
            switch value {
            case .integer(let integer) where Int(exactly: integer) != nil: .integer(try self.integer)
            case .array: .numbers(try numbers)
            case .string(let word): .text(word)
            default: .number(try number)
            }
        }
    }
}
