/// Why a profile of channels is none of the game's.
///
/// - SeeAlso: spec/offloading.md, sections 6 and 14.
public enum ProfileViolation: Sendable, Hashable {
    /// The user's channel is none of 0...K.
    case range(user: Int)
    /// Constraint (1): the user is at a node that the operator does not let it use.
    case coupling(user: Int)
    /// The user is at a node and requests nothing.
    case inactive(user: Int)
    /// Constraint (14b): more than cap active users are at the node, from 1.
    case capacity(node: Int)
}

extension ProfileViolation: CustomStringConvertible {
    /// `coupling:2`.
    public var description: String {
        switch self {
        case .range(let user): "range:\(user)"
        case .coupling(let user): "coupling:\(user)"
        case .inactive(let user): "inactive:\(user)"
        case .capacity(let node): "capacity:\(node)"
        }
    }

    /// Everything that is wrong with a profile, by user, then by node.
    ///
    /// - Parameters:
    ///   - channels: s, shape `[M]`.
    ///   - modes: o, shape `[M]`.
    ///   - isActive: shape `[M]`.
    ///   - nodes: K.
    ///   - capacity: cap, users that a node takes.
    /// - Returns: nothing where the profile is legal.
    public static func all(
        channels: [Int32], modes: [Int32], isActive: [Bool], nodes: Int, capacity: Int
    ) -> [ProfileViolation] {
        precondition(
            channels.count == modes.count && channels.count == isActive.count,
            "\(channels.count) channels, \(modes.count) modes, \(isActive.count) activities")
        var violations: [ProfileViolation] = []
        var loads = Array(repeating: 0, count: nodes + 1)
        for (user, channel) in channels.enumerated() {
            let channel = Int(channel)
            guard (0...nodes).contains(channel) else {
                violations.append(.range(user: user))
                continue
            }
            if channel > 0 && modes[user] == 0 { violations.append(.coupling(user: user)) }
            if channel > 0 && !isActive[user] { violations.append(.inactive(user: user)) }
            if isActive[user] { loads[channel] += 1 }
        }
        return violations + (1...nodes).filter { loads[$0] > capacity }.map { .capacity(node: $0) }
    }
}
