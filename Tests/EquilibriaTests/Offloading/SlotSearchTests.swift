import CAllocationCounter
import Games
import Testing

@testable import Equilibria

@Suite("Search of an offloading slot")
struct SlotSearchTests {
    /// A small slot with its tabulated game at random powers.
    func slot(_ seed: Int, users: Int = 4) throws -> (
        instance: OffloadingInstance, powersW: [Double], game: FollowerGame
    ) {
        var random = SplitMix(seed: UInt64(seed) + 1000)
        let instance = try RandomSlots.slot(users: users, nodes: 1 + seed % 2, &random, RandomSlots.variant(seed))
        let powers = RandomSlots.powers(instance, &random)
        return (instance, powers, FollowerGame(instance, powersW: powers, radio: .table))
    }

    func modes(_ instance: OffloadingInstance, _ users: [Int], _ set: Int) -> [Int32] {
        var modes = Array(repeating: Int32(0), count: instance.userCount)
        for (i, m) in users.enumerated() { modes[m] = Int32(set >> i & 1) }
        return modes
    }

    func full(_ channels: [Int], _ users: [Int], _ instance: OffloadingInstance) -> [Int32] {
        var all = Array(repeating: Int32(0), count: instance.userCount)
        for (m, j) in zip(users, channels) { all[m] = Int32(j) }
        return all
    }

    @Test("every set's equilibria, and the optimum, are those of a plain search", arguments: 0..<14)
    func profilesMatchPlain(_ seed: Int) throws {
        let (instance, powers, game) = try slot(seed)
        let profiles = try #require(try FollowerProfiles(game, concept: "test"))
        for set in 0...profiles.everybody {
            let plain = PlainOffloading(
                instance: instance, powersW: powers, modes: modes(instance, profiles.users, set))
            let expected = plain.profiles.filter(plain.isEquilibrium)
            let found = profiles.equilibria(of: set)
            #expect(found.map { full(profiles.channels($0), profiles.users, instance) } == expected)
            #expect(found.map { profiles.costs[$0] } == expected.map { plain.outcome($0).totalCost })
            let least = plain.profiles.map { plain.outcome($0).totalCost }.min()
            #expect(profiles.costs[profiles.optimum(of: set)] == least)
        }
        let everybody = PlainOffloading(
            instance: instance, powersW: powers, modes: modes(instance, profiles.users, profiles.everybody))
        #expect(profiles.count == everybody.profiles.count)
    }

    @Test("optimistic and pessimistic decisions are the least over sets of their best and worst", arguments: 0..<21)
    func decisions(_ seed: Int) throws {
        let (instance, _, game) = try slot(seed, users: 5)
        let profiles = try #require(try FollowerProfiles(game, concept: "test"))
        for capacity in [0, 1, 2, 5] {
            let (optimistic, pessimistic) = profiles.decisions(capacity: capacity)
            var (best, worst) = (Double.infinity, Double.infinity)
            for set in 0...profiles.everybody where set.nonzeroBitCount <= capacity {
                let costs = profiles.equilibria(of: set).map { profiles.costs[$0] }
                best = min(best, costs.min() ?? .infinity)
                worst = min(worst, costs.max() ?? .infinity)
            }
            #expect(abs(profiles.costs[optimistic.profile] - best) <= OffloadingOracle.tie)
            #expect(abs(profiles.costs[pessimistic.profile] - worst) <= OffloadingOracle.tie)
            for decision in [optimistic, pessimistic] {
                #expect(decision.set.nonzeroBitCount <= capacity)
                #expect(profiles.isEquilibrium(decision.profile, of: decision.set))
            }
        }
        #expect(instance.activeCount == profiles.users.count)
    }

