import Equilibria
import Games
import Policy

/// Whom an operator lets offload to a node, as the scores that the knapsack selects by.
///
/// What decides by itself scores 1 for who may and -1 for who may not, so that the knapsack takes just these.
enum ModeRule: Sendable, Hashable {
    /// Nobody.
    case mecOnly
    /// Everybody, up to Cmax.
    case allINC
    /// Uniform scores.
    case random
    /// Whom EQ-PLC puts on a node.
    case equal
    /// Whom PROP-PLC's draw puts on a node.
    case proportional
    /// The o of C*, the cheapest where followers answer by Algorithm 1.
    case oracle

    /// Whether scores depend on more than the draws.
    var needsInstance: Bool {
        switch self {
        case .mecOnly, .random: false
        case .allINC, .equal, .proportional, .oracle: true
        }
    }

    /// Scores of the users of `instance`, shape `[M]`, each in -1...1.
    ///
    /// - Throws: ``PolicyError`` where there are too many active users for the oracle.
    func scores(of instance: OffloadingInstance, _ draws: OffloadingDraws) throws(PolicyError) -> [Double] {
        switch self {
        case .allINC: instance.allINCModes().map { $0 == 1 ? 1 : -1 }
        case .oracle: try instance.oracleModes().map { $0 == 1 ? 1 : -1 }
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
        case .allINC, .equal, .proportional, .oracle: preconditionFailure("\(self) needs the instance")
        }
    }
}

extension OffloadingInstance {
    /// The o of C*, at p*.
    ///
    /// - Throws: ``PolicyError`` where more users are active than can be searched, naming what to play instead.
    /// - Complexity: 2^A runs of Algorithm 1.
    fileprivate func oracleModes() throws(PolicyError) -> [Int32] {
        guard activeCount <= OffloadingOracle.userLimit else {
            throw PolicyError(
                "oracle searches slots of up to \(OffloadingOracle.userLimit) active users, and this one has "
                    + "\(activeCount); play all-inc, which takes any number")
        }
        var game = FollowerGame(model, users: userCount)
        game.load(self, radio: .table)
        var oracle = OffloadingOracle(model, users: userCount)
        return modes(of: oracle.find(self, in: &game).set)
    }
}
