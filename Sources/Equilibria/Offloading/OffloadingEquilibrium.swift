import Games

/// What a solver of the offloading game returns: a play, what it came to, and what is proven about it.
public struct OffloadingEquilibrium: Sendable, Equatable {
    /// `nil` where the solver found no equilibrium: an iterate is never reported as one.
    public let play: OffloadingPlay?
    /// Latencies, energies and costs of the play; `nil` without one.
    public let outcome: OffloadingOutcome?
    public let certificate: Certificate
    /// o and p' of the operator, also where users do not settle under them; `nil` where it decided nothing.
    public let decision: Decision?
    /// What the certificate's bound is.
    public let bound: Bound

    /// What the operator decides.
    public struct Decision: Sendable, Hashable {
        /// o, shape `[M]`.
        public let modes: [Int32]
        /// p', shape `[M]`.
        public let powersW: [Double]
    }

    /// What the cost is held against.
    public enum Bound: Sendable, Hashable {
        /// The play costs least of all that its concept allows.
        case attained
        /// C*, the least cost against users who answer by best responses.
        case benchmark(Double)
        /// The least cost of a profile that the modes allow, whatever users would like.
        case cheapestProfile(Double)
        /// ``Games/OffloadingInstance/costBound``, far from tight.
        case weak
    }

    /// C of the play.
    public var cost: Double? { outcome?.totalCost }

    /// Certifies users at `channels` with their best splits.
    ///
    /// - Parameters:
    ///   - instance: the slot.
    ///   - modes: o, shape `[M]`.
    ///   - powersW: p', shape `[M]`.
    ///   - channels: s, shape `[M]`.
    ///   - bound: what no play can go below.
    ///   - rounds: passes that the solver made.
    init(
        _ instance: OffloadingInstance, modes: [Int32], powersW: [Double], channels: [Int32], bound: Bound,
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
        (self.play, self.outcome, self.bound) = (play, outcome, bound)
        decision = Decision(modes: modes, powersW: powersW)
        let least =
            switch bound {
            case .attained: cost
            case .benchmark(let least), .cheapestProfile(let least): least
            case .weak: instance.costBound
            }
        certificate = Certificate(
            nashConv: regrets.reduce(0, +), bound: least, value: cost, direction: .lower, converged: true,
            rounds: rounds)
    }

    /// No equilibrium: the solver ended without one.
    ///
    /// - Parameters:
    ///   - nashConv: of the iterate that is nearest to one, if there is any.
    ///   - rounds: passes that the solver made.
    ///   - decision: what the operator decided, where it did.
    init(unconverged nashConv: Double?, rounds: Int, under decision: Decision? = nil) {
        (play, outcome, bound) = (nil, nil, .weak)
        self.decision = decision
        certificate = Certificate(nashConv: nashConv, bound: nil, value: nil, converged: false, rounds: rounds)
    }

    /// The play under the names that commands print; unknown values where there is none, or only the operator's part.
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
            integers("modes", decision?.modes), reals("powers", "W", decision?.powersW),
            integers("channels", play?.channels),
            reals("splits", "", play?.splits), reals("shares", "", play?.shares),
            reals("latencies", "ms", outcome?.latencyMs), reals("energies", "mJ", outcome?.energyMJ),
            Solution.Quantity("cost", unit: "cost", cost.map { .reals([$0]) } ?? .unknown),
        ]
    }
}
