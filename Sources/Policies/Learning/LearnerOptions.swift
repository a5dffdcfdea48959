import Learners
import Policy

/// A learner's options: those given, then those of its preset, read with their types.
public struct LearnerOptions: Sendable {
    private var values: [String: String]
    /// Those that somebody gave, not the preset.
    private let given: [String]
    /// Environments side by side: what is counted in slots comes so many times.
    let rows: Int
    /// Slots that are learned from; 0 where nobody said.
    let trainingSlots: Int

    /// The options of `session`, with those of the preset that it names or that goes with its game behind them.
    ///
    /// - Throws: ``PolicyError`` where there is no such preset.
    init(_ session: Session, algorithm: String) throws(PolicyError) {
        values = [:]
        given = session.options.map(\.key)
        rows = session.rows
        trainingSlots = session.trainingSlots
        let preset: LearnerPreset
        if let name = session.option("preset") {
            guard let known = LearnerPreset(rawValue: name) else {
                let names = LearnerPreset.allCases.map(\.rawValue).joined(separator: ", ")
                throw PolicyError("option preset is '\(name)'; give one of \(names)")
            }
            preset = known
        } else {
            preset = LearnerPreset(scenario: session.scenario)
        }
        for (key, value) in preset.options(of: algorithm, role: session.role) { values[key] = value }
        for option in session.options { values[option.key] = option.value }
    }

    /// Whether somebody gave `key`, not the preset.
    func isGiven(_ key: String) -> Bool { given.contains(key) }

    /// The text of `key`; nil where nobody gave one.
    subscript(key: String) -> String? { values[key] }

    /// A number in `range`.
    func number(_ key: String, in range: ClosedRange<Float>, _ standard: Float) throws(PolicyError) -> Float {
        guard let text = values[key] else { return standard }
        guard let value = Float(text), range.contains(value) else {
            throw wrong(key, text, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A whole number in `range`.
    func integer(_ key: String, in range: ClosedRange<Int>, _ standard: Int) throws(PolicyError) -> Int {
        guard let text = values[key] else { return standard }
        guard let value = Int(text), range.contains(value) else {
            throw wrong(key, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// One of the cases of `Choice`.
    func choice<Choice>(_ key: String, _ standard: Choice) throws(PolicyError) -> Choice
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        guard let text = values[key] else { return standard }
        guard let value = Choice(rawValue: text) else {
            throw wrong(key, text, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    /// Sizes such as `64x64`.
    func sizes(_ key: String, _ standard: [Int]) throws(PolicyError) -> [Int] {
        guard let text = values[key] else { return standard }
        let sizes = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sizes.count <= 8, sizes.allSatisfy({ (1...4096).contains($0) }) else {
            throw wrong(key, text, "up to 8 sizes from 1 to 4096, such as 64x64")
        }
        return sizes
    }

    /// The action space of `stage` that option `action` names, its first one without it.
    func actionSpace(of stage: Stage) throws(PolicyError) -> ActionSpace {
        guard let name = values["action"] else { return stage.actions[0] }
        guard let space = stage.actions.first(where: { $0.name == name }) else {
            throw wrong("action", name, "one of " + stage.actions.map(\.name).joined(separator: ", "))
        }
        return space
    }

    /// What the networks of an agent in `stage` look like.
    func body(of stage: Stage) throws(PolicyError) -> AgentDesign.Body {
        let hidden = try sizes("hidden", [128, 128])
        switch try choice("network", NetworkKind.perceptron) {
        case .perceptron: return .perceptron(hidden: hidden)
        case .grid:
            guard let shape = stage.observation.first?.shape, shape.count == 2 else {
                throw PolicyError(
                    "option network is grid, and what agents see in stage \(stage.name) is no grid: use perceptron")
            }
            guard let width = hidden.first, hidden.allSatisfy({ $0 == width }) else {
                throw PolicyError("the layers of a grid have equal widths, such as hidden=48x48x48")
            }
            return .grid(rows: shape[0], columns: shape[1], width: width, depth: hidden.count)
        }
    }

    /// Options that mean something only where there are choices.
    private static let optionsOfChoices: Set = [
        "choice-exploration", "number-exploration", "last-exploration", "number-temperature", "number-floor",
        "choice-entropy", "candidates", "candidate-temperature", "candidate-weight", "option-cost",
    ]

    /// Refuses what was given for choices where `space` has none.
    func check(_ action: AgentDesign.Action, of space: ActionSpace, in stage: Stage) throws(PolicyError) {
        guard case .numbers = action, let key = given.first(where: Self.optionsOfChoices.contains) else { return }
        let others = stage.actions.filter { $0 != space }.map { "action=\($0.name)" }
        throw PolicyError(
            "option \(key) is about choices, and action space \(space.name) has none; leave it out"
                + (others.isEmpty ? "" : ", or try \(others.joined(separator: ", "))"))
    }

    private enum NetworkKind: String, CaseIterable {
        case perceptron
        case grid
    }

    /// A factor and a summand for each of `count` observation tensors, such as `4x1` and `-3x0`; 1 and 0 without them.
    func normalisation(tensors count: Int) throws(PolicyError) -> [ObservationEncoder.Normalisation] {
        func numbers(_ key: String, _ standard: Float) throws(PolicyError) -> [Float] {
            guard let text = values[key] else { return Array(repeating: standard, count: count) }
            let numbers = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Float($0) }
            guard numbers.count == count, numbers.allSatisfy(\.isFinite) else {
                throw wrong(key, text, "\(count) numbers with x between them, one an observation tensor")
            }
            return numbers
        }
        let (scales, shifts) = (try numbers("observation-scale", 1), try numbers("observation-shift", 0))
        return zip(scales, shifts).map { .init(scale: $0, shift: $1) }
    }

    private func wrong(_ key: String, _ text: String, _ expected: String) -> PolicyError {
        PolicyError("option \(key) is '\(text)'; give \(expected)")
    }
}