    @Test(
        "C* is the least answer over all sets that fit, and lies above the best equilibrium and the optimum",
        arguments: 0..<28)
    func oracle(_ seed: Int) throws {
        var (instance, _, game) = try slot(seed, users: 5)
        var oracle = OffloadingOracle(instance.model, users: 5)
        let best = oracle.find(instance, in: &game)
        let channels = game.channels
        let answers = oracle.answers(instance, in: &game)
        let users = (0..<5).filter(instance.isActive)
        let capacity = instance.model.operatorCapacity(users: users.count)
        #expect(answers.map(\.answer.set) == (0..<1 << users.count).filter { $0.nonzeroBitCount <= capacity })
        for (answer, channels) in answers {
            let plain = PlainOffloading(
                instance: instance, powersW: oracle.powersW, modes: modes(instance, users, answer.set))
            let expected = plain.iterate(from: Array(repeating: 0, count: 5))
            #expect(channels == expected.channels && answer.converged == expected.converged)
            #expect(answer.cost == plain.outcome(expected.channels).totalCost)
        }
        let least = answers.map(\.answer.cost).min() ?? 0
        let first = try #require(answers.first { $0.answer.cost <= least + OffloadingOracle.tie })
        #expect(best == first.answer && channels == first.channels)
        let profiles = try #require(try FollowerProfiles(game, concept: "test"))
        let optimum = profiles.costs[profiles.optimum(of: profiles.everybody)]
        #expect(optimum <= best.cost)
        guard answers.allSatisfy(\.answer.converged) else { return }
        let optimistic = profiles.costs[profiles.decisions(capacity: capacity).optimistic.profile]
        #expect(optimum <= optimistic && optimistic <= best.cost + OffloadingOracle.tie)
    }

    @Test("no decision costs less than the bound", arguments: 0..<28)
    func bound(_ seed: Int) throws {
        let (instance, _, _) = try slot(seed, users: 5)
        let powers = DownlinkPower(instance.model).best(instance)
        let game = FollowerGame(instance, powersW: powers, radio: .table)
        let profiles = try #require(try FollowerProfiles(game, concept: "test"))
        let least = profiles.costs[profiles.optimum(of: profiles.everybody)]
        // Equal where everybody is alone; then but for rounding.
        #expect(instance.costBound <= least * (1 + 1e-14))
        #expect(instance.costBound > 0 || least == 0)
    }

    @Test("the table of payoffs has the slot's equilibria", arguments: 0..<14)
    func finiteGame(_ seed: Int) throws {
        let (instance, powers, game) = try slot(seed)
        let users = (0..<4).filter(instance.isActive)
        let table = try game.finiteGame(of: users)
        let plain = PlainOffloading(
            instance: instance, powersW: powers, modes: modes(instance, users, 1 << users.count - 1))
        let expected = plain.profiles
        let possible = (0..<table.profileCount).filter { table.isFeasible[$0] }
        #expect(possible.map { full(table.profile($0), users, instance) } == expected)
        for (index, channels) in zip(possible, expected) {
            let outcome = plain.outcome(channels)
            for (player, m) in users.enumerated() {
                #expect(table.payoff(of: player, in: index) == outcome.payoff[m])
            }
        }
        let equilibria = expected.filter(plain.isEquilibrium)
        #expect(table.pureEquilibria.map { full(table.profile($0), users, instance) } == equilibria)
    }

    @Test("too many profiles are refused by the number of users that would fit, and a search can be stopped")
    func limits() throws {
        var random = SplitMix(seed: 1)
        let instance = try RandomSlots.slot(users: 20, nodes: 4, &random)
        let active = instance.activeCount
        let game = FollowerGame(instance, powersW: Array(repeating: 1, count: 20))
        // 5^9 profiles are below the limit, 5^10 above.
        #expect(
            throws: EquilibriumError.tooLarge(
                concept: "social", measured: "users who choose, at 4 nodes", size: active, limit: 9,
                remedy: "best-response")
        ) { try FollowerProfiles(game, concept: "social") }
        let (_, _, small) = try slot(0)
        #expect(try FollowerProfiles(small, concept: "social") { true } == nil)
    }

    @Test(
        "C* of a slot after the first allocates nothing",
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()))
    func allocatesNothing() throws {
        var random = SplitMix(seed: 2)
        let slots = try (0..<6).map { _ in try RandomSlots.slot(users: 6, nodes: 4, &random) }
        var game = FollowerGame(slots[0].model, users: 6)
        var oracle = OffloadingOracle(slots[0].model, users: 6)
        func play() {
            for slot in slots {
                game.load(slot, radio: .table)
                _ = oracle.find(slot, in: &game)
            }
        }
        play()
        let before = allocation_count()
        play()
        #expect(allocation_count() == before)
    }
}
