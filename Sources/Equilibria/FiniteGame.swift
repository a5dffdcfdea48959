import Games

/// A game in strategic form: what every player gets in every profile, some of which may be impossible.
///
/// Profiles are numbered in lexicographic order of the players' strategies, the last player fastest. An impossible one,
/// say because too many would use a resource, is nobody's alternative.
public struct FiniteGame: Sendable {
    /// The largest number of profiles, for which every question here is answered within seconds.
    public static let profileLimit = 1 << 16
    /// Payoffs this close are equal.
    public static let tie = 1e-9

    /// Strategies of each player.
    public let strategyCounts: [Int]
    /// Shape `[profiles, players]`; meaningless where a profile is impossible.
    public let payoffs: [Double]
    /// Shape `[profiles]`.
    public let isFeasible: [Bool]
    /// What a profile's number changes by when a player takes its next strategy.
    let strides: [Int]

    public var playerCount: Int { strategyCounts.count }
    public var profileCount: Int { isFeasible.count }

    /// A game with the payoffs given.
    ///
    /// - Parameters:
    ///   - strategyCounts: strategies of each player, one at least.
    ///   - payoffs: shape `[profiles, players]`.
    ///   - isFeasible: whether a profile is possible, shape `[profiles]`; nil where all are.
    /// - Throws: ``EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` for more than `profileLimit` profiles.
    public init(
        strategyCounts: [Int], payoffs: [Double], isFeasible: [Bool]? = nil
    ) throws(EquilibriumError) {
        let profiles = try Self.profileCount(strategyCounts)
        precondition(
            payoffs.count == profiles * strategyCounts.count && isFeasible?.count ?? profiles == profiles,
            "\(payoffs.count) payoffs for \(profiles) profiles of \(strategyCounts.count) players")
        self.strategyCounts = strategyCounts
        self.payoffs = payoffs
        self.isFeasible = isFeasible ?? Array(repeating: true, count: profiles)
        strides = strategyCounts.indices.map { strategyCounts[($0 + 1)...].reduce(1, *) }
    }

    /// A game whose payoffs are worked out profile by profile.
    ///
    /// - Parameters:
    ///   - strategyCounts: strategies of each player.
    ///   - payoffs: what each player gets in a profile; nil where that is impossible.
    /// - Throws: as the other initialiser.
    public init(
        strategyCounts: [Int], _ payoffs: ([Int]) -> [Double]?
    ) throws(EquilibriumError) {
        let count = try Self.profileCount(strategyCounts)
        var (values, isFeasible): ([Double], [Bool]) = ([], [])
        var profile = Array(repeating: 0, count: strategyCounts.count)
        for _ in 0..<count {
            let own = payoffs(profile)
            isFeasible.append(own != nil)
            values += own ?? Array(repeating: 0, count: strategyCounts.count)
            for i in profile.indices.reversed() {
                profile[i] += 1
                if profile[i] < strategyCounts[i] { break }
                profile[i] = 0
            }
        }
        try self.init(strategyCounts: strategyCounts, payoffs: values, isFeasible: isFeasible)
    }

    private static func profileCount(_ strategyCounts: [Int]) throws(EquilibriumError) -> Int {
        precondition(strategyCounts.allSatisfy { $0 > 0 }, "a player without a strategy: \(strategyCounts)")
        var count = 1
        for strategies in strategyCounts {
            let (product, isOverflowing) = count.multipliedReportingOverflow(by: strategies)
            count = isOverflowing ? .max : product
        }
        guard count <= profileLimit else {
            throw .tooLarge(
                concept: "a finite game", measured: "profiles", size: count, limit: profileLimit,
                remedy: "one with fewer players or strategies")
        }
        return count
    }

    /// The strategy of each player in profile `index`.
    public func profile(_ index: Int) -> [Int] { strategyCounts.indices.map { strategy(of: $0, in: index) } }

    @inline(__always)
    func strategy(of player: Int, in index: Int) -> Int { index / strides[player] % strategyCounts[player] }

    /// What `player` gets in profile `index`.
    @inline(__always)
    func payoff(of player: Int, in index: Int) -> Double { payoffs[index * playerCount + player] }

    /// What `player` gains by going from profile `index` to `other`, which differ in its strategy alone.
    @inline(__always)
    func gain(of player: Int, from index: Int, to other: Int) -> Double {
        payoff(of: player, in: other) - payoff(of: player, in: index)
    }

    /// Calls `body` with every possible profile that one player leads to from `index`, and that player.
    @inline(__always)
    func forEachDeviation(from index: Int, _ body: (_ player: Int, _ other: Int) -> Void) {
        for player in 0..<playerCount {
            let first = index - strategy(of: player, in: index) * strides[player]
            for strategy in 0..<strategyCounts[player] {
                let other = first + strategy * strides[player]
                if other != index, isFeasible[other] { body(player, other) }
            }
        }
    }

    /// Numbers of the pure equilibria: possible profiles in which nobody gains more than `tie` alone.
    public var pureEquilibria: [Int] {
        (0..<profileCount).filter { index in
            guard isFeasible[index] else { return false }
            var isStable = true
            forEachDeviation(from: index) { player, other in
                if gain(of: player, from: index, to: other) > Self.tie { isStable = false }
            }
            return isStable
        }
    }
}
