import CAllocationCounter
import Games
import Testing

@testable import Equilibria

@Suite("Measure of a played offloading slot")
struct OffloadingSlotMeasureTests {
    /// Any play within the capacities, with splits and shares that are nobody's best.
    func played(_ seed: Int, users: Int) throws -> (OffloadingInstance, OffloadingPlay) {
        var random = SplitMix(seed: UInt64(seed) + 2000)
        let instance = try RandomSlots.slot(users: users, nodes: 1 + seed % 3, &random, RandomSlots.variant(seed))
        var play = OffloadingPlay(users: users, powerW: 0)
        play.powersW = RandomSlots.powers(instance, &random)
        play.modes = RandomSlots.modes(instance, &random)
        play.channels = RandomSlots.channels(instance, play.modes, &random)
        play.splits = (0..<users).map { _ in Double.random(in: 0...1, using: &random) }
        play.shares = (0..<users).map { _ in Double.random(in: 0...1, using: &random) }
        return (instance, play)
    }

    @Test("regrets are over what was played, whatever the splits", arguments: 0..<42)
    func regrets(_ seed: Int) throws {
        let (instance, play) = try played(seed, users: 6)
        let outcome = OffloadingOutcome(instance, play, .asPlayed)
        let plain = PlainOffloading(instance: instance, powersW: play.powersW, modes: play.modes)
        let expected = (0..<6).map { m in
            guard plain.players.contains(m) else { return 0.0 }
            return max(0, (plain.payoffs(of: m, play.channels).compactMap(\.self).max() ?? 0) - outcome.payoff[m])
        }
        var measure = OffloadingSlotMeasure(instance.model, users: 6)
        measure.measure(instance, play, outcome)
        #expect(measure.nashConv == expected.reduce(0, +))
        #expect(measure.isEquilibrium == expected.allSatisfy { $0 <= 1e-9 })
        // At the best split where the others are, nobody's regret can be negative but by rounding.
        for m in plain.players {
            let best = plain.payoffs(of: m, play.channels).compactMap(\.self).max() ?? 0
            #expect(best - outcome.payoff[m] >= -1e-11 * (1 + abs(best)))
        }
        var game = FollowerGame(instance.model, users: 6)
        game.load(instance, radio: .table)
        var oracle = OffloadingOracle(instance.model, users: 6)
        let least = oracle.find(instance, in: &game).cost
        let active = Double(max(1, instance.activeCount))
        #expect(measure.oracleCost == least / active)
        #expect(measure.operatorRegret == (outcome.totalCost - least) / active)
    }

    @Test("best responses are an equilibrium, and cost no less than C* where nothing is priced", arguments: 0..<20)
    func bestResponses(_ seed: Int) throws {
        var (instance, play) = try played(seed % 5 + 7 * (seed / 5), users: 6)
        var game = FollowerGame(instance, powersW: play.powersW)
        var iteration = BestResponseIteration(users: 6)
        iteration.run(&game, modes: play.modes)
        play.channels = iteration.channels
        let outcome = OffloadingOutcome(instance, play, .optimal)
        var measure = OffloadingSlotMeasure(instance.model, users: 6)
        measure.measure(instance, play, outcome)
        #expect(measure.isEquilibrium == iteration.converged)
        #expect(abs(measure.nashConv - iteration.nashConv) <= 1e-12)
        #expect(measure.operatorRegret >= -1e-9)
    }

    @Test("beyond 8 active users C* is unknown, regrets are not")
    func manyUsers() throws {
        let (instance, play) = try played(0, users: 14)
        #expect(instance.activeCount > 8)
        let outcome = OffloadingOutcome(instance, play, .asPlayed)
        var measure = OffloadingSlotMeasure(instance.model, users: 14)
        measure.measure(instance, play, outcome)
        #expect(measure.oracleCost.isNaN && measure.operatorRegret.isNaN)
        #expect(measure.nashConv > 0 && !measure.isEquilibrium)
    }

    @Test("a slot without active users has nothing to regret")
    func nobody() throws {
        let zeros = [0.0, 0]
        let instance = try OffloadingInstance(
            model: OffloadingModel(OffloadingModel.Values()), request: [0, 0], dataMbit: zeros, workMcycle: zeros,
            deadlineMs: zeros, resultRatio: zeros, uplinkPowerW: [0.2, 0.2], nodeClockGHz: [1, 2, 3, 4],
            gain: Array(repeating: 1e-10, count: 10), coupling: .instant(Array(repeating: 0, count: 20)))
        let play = OffloadingPlay(users: 2, powerW: 1)
        var measure = OffloadingSlotMeasure(instance.model, users: 2)
        measure.measure(instance, play, OffloadingOutcome(instance, play, .asPlayed))
        #expect(measure.nashConv == 0 && measure.isEquilibrium)
        #expect(measure.oracleCost == 0 && measure.operatorRegret == 0)
    }

    @Test(
        "measures without asking for memory after the first slot",
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()))
    func allocatesNothing() throws {
        var random = SplitMix(seed: 6)
        let slots = try (0..<5).map { _ in try RandomSlots.slot(users: 6, nodes: 4, &random) }
        let play = OffloadingPlay(users: 6, powerW: 0.7)
        let outcomes = slots.map { OffloadingOutcome($0, play, .asPlayed) }
        var measure = OffloadingSlotMeasure(slots[0].model, users: 6)
        func all() { for (slot, outcome) in zip(slots, outcomes) { measure.measure(slot, play, outcome) } }
        all()
        let before = allocation_count()
        all()
        #expect(allocation_count() == before)
    }
}
