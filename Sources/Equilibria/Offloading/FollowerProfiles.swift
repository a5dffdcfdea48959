import Games

/// Everything about a slot that takes looking at all profiles: who would leave each, and what it costs.
///
/// All capacity-feasible profiles of the active users, in lexicographic order, the last user fastest. Who would leave a
/// profile does not depend on the modes, so the pure equilibria under any o are those profiles in which everybody at a
/// node may be there, and nobody who may choose would leave.
///
/// - SeeAlso: spec/offloading.md, sections 7 and 8.
public struct FollowerProfiles: Sendable {
    /// The largest number of profiles, (K+1)^A, that are looked at.
    public static let limit = 1 << 22

    /// Active users in increasing index; bit i of a set stands for the i-th of them.
    public let users: [Int]
    /// What the downlinks cost, the same in every profile: sum of w_T T_dl + w_E E.
    public let downlinkCost: Double
    /// C of each profile.
    public let costs: [Double]
    /// Whom each profile has at a node, and who would gain more than ``BestResponseIteration/tie`` by leaving it.
    private let collaborating: [UInt32]
    private let leaving: [UInt32]
    /// Number of each profile in the order of all (K+1)^A, infeasible ones included.
    private let numbers: [Int32]
    private let channelCount: Int

    /// Looks at all profiles of the slot that `game` holds, at its powers; nil after an interruption.
    ///
    /// - Parameters:
    ///   - game: a loaded slot with its powers, as a table for speed.
    ///   - concept: whom an error is about.
    ///   - shouldStop: asked now and then.
    /// - Throws: ``EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` beyond `limit`.
    /// - Complexity: A (K+1) payoffs a profile.
    public init?(
        _ game: FollowerGame, concept: String, shouldStop: () -> Bool = { false }
    ) throws(EquilibriumError) {
        var game = game
        users = (0..<game.userCount).filter(game.isActive)
        channelCount = game.nodeCount + 1
        let count = try Self.count(users: users.count, channels: channelCount, concept: concept)
        downlinkCost = game.downlinkCost
        var (costs, collaborating, leaving, numbers): ([Double], [UInt32], [UInt32], [Int32]) = ([], [], [], [])
        game.placeEverybodyAtEdge()
        for number in 0..<count {
            if number & 0xFFF == 0, shouldStop() { return nil }
            if number > 0 { Self.step(&game, users) }
            guard game.isWithinCapacity else { continue }
            var (there, gone): (UInt32, UInt32) = (0, 0)
            for (i, m) in users.enumerated() {
                if game.channels[m] > 0 { there |= 1 << UInt32(i) }
                if game.bestResponse(of: m).channel != Int(game.channels[m]) { gone |= 1 << UInt32(i) }
            }
            costs.append(game.totals().cost)
            collaborating.append(there)
            leaving.append(gone)
            numbers.append(Int32(number))
        }
        (self.costs, self.collaborating, self.leaving, self.numbers) = (costs, collaborating, leaving, numbers)
    }

    /// Moves to the next profile in lexicographic order.
    private static func step(_ game: inout FollowerGame, _ users: [Int]) {
        for m in users.reversed() {
            let next = Int(game.channels[m]) + 1
            if next <= game.nodeCount { return game.move(m, to: next) }
            game.move(m, to: 0)
        }
    }

    /// `channels` to the power `users`.
    ///
    /// - Throws: ``EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` where that is more than `limit`.
    static func count(
        users: Int, channels: Int, limit: Int = limit, concept: String
    ) throws(EquilibriumError) -> Int {
        var count = 1
        var most = 0
        while most < users, count <= limit / channels {
            count *= channels
            most += 1
        }
        guard most == users else {
            throw .tooLarge(
                concept: concept, measured: "users who choose, at \(channels - 1) nodes", size: users, limit: most,
                remedy: "best-response")
        }
        return count
    }

    /// Profiles, infeasible ones not counted.
    public var count: Int { costs.count }

    /// s of the active users in profile `index`, in the order of `users`.
    public func channels(_ index: Int) -> [Int] {
        var rest = Int(numbers[index])
        var channels = Array(repeating: 0, count: users.count)
        for i in users.indices.reversed() {
            channels[i] = rest % channelCount
            rest /= channelCount
        }
        return channels
    }

    /// Whom profile `index` has at a node, bit i standing for the i-th active user.
    public func collaborating(_ index: Int) -> Int { Int(collaborating[index]) }

    /// Who would not leave profile `index`.
    public func staying(_ index: Int) -> Int { everybody & ~Int(leaving[index]) }

    /// The set of everybody active.
    public var everybody: Int { 1 << users.count - 1 }

    /// Whether profile `index` is a pure equilibrium where those in `set` may choose.
    public func isEquilibrium(_ index: Int, of set: Int) -> Bool {
        collaborating(index) & ~set == 0 && Int(leaving[index]) & set == 0
    }

    /// Every pure equilibrium where those in `set` may choose, in lexicographic order.
    public func equilibria(of set: Int) -> [Int] {
        costs.indices.filter { isEquilibrium($0, of: set) }
    }

    /// The cheapest profile with nobody at a node but those in `set`; of equals the first.
    public func optimum(of set: Int) -> Int {
        costs.indices.filter { collaborating($0) & ~set == 0 }.min { costs[$0] < costs[$1] } ?? 0
    }
}
