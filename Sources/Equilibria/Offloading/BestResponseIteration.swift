import Games

/// The paper's Algorithm 1 for the channels of the offloading game, made well defined: best responses one after the other.
///
/// From everybody at the edge server, or a given start, rounds over the users that may choose, in increasing index; each
/// stays where it is within `tie` of the best, else takes the smallest channel that is. It converges where a round
/// changes nothing. The game has no potential, so it need not: it ends, not converged, at a profile that an earlier round
/// ended with, or after `roundLimit` rounds.
///
/// Deviations from the paper: channel 0 is always a choice, and no choice is filtered by the deadline. A value of this
/// type is storage that is used again from run to run.
///
/// - SeeAlso: spec/offloading.md, section 7.
public struct BestResponseIteration: Sendable {
    /// Payoffs this close are equal, in ms times g: the rule that followers play by.
    public static let tie = 1e-9
    /// Rounds after which it has failed.
    public static let roundLimit = 200

    /// s, shape `[M]`: where it converged; else, of the profiles of the cycle, the one with the least NashConv, of equals
    /// the least cost, of equals the first; at the limit of rounds the last one.
    public private(set) var channels: [Int32]
    /// Whether a round changed nothing, so that `channels` is a pure equilibrium.
    public private(set) var converged = false
    /// Rounds made, the last one included.
    public private(set) var rounds = 0
    /// Moves made in all rounds.
    public private(set) var moves = 0
    /// Rounds after which the profiles repeat; 0 where they do not.
    public private(set) var cycleLength = 0
    /// What each user could still gain by moving alone, shape `[M]`; 0 for who may not choose.
    public private(set) var regrets: [Double]
    /// Sum of the regrets.
    public private(set) var nashConv = 0.0
    /// C at `channels`, all splits being optimal.
    public private(set) var cost = 0.0
    /// What each round ended with, if that was asked for.
    public private(set) var trace: [Round] = []

    /// What one round ended with.
    public struct Round: Sendable, Hashable {
        /// s, shape `[M]`.
        public let channels: [Int32]
        /// Mean U over active users.
        public let meanUtility: Double
        /// C.
        public let cost: Double
    }

    /// Profiles at the start and after each round, one after the other, and a number made of each.
    private var profiles: [Int32] = []
    private var digests: [UInt64] = []

    /// Storage for `users` users.
    public init(users: Int) {
        channels = Array(repeating: 0, count: users)
        regrets = Array(repeating: 0, count: users)
    }

    /// Runs it on `game`, which is left at the profile returned.
    ///
    /// - Parameters:
    ///   - game: a loaded slot with its powers.
    ///   - modes: o, shape `[M]`; who has 0 stays at the edge server.
    ///   - start: s to start from, within the capacities, shape `[M]`; nil for everybody at the edge server.
    ///   - wantsTrace: whether to keep what each round ended with.
    ///   - shouldStop: asked once a round; after `true` it ends as at the limit of rounds.
    /// - Complexity: K+1 payoffs a user and round.
    public mutating func run(
        _ game: inout FollowerGame, modes: [Int32], from start: [Int32]? = nil, wantsTrace: Bool = false,
        shouldStop: () -> Bool = { false }
    ) {
        precondition(
            modes.count == channels.count && game.userCount == channels.count
                && start?.count ?? modes.count == modes.count,
            "\(modes.count) modes, \(start?.count ?? modes.count) channels and \(game.userCount) users")
        (converged, rounds, moves, cycleLength) = (false, 0, 0, 0)
        trace.removeAll(keepingCapacity: true)
        profiles.removeAll(keepingCapacity: true)
        digests.removeAll(keepingCapacity: true)
        game.placeEverybodyAtEdge()
        if let start {
            for m in modes.indices where modes[m] != 0 && game.isActive(m) { game.move(m, to: Int(start[m])) }
            game.checkCapacity()
        }
        remember(game)
        while rounds < Self.roundLimit && !shouldStop() {
            rounds += 1
            let changes = playRound(&game, modes)
            moves += changes
            if wantsTrace { record(&game) }
            if changes == 0 {
                // Nobody moved, so what the round found of each regret holds at its end.
                converged = true
                break
            }
            if let first = firstRound(with: game) {
                cycleLength = rounds - first
                chooseFromCycle(&game, modes)
                break
            }
            remember(game)
        }
        for m in channels.indices { channels[m] = game.channels[m] }
        if !converged { findRegrets(&game, modes) }
        nashConv = regrets.reduce(0, +)
        cost = game.totals().cost
    }

    /// One round in place; how many moved.
    private mutating func playRound(_ game: inout FollowerGame, _ modes: [Int32]) -> Int {
        var changes = 0
        for m in modes.indices {
            regrets[m] = 0
            guard modes[m] != 0, game.isActive(m) else { continue }
            let choice = game.bestResponse(of: m)
            regrets[m] = choice.regret
            guard choice.channel != Int(game.channels[m]) else { continue }
            game.move(m, to: choice.channel)
            changes += 1
        }
        return changes
    }

    private mutating func findRegrets(_ game: inout FollowerGame, _ modes: [Int32]) {
        for m in modes.indices {
            regrets[m] = modes[m] != 0 && game.isActive(m) ? game.bestResponse(of: m).regret : 0
        }
    }

    /// Leaves `game` at the best profile of the last `cycleLength` ones.
    private mutating func chooseFromCycle(_ game: inout FollowerGame, _ modes: [Int32]) {
        var best = (place: 0, nashConv: Double.infinity, cost: Double.infinity)
        for place in digests.count - cycleLength..<digests.count {
            game.place(profiles.span.extracting(profile(place)))
            findRegrets(&game, modes)
            let nashConv = rounded(regrets.reduce(0, +))
            let cost = rounded(game.totals().cost)
            if (nashConv, cost) < (best.nashConv, best.cost) { best = (place, nashConv, cost) }
        }
        game.place(profiles.span.extracting(profile(best.place)))
    }

    /// Where in `profiles` stands what round `place` ended with.
    private func profile(_ place: Int) -> Range<Int> { place * channels.count..<(place + 1) * channels.count }

    /// To a multiple of 1e-9, so that rounding does not order what is equal.
    private func rounded(_ value: Double) -> Double { (value * 1e9).rounded(.toNearestOrEven) / 1e9 }

    private mutating func remember(_ game: FollowerGame) {
        for m in channels.indices { profiles.append(game.channels[m]) }
        digests.append(digest(game))
    }

    /// The round that ended with the profile of `game`, if one did; the start counts as round 0.
    private func firstRound(with game: FollowerGame) -> Int? {
        let users = channels.count
        let digest = digest(game)
        search: for place in digests.indices where digests[place] == digest {
            for m in 0..<users where profiles[place * users + m] != game.channels[m] { continue search }
            return place
        }
        return nil
    }

    /// FNV-1a over the channels: equal profiles have equal digests.
    private func digest(_ game: FollowerGame) -> UInt64 {
        var word: UInt64 = 0xCBF2_9CE4_8422_2325
        for m in channels.indices { word = (word ^ UInt64(game.channels[m])) &* 0x100_0000_01B3 }
        return word
    }

    private mutating func record(_ game: inout FollowerGame) {
        let totals = game.totals()
        trace.append(Round(channels: game.channels, meanUtility: totals.meanUtility, cost: totals.cost))
    }
}
