import Policy

/// Who learns in a training run; the other side is frozen.
public enum LearningSides: String, Sendable, Hashable, CaseIterable {
    case `operator`
    case followers
    case both

    /// The roles whose policies learn.
    public var roles: Set<Role> {
        switch self {
        case .operator: [.operator]
        case .followers: [.followers]
        case .both: Set(Role.allCases)
        }
    }
}
