import Equilibria
import Games
import Policy

/// How an operator sets the power of the downlink: option `power` of the offloading game's operators.
public enum DownlinkRule: Sendable, Hashable {
    /// p_ref for everybody.
    case reference
    /// p*, each user the power that costs least.
    case optimal
    /// GM-RN's: uniform over the range.
    case random
    /// EQ-PLC's: the middle of the range.
    case middle
    /// PROP-PLC's: more for who is reached better.
    case proportional
    /// The same power in W for everybody.
    case constant(Double)

    private static let words: [(word: String, rule: DownlinkRule)] = [
        ("reference", .reference), ("optimal", .optimal), ("random", .random), ("middle", .middle),
        ("proportional", .proportional),
    ]

    /// The rule that `text` names, within the powers of `range`.
    ///
    /// - Throws: ``PolicyError`` where it is neither a rule nor a power of the range.
    init(_ text: String, within range: ClosedRange<Double>) throws(PolicyError) {
        if let known = Self.words.first(where: { $0.word == text }) {
            self = known.rule
        } else if let watts = Double(text), range.contains(watts) {
            self = .constant(watts)
        } else {
            let words = Self.words.map(\.word).joined(separator: ", ")
            throw PolicyError(
                "option power is '\(text)'; give one of \(words), or W from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// Whether powers depend on more than their range and the draws.
    var needsInstance: Bool {
        switch self {
        case .reference, .optimal, .proportional: true
        case .random, .middle, .constant: false
        }
    }

    /// p' of every user of `instance`, shape `[M]`, inactive ones included.
    ///
    /// - Parameters:
    ///   - instance: the slot.
    ///   - draws: what is random in it.
    /// - Returns: p', W.
    public func powersW(of instance: OffloadingInstance, _ draws: OffloadingDraws) -> [Double] {
        let (values, users) = (instance.model.values, instance.userCount)
        switch self {
        case .reference: return Array(repeating: values.referencePowerW, count: users)
        case .optimal: return DownlinkPower(instance.model).best(instance)
        case .proportional: return instance.proportionalPowersW()
        case .random, .middle, .constant:
            return powersW(users: users, range: values.lowestPowerW...values.highestPowerW, draws)
        }
    }

    /// As above, for rules that do not need the instance.
    func powersW(users: Int, range: ClosedRange<Double>, _ draws: OffloadingDraws) -> [Double] {
        let (low, high) = (range.lowerBound, range.upperBound)
        switch self {
        case .random: return (0..<users).map { low + (high - low) * draws.power(of: $0) }
        case .middle: return Array(repeating: (low + high) / 2, count: users)
        case .constant(let watts): return Array(repeating: watts, count: users)
        case .reference, .optimal, .proportional: preconditionFailure("\(self) needs the instance")
        }
    }
}
