import Games

/// What a solver of the offloading game returns: a play, what it came to, and what is proven about it.
public struct OffloadingEquilibrium: Sendable, Equatable {
    /// `nil` where the solver found no equilibrium: an iterate is never reported as one.
    public let play: OffloadingPlay?
    /// Latencies, energies and costs of the play; `nil` without one.
    public let outcome: OffloadingOutcome?
    public let certificate: Certificate

    /// C of the play.
    public var cost: Double? { outcome?.totalCost }

    /// Certifies users at `channels` with their best splits.
    ///
    /// - Parameters:
    ///   - instance: the slot.
    ///   - modes: o, shape `[M]`.
    ///   - powersW: p', shape `[M]`.
    ///   - channels: s, shape `[M]`.
    ///   - bound: a cost that no play can go below; nil where the cost found is that.
    ///   - rounds: passes that the solver made.
    init(
        _ instance: OffloadingInstance, modes: [Int32], powersW: [Double], channels: [Int32], bound: Double?,
        rounds: Int
    ) {
        var play = OffloadingPlay(users: instance.userCount, powerW: 0)
        (play.modes, play.powersW, play.channels) = (modes, powersW, channels)
        let outcome = OffloadingOutcome(instance, play, .optimal)
        (play.splits, play.shares) = (outcome.split, outcome.share)
        var game = FollowerGame(instance, powersW: powersW)
        var regrets = Array(repeating: 0.0, count: instance.userCount)
        game.findRegrets(of: play, payoffs: outcome.payoff, into: &regrets)
        let cost = outcome.totalCost
        (self.play, self.outcome) = (play, outcome)
        certificate = Certificate(
            nashConv: regrets.reduce(0, +), bound: bound ?? cost, value: cost, direction: .lower, converged: true,
            rounds: rounds)
    }

    /// No equilibrium: the solver ended without one.
    ///
    /// - Parameters:
    ///   - nashConv: of the iterate that is nearest to one, if there is any.
    ///   - rounds: passes that the solver made.
    init(unconverged nashConv: Double?, rounds: Int) {
        (play, outcome) = (nil, nil)
        certificate = Certificate(nashConv: nashConv, bound: nil, value: nil, converged: false, rounds: rounds)
    }

    /// The play under the names that commands print; unknown values where there is none.
    ///
    /// - Parameter users: M.
    /// - Returns: modes, powers, channels, splits, shares, latencies, energies and the cost.
    func quantities(users: Int) -> [Solution.Quantity] {
        func reals(_ name: String, _ unit: String, _ values: [Double]?) -> Solution.Quantity {
            Solution.Quantity(name, unit: unit, shape: [users], values.map { .reals($0) } ?? .unknown)
        }
        func integers(_ name: String, _ values: [Int32]?) -> Solution.Quantity {
            Solution.Quantity(name, unit: "", shape: [users], values.map { .integers($0.map { Int($0) }) } ?? .unknown)
        }
        return [
            integers("modes", play?.modes), reals("powers", "W", play?.powersW), integers("channels", play?.channels),
            reals("splits", "", play?.splits), reals("shares", "", play?.shares),
            reals("latencies", "ms", outcome?.latencyMs), reals("energies", "mJ", outcome?.energyMJ),
            Solution.Quantity("cost", unit: "cost", cost.map { .reals([$0]) } ?? .unknown),
        ]
    }
}
