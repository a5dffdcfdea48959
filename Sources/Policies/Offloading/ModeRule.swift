import Games

/// Whom an operator lets offload to a node, as the scores that the knapsack selects by.
///
/// What decides by itself scores 1 for who may and -1 for who may not, so that the knapsack takes just these.
enum ModeRule: Sendable, Hashable {
    /// Nobody.
    case mecOnly
    /// Everybody, up to Cmax.
    case allInc
    /// Uniform scores.
    case random
    /// Whom EQ-PLC puts on a node.
    case equal
    /// Whom PROP-PLC's draw puts on a node.
    case proportional

    /// Whether scores depend on more than the draws.
    var needsInstance: Bool {
        switch self {
        case .mecOnly, .random: false
        case .allInc, .equal, .proportional: true
        }
    }

    /// Scores of the users of `instance`, shape `[M]`, each in -1...1.
    func scores(of instance: OffloadingInstance, _ draws: OffloadingDraws) -> [Double] {
        switch self {
        case .allInc: instance.allIncModes().map { $0 == 1 ? 1 : -1 }
        case .equal: instance.equalChannels().map { $0 > 0 ? 1 : -1 }
        case .proportional: instance.proportionalChannels(draws).map { $0 > 0 ? 1 : -1 }
        case .mecOnly, .random: scores(users: instance.userCount, draws)
        }
    }

    /// As above, for rules that do not need the instance.
    func scores(users: Int, _ draws: OffloadingDraws) -> [Double] {
        switch self {
        case .mecOnly: Array(repeating: -1, count: users)
        case .random: (0..<users).map(draws.score)
        case .allInc, .equal, .proportional: preconditionFailure("\(self) needs the instance")
        }
    }
}
