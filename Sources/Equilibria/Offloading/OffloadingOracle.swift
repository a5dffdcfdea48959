import Games

/// The per-slot Stackelberg benchmark: the cheapest decision of an operator who knows how users will answer.
///
/// For every o with at most Cmax ones, users answer by best responses from the edge server, at the downlink power that
/// costs least; C* is the least cost of these. Exact for up to 8 active users where nothing is priced: then the powers
/// are a problem of their own. Since a slot's draws do not depend on what was played before, C* is also what no policy
/// can beat in the long run against such users.
///
/// A value of this type is storage for slots of one game; after the first slot it allocates nothing.
///
/// - SeeAlso: spec/offloading.md, section 8.
public struct OffloadingOracle: Sendable {
    /// More active users than this are refused: answers double with each.
    public static let userLimit = UplinkTable.userLimit
    /// Costs this close are equal; of equal ones the smallest set of offloading users is taken.
    public static let tie = 1e-9

    private let downlink: DownlinkPower
    private var iteration: BestResponseIteration
    /// Cost of every set that fits, infinite for the others.
    private var costs: [Double] = []
    private var modes: [Int32]

    /// p*, shape `[M]`.
    public private(set) var powersW: [Double]

    /// Storage for slots of `model` with `users` users.
    public init(_ model: OffloadingModel, users: Int) {
        downlink = DownlinkPower(model)
        iteration = BestResponseIteration(users: users)
        modes = Array(repeating: 0, count: users)
        powersW = Array(repeating: 0, count: users)
    }

    /// What users answer to one o.
    public struct Answer: Sendable, Hashable {
        /// o, bit i standing for the i-th active user.
        public let set: Int
        /// C.
        public let cost: Double
        /// Whether the users came to an equilibrium.
        public let converged: Bool
        /// Rounds they took.
        public let rounds: Int
    }

    /// The best answer in the slot that `game` holds; `game` is left at it, at p*.
    ///
    /// - Parameters:
    ///   - instance: the slot, with at most `userLimit` active users.
    ///   - game: the same slot, loaded as a table for speed.
    ///   - capacity: how many may offload; nil for Cmax = K cap.
    /// - Returns: C* and the set that leads to it.
    /// - Complexity: 2^A best-response iterations.
    public mutating func find(
        _ instance: OffloadingInstance, in game: inout FollowerGame, capacity: Int? = nil
    ) -> Answer {
        prepare(instance, &game)
        let capacity = capacity ?? instance.model.operatorCapacity(users: game.activeCount)
        var least = Double.infinity
        for set in 0..<1 << game.activeCount {
            costs[set] = set.nonzeroBitCount <= capacity ? answer(set, instance, in: &game).cost : .infinity
            least = min(least, costs[set])
        }
        var best = 0
        while costs[best] > least + Self.tie { best += 1 }
        return answer(best, instance, in: &game)
    }

    /// Answers to every set that fits, in the order of sets, with s of each.
    public mutating func answers(
        _ instance: OffloadingInstance, in game: inout FollowerGame, capacity: Int? = nil
    ) -> [(answer: Answer, channels: [Int32])] {
        prepare(instance, &game)
        let capacity = capacity ?? instance.model.operatorCapacity(users: game.activeCount)
        return (0..<1 << game.activeCount).filter { $0.nonzeroBitCount <= capacity }.map { set in
            let answer = answer(set, instance, in: &game)
            return (answer, game.channels)
        }
    }

    private mutating func prepare(_ instance: OffloadingInstance, _ game: inout FollowerGame) {
        precondition(game.activeCount <= Self.userLimit, "\(game.activeCount) active users")
        while costs.count < 1 << game.activeCount { costs.append(0) }
        downlink.find(instance, into: &powersW)
        game.setPowers(powersW, in: instance)
    }

    private mutating func answer(_ set: Int, _ instance: OffloadingInstance, in game: inout FollowerGame) -> Answer {
        instance.write(set, to: &modes)
        iteration.run(&game, modes: modes)
        return Answer(set: set, cost: iteration.cost, converged: iteration.converged, rounds: iteration.rounds)
    }
}
