import Games

/// What can only be said of a played slot of the offloading game by solving it: how far its users are from equilibrium,
/// and the operator from C*.
///
/// A value of this type is storage for slots of one game.
///
/// - SeeAlso: spec/offloading.md, sections 7 and 8.
public struct OffloadingSlotMeasure: Sendable {
    /// What all users together could have gained by moving alone, in ms times g.
    public private(set) var nashConv = 0.0
    /// Whether nobody could have gained more than ``BestResponseIteration/tie``.
    public private(set) var isEquilibrium = true
    /// C* per active user; NaN beyond 8 active users, 0 with none.
    public private(set) var oracleCost = 0.0
    /// C - C* per active user, negative only where users do not best-respond; NaN where C* is.
    public private(set) var operatorRegret = 0.0

    private var game: FollowerGame
    private var oracle: OffloadingOracle
    private var regrets: [Double]

    /// Storage for slots of `model` with `users` users.
    public init(_ model: OffloadingModel, users: Int) {
        game = FollowerGame(model, users: users)
        oracle = OffloadingOracle(model, users: users)
        regrets = Array(repeating: 0, count: users)
    }

    /// Measures a slot.
    ///
    /// - Parameters:
    ///   - instance: the slot.
    ///   - play: what operator and users decided in it, within the capacities.
    ///   - outcome: what came of it.
    public mutating func measure(
        _ instance: OffloadingInstance, _ play: OffloadingPlay, _ outcome: OffloadingOutcome
    ) {
        let active = instance.activeCount
        let isSmall = active <= OffloadingOracle.userLimit
        game.load(instance, radio: isSmall ? .table : nil)
        game.setPowers(play.powersW, in: instance)
        game.findRegrets(of: play, payoffs: outcome.payoff, into: &regrets)
        var largest = 0.0
        nashConv = 0
        for regret in regrets {
            nashConv += regret
            largest = max(largest, regret)
        }
        isEquilibrium = largest <= BestResponseIteration.tie
        (oracleCost, operatorRegret) = (.nan, .nan)
        guard isSmall else { return }
        let users = Double(max(active, 1))
        let least = oracle.find(instance, in: &game).cost
        oracleCost = least / users
        operatorRegret = (outcome.totalCost - least) / users
    }
}
