import Games

extension TopicChecker {
    /// Checkers of every topic of the offloading game.
    public static let offloading: [TopicChecker] =
        offloadingBasics + offloadingEquilibria + [offloadingHeuristics, offloadingPlay]

    /// Checkers of the basic model: draws, radio, latencies.
    static let offloadingBasics: [TopicChecker] = [
        .offloadingRandom, .offloadingChain, .offloadingRadio, .offloadingWorld, .offloadingSplit, .offloadingLatency,
    ]

    /// A checker of the offloading game, whose files state in words a tolerance of 1e-9 relative and 1e-12 absolute.
    static func offloading(
        _ topic: String, lists: [String] = ["cases"], operations: [String],
        _ body: @escaping @Sendable (ReferenceCase, inout CaseReport) throws(ExperimentsError) -> Void
    ) -> TopicChecker {
        TopicChecker(
            game: "offloading", topic: topic, lists: lists, operations: operations,
            tolerance: Tolerance(relative: 1e-9, absolute: 1e-12), body)
    }
}

extension CaseReport {
    /// Compares member `key` of `object` as `compare` does, with the absolute part of the tolerance in units of the
    /// largest number that is expected.
    ///
    /// For gains, noise and the like, of order 1e-10: an absolute 1e-12 would let anything pass.
    mutating func compareScaled(
        _ key: String, of object: JSONField, _ tolerance: Tolerance,
        with actual: @autoclosure () throws(ExperimentsError) -> JSON
    ) throws(ExperimentsError) {
        guard let expected = try object.optional(key) else { return }
        let scaled = Tolerance(
            relative: tolerance.relative, absolute: tolerance.absolute * min(1, expected.value.largestMagnitude))
        compare(expected, scaled, with: try actual())
    }

    /// Notes whether what has to be refused was; `error` is what it was refused with.
    mutating func expectRefusal(_ error: (any Error)?) {
        add(
            FieldComparison(
                field: "refused", expected: true, actual: JSON(error != nil), error: error == nil ? .infinity : 0,
                tolerance: 0))
    }
}

extension JSON {
    /// The largest |x| of the finite numbers in this; 0 where there is none.
    fileprivate var largestMagnitude: Double {
        switch self {
        case .number(let number): number.isFinite ? abs(number) : 0
        case .integer(let integer): abs(Double(integer))
        case .array(let elements): elements.reduce(0) { max($0, $1.largestMagnitude) }
        default: 0
        }
    }

    /// `count` rows of `length` numbers, which may be none.
    init(_ values: [Double], rows count: Int, of length: Int) {
        precondition(values.count == count * length, "\(values.count) values in \(count) rows of \(length)")
        self = .array((0..<count).map { JSON(Array(values[$0 * length..<($0 + 1) * length])) })
    }

    /// Points in the plane.
    init(_ points: [(x: Double, y: Double)]) {
        self = .array(points.map { JSON([$0.x, $0.y]) })
    }
}

extension JSONField {
    /// Refuses an object with members that nothing here reads.
    func expect(keys known: [String]) throws(ExperimentsError) {
        for (key, field) in try members where !known.contains(key) {
            throw .field(path: field.path, reason: "is unknown here; nothing would check it")
        }
    }

    /// A whole number from `least` to `most`.
    func count(from least: Int = 0, to most: Int) throws(ExperimentsError) -> Int {
        let value = try integer
        // No range, because there may be no number that is allowed.
        guard value >= least, value <= most else {
            throw .field(path: path, reason: "is \(value), not from \(least) to \(most)")
        }
        return value
    }

    /// A word of 32 bits, below `limit`.
    func word(below limit: Int = 1 << 32) throws(ExperimentsError) -> UInt32 {
        UInt32(truncatingIfNeeded: try count(to: limit - 1))
    }

    /// As many numbers as the slot has users.
    func numbers(_ count: Int) throws(ExperimentsError) -> [Double] {
        let values = try numbers
        guard values.count == count else {
            throw .field(path: path, reason: "has \(values.count) elements, not \(count)")
        }
        return values
    }

    /// One of the words of `type`.
    func word<Word: RawRepresentable<String> & CaseIterable>(as type: Word.Type) throws(ExperimentsError) -> Word {
        guard let word = Word(rawValue: try text) else {
            throw .field(path: path, reason: "is not \(Word.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        return word
    }
}

extension Scenario {
    /// The offloading game with `overrides` in place of defaults.
    ///
    /// - Throws: ``ExperimentsError/scenario(_:)`` naming the one that is unknown or of the wrong type.
    static func offloading(
        _ overrides: [(key: String, value: ParameterValue)]
    ) throws(ExperimentsError) -> Scenario {
        do throws(ScenarioError) {
            return try Scenario.offloading.overriding(overrides, name: "offloading")
        } catch {
            throw .scenario(error)
        }
    }
}

extension OffloadingModel {
    /// A model with values of a case, checked.
    ///
    /// - Throws: ``ExperimentsError/instance(_:)`` naming the one that is out of range.
    static func checked(_ values: Values) throws(ExperimentsError) -> OffloadingModel {
        do throws(InstanceError) {
            return try OffloadingModel(values)
        } catch {
            throw .instance(error)
        }
    }
}
