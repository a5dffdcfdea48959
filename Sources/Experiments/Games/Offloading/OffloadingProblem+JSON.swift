import Equilibria
import Games

extension OffloadingProblem {
    /// The slot that `field` describes, with the decisions that stand beside its own fields.
    ///
    /// `o` or `modes`, `p_dl` or `powers` (a number for everybody, or one for each user) and `s` or `channels`, from where
    /// best responses start; each may be missing. A whole reference case holds the slot under the key `slot`, and beside
    /// it what it likes.
    ///
    /// - Throws: ``ExperimentsError`` naming the field that is missing, unknown or out of range.
    init(_ field: JSONField, in scenario: Scenario) throws(ExperimentsError) {
        // A whole reference case holds the object under this key.
        let slot = try field.optional("slot") ?? field
        try slot.refuseMembers(
            outside: ["params"] + OffloadingInstance.slotKeys + ["o", "modes", "p_dl", "powers", "s", "channels"])
        let instance = try OffloadingInstance(slot, in: scenario)
        let modes = try slot.either("o", or: "modes")
        let powers = try slot.either("p_dl", or: "powers")
        let start = try slot.either("s", or: "channels")
        let values = (
            modes: try modes?.field.words, powersW: try powers?.field.numberOrNumbers(users: instance.userCount),
            start: try start?.field.words
        )
        do throws(InstanceError) {
            try self.init(instance, modes: values.modes, powersW: values.powersW, start: values.start)
        } catch {
            // Under the name that the file uses.
            let used = ["o": modes?.key, "p_dl": powers?.key, "s": start?.key]
            throw .instance(InstanceError(field: (used[error.field] ?? nil) ?? error.field, reason: error.reason))
        }
    }
}

extension JSONField {
    /// The member under one of two names for the same thing.
    ///
    /// - Throws: ``ExperimentsError/field(path:reason:)`` where both are there.
    fileprivate func either(
        _ symbol: String, or name: String
    ) throws(ExperimentsError) -> (key: String, field: JSONField)? {
        switch (try optional(symbol), try optional(name)) {
        case (nil, nil): return nil
        case (let field?, nil): return (symbol, field)
        case (nil, let field?): return (name, field)
        case (_?, let field?): throw .field(path: field.path, reason: "and \(symbol) say the same; leave one out")
        }
    }

    /// Whole numbers of 32 bits.
    fileprivate var words: [Int32] {
        get throws(ExperimentsError) {
            var words: [Int32] = []
            for element in try elements {
                guard let word = Int32(exactly: try element.integer) else {
                    throw .field(path: element.path, reason: "is \(try element.integer), out of range")
                }
                words.append(word)
            }
            return words
        }
    }

    /// A list of numbers, or one that holds for all of `users`.
    fileprivate func numberOrNumbers(users: Int) throws(ExperimentsError) -> [Double] {
        if case .array = value { return try numbers }
        return Array(repeating: try number, count: users)
    }
}
