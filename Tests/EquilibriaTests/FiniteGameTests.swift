import Games
import Testing

@testable import Equilibria

@Suite("Finite game")
struct FiniteGameTests {
    @Test("the prisoner's dilemma has an exact potential and one equilibrium, defecting")
    func dilemma() throws {
        let game = try FiniteGames.bimatrix([[(3, 3), (0, 5)], [(5, 0), (1, 1)]])
        let potential = game.potential()
        #expect(potential.kind == .exact)
        #expect(potential.values == [0, 2, 2, 3])
        #expect(potential.inexactPath == nil && potential.improvementCycle == nil)
        #expect(game.pureEquilibria.map(game.profile) == [[1, 1]])
    }

    @Test("matching pennies have no potential: better replies go round all four profiles, gaining 2 each time")
    func pennies() throws {
        let game = try FiniteGames.bimatrix([[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
        let potential = game.potential()
        #expect(potential.kind == .none)
        #expect(potential.values.isEmpty)
        #expect(potential.largestFourCycle?.gain == 8)
        #expect(potential.improvementCycle?.profiles.count == 4)
        #expect(potential.improvementCycle?.gain == 8)
        #expect(game.pureEquilibria.isEmpty)
        #expect(game.hasImprovementCycle)
    }

    @Test("the battle of the sexes has an exact potential and two equilibria")
    func sexes() throws {
        let game = try FiniteGames.bimatrix([[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
        #expect(game.potential().kind == .exact)
        #expect(game.pureEquilibria.map(game.profile) == [[0, 0], [1, 1]])
    }

    @Test("a congestion game has Rosenthal's potential, exactly (Int. J. Game Theory 2, 1973)")
    func congestion() throws {
        // Cost of each resource by the number of its users; four players on three resources.
        let costs = [[0.0, 1, 4, 5, 11], [0, 2, 2.5, 7, 8], [0, 3, 3, 3, 9]]
        func load(_ resource: Int, _ profile: [Int]) -> Int { profile.count { $0 == resource } }
        let game = try FiniteGame(strategyCounts: [3, 3, 3, 3]) { profile in
            profile.map { -costs[$0][load($0, profile)] }
        }
        let potential = game.potential()
        #expect(potential.kind == .exact)
        let known = (0..<game.profileCount).map { index in
            costs.indices.reduce(0.0) { sum, resource in
                sum - costs[resource].prefix(load(resource, game.profile(index)) + 1).reduce(0, +)
            }
        }
        // Half integers, whose sums are exact.
        for (own, known) in zip(potential.values, known.map { $0 - known[0] }) { #expect(own == known) }
    }

    /// Quantities 1...5 of three firms without costs, at the price `inverseDemand(Q)`.
    private func cournot(_ inverseDemand: (Double) -> Double) throws -> FiniteGame {
        try FiniteGame(strategyCounts: [5, 5, 5]) { profile in
            let quantities = profile.map { Double($0 + 1) }
            let price = inverseDemand(quantities.reduce(0, +))
            return quantities.map { $0 * price }
        }
    }

    @Test("firms that choose quantities have an exact potential where demand is linear (Monderer and Shapley, 1996)")
    func linearCournot() throws {
        let game = try cournot { 20 - $0 }
        let potential = game.potential()
        #expect(potential.kind == .exact)
        // P = a sum q - sum q^2 - sum over pairs of q_i q_j.
        let known = (0..<game.profileCount).map { index in
            let q = game.profile(index).map { Double($0 + 1) }
            return 20 * (q[0] + q[1] + q[2]) - (q[0] * q[0] + q[1] * q[1] + q[2] * q[2])
                - (q[0] * q[1] + q[0] * q[2] + q[1] * q[2])
        }
        for (own, known) in zip(potential.values, known.map { $0 - known[0] }) { #expect(own == known) }
    }

    @Test("and an ordinal one, not an exact one, where it is not linear: the product of quantities times the price")
    func nonlinearCournot() throws {
        let game = try cournot { 300 / (1 + $0 * $0) - 1.234 }
        let potential = game.potential()
        #expect(potential.kind == .ordinal)
        #expect(potential.inexactPath != nil && potential.weakImprovementCycle == nil)
        #expect(!game.hasImprovementCycle)
    }

    @Test("indifference can close a path of gains that gains alone cannot (Monderer and Shapley, 1996, section 2)")
    func generalizedOrdinal() throws {
        let game = try FiniteGames.bimatrix([[(1, 0), (2, 0)], [(2, 0), (0, 1)]])
        let potential = game.potential()
        #expect(potential.kind == .generalizedOrdinal)
        #expect(potential.improvementCycle == nil)
        #expect(potential.weakImprovementCycle?.profiles.count == 4)
        #expect((potential.weakImprovementCycle?.gain ?? 0) == 4)
    }

    @Test("where impossible profiles leave a ring without a four-cycle, the ring decides")
    func ring() throws {
        let possible = [[0, 0], [0, 1], [1, 1], [1, 2], [2, 2], [2, 0]]
        func game(last: Double) throws -> FiniteGame {
            try FiniteGame(strategyCounts: [3, 3]) { profile in
                guard possible.contains(profile) else { return nil }
                return profile == [2, 0] ? [last, 0] : [Double(profile[0]), Double(profile[1])]
            }
        }
        let exact = try game(last: 2).potential()
        #expect(exact.kind == .exact)
        #expect(exact.largestFourCycle == nil)
        let inexact = try game(last: 2.5).potential()
        #expect(inexact.kind == .ordinal)
        #expect(inexact.inexactPath.map { abs($0.gain) } == 0.5)
        #expect(inexact.inexactPath.map { Set($0.profiles) } == Set(possible))
    }

    @Test("nobody, one player, and players without a choice have an exact potential", arguments: [[], [4], [1, 3, 1]])
    func degenerate(_ counts: [Int]) throws {
        let game = try FiniteGame(strategyCounts: counts) { profile in profile.map { Double(($0 * 7) % 5) } }
        #expect(game.potential().kind == .exact)
        #expect(game.largestFourCycle() == nil)
    }

    @Test("more profiles than there is room for are refused")
    func refusesLargeGames() {
        for counts in [[1 << 10, 1 << 11], Array(repeating: 2, count: 21), Array(repeating: 1 << 40, count: 2)] {
            #expect(throws: EquilibriumError.self) { try FiniteGame(strategyCounts: counts, payoffs: []) }
        }
    }
}

@Suite("Random finite games")
struct RandomFiniteGameTests {
    @Test("what moves gain in common is an exact potential, whatever else a player gets", arguments: 0..<20)
    func exact(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let counts = [[2, 3, 4], [5, 4], [2, 2, 2, 2, 3]][seed % 3]
        let dummies = try FiniteGames.random(counts, &random)
        let common = (0..<dummies.profileCount).map { _ in Double.random(in: -10...10, using: &random) }
        // A player's own part does not depend on what it does itself.
        var payoffs: [Double] = []
        for index in 0..<dummies.profileCount {
            for player in counts.indices {
                let others = index - dummies.strategy(of: player, in: index) * dummies.strides[player]
                payoffs.append(common[index] + dummies.payoff(of: player, in: others))
            }
        }
        let potential = try FiniteGame(strategyCounts: counts, payoffs: payoffs).potential()
        #expect(potential.kind == .exact)
        for (own, known) in zip(potential.values, common) {
            // Sums of a few numbers of size 20.
            #expect(abs(own - (known - common[0])) <= 1e-13)
        }
        // One payoff a little off breaks it, by as much.
        payoffs[Int.random(in: payoffs.indices, using: &random)] += 0.001
        let broken = try FiniteGame(strategyCounts: counts, payoffs: payoffs).potential()
        #expect(broken.kind != .exact)
        #expect(abs((broken.inexactPath?.gain ?? 0) - 0.001) <= 1e-12)
    }

    @Test("the largest four-cycle is that of all of them", arguments: 0..<30)
    func fourCycles(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 100)
        let counts = [[2, 2], [3, 4], [3, 2, 3], [2, 2, 2, 2]][seed % 4]
        let game = try FiniteGames.random(counts, &random, impossible: seed % 2 == 0 ? 0 : 0.3)
        var largest = 0.0
        for index in 0..<game.profileCount {
            for (i, j) in FiniteGames.pairs(counts.count) {
                for a in 0..<counts[i] {
                    for b in 0..<counts[j] {
                        let one = index + (a - game.strategy(of: i, in: index)) * game.strides[i]
                        let both = one + (b - game.strategy(of: j, in: index)) * game.strides[j]
                        let other = index + both - one
                        guard [index, one, both, other].allSatisfy({ game.isFeasible[$0] }) else { continue }
                        let sum =
                            game.gain(of: i, from: index, to: one) + game.gain(of: j, from: one, to: both)
                            + game.gain(of: i, from: both, to: other) + game.gain(of: j, from: other, to: index)
                        largest = max(largest, sum)
                    }
                }
            }
        }
        // Eight numbers of size 10, added in another order.
        #expect(abs((game.largestFourCycle()?.gain ?? 0) - largest) <= 1e-13)
    }

    @Test("evidence is what it says: cycles gain in every step, potentials rise with every gain", arguments: 0..<40)
    func evidence(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 200)
        let counts = [[2, 2], [3, 3], [2, 3, 2], [2, 2, 2, 2]][seed % 4]
        // Few values, so that players are often indifferent.
        let drawn = try FiniteGames.random(counts, &random, impossible: seed % 3 == 0 ? 0.2 : 0)
        let game = try FiniteGame(
            strategyCounts: counts, payoffs: drawn.payoffs.map { ($0 / 5).rounded() }, isFeasible: drawn.isFeasible)
        let potential = game.potential()
        #expect((potential.improvementCycle != nil) == game.hasImprovementCycle)
        #expect((potential.kind == .none) == game.hasImprovementCycle)
        if let cycle = potential.improvementCycle {
            #expect(FiniteGames.steps(of: cycle, in: game).allSatisfy { $0 > 0 })
        }
        if let cycle = potential.weakImprovementCycle {
            let steps = FiniteGames.steps(of: cycle, in: game)
            #expect(steps.allSatisfy { $0 >= 0 } && steps.contains { $0 > 0 })
        }
        guard potential.kind != .none else { return }
        for index in 0..<game.profileCount where game.isFeasible[index] {
            game.forEachDeviation(from: index) { player, other in
                let gain = game.gain(of: player, from: index, to: other)
                let rise = potential.values[other] - potential.values[index]
                switch potential.kind {
                case .exact: #expect(abs(rise - gain) <= 1e-12)
                case .ordinal: #expect((gain > 0) == (rise > 0))
                default: #expect(gain <= 0 || rise > 0)
                }
            }
        }
    }
}

enum FiniteGames {
    /// A bimatrix game by rows.
    static func bimatrix(_ rows: [[(Double, Double)]]) throws -> FiniteGame {
        try FiniteGame(strategyCounts: [rows.count, rows[0].count]) { profile in
            let cell = rows[profile[0]][profile[1]]
            return [cell.0, cell.1]
        }
    }

    /// Payoffs in -10...10, of which a share of profiles has none.
    static func random(
        _ counts: [Int], _ random: inout SplitMix, impossible: Double = 0
    ) throws -> FiniteGame {
        let profiles = counts.reduce(1, *)
        let payoffs = (0..<profiles * counts.count).map { _ in Double.random(in: -10...10, using: &random) }
        let isFeasible = (0..<profiles).map { _ in Double.random(in: 0..<1, using: &random) >= impossible }
        return try FiniteGame(strategyCounts: counts, payoffs: payoffs, isFeasible: isFeasible)
    }

    static func pairs(_ count: Int) -> [(Int, Int)] {
        (0..<count).flatMap { i in (0..<count).filter { $0 != i }.map { (i, $0) } }
    }

    /// What the one player who moves gains in each step of `path`, the step back to the start included.
    static func steps(of path: FiniteGame.ClosedPath, in game: FiniteGame) -> [Double] {
        let indices = path.profiles.map { profile in
            zip(profile, game.strides).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return indices.indices.map { place in
            let (here, next) = (indices[place], indices[(place + 1) % indices.count])
            let movers = game.strategyCounts.indices.filter {
                game.strategy(of: $0, in: here) != game.strategy(of: $0, in: next)
            }
            guard movers.count == 1, game.isFeasible[here] else { return -.infinity }
            return game.gain(of: movers[0], from: here, to: next)
        }
    }
}
