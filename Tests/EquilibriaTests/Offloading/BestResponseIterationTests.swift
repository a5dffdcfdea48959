import CAllocationCounter
import Games
import Testing

@testable import Equilibria

@Suite("Best-response iteration")
struct BestResponseIterationTests {
    /// A slot, o and powers of their own for each seed.
    func problem(_ seed: Int, users: Int = 6, _ random: inout SplitMix) throws -> PlainOffloading {
        let instance = try RandomSlots.slot(users: users, nodes: 1 + seed % 3, &random, RandomSlots.variant(seed / 3))
        return PlainOffloading(
            instance: instance, powersW: RandomSlots.powers(instance, &random),
            modes: RandomSlots.modes(instance, &random))
    }

    @Test("does what section 7 says, round by round", arguments: 0..<84)
    func matchesPlain(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let plain = try problem(seed, &random)
        let start = seed % 2 == 0 ? nil : RandomSlots.channels(plain.instance, plain.modes, &random)
        let expected = plain.iterate(from: start ?? Array(repeating: 0, count: 6))
        for radio in [FollowerGame.Radio.members, .table] {
            var game = FollowerGame(plain.instance, powersW: plain.powersW, radio: radio)
            var iteration = BestResponseIteration(users: 6)
            iteration.run(&game, modes: plain.modes, from: start)
            let result = PlainOffloading.Result(
                channels: iteration.channels, converged: iteration.converged, rounds: iteration.rounds,
                moves: iteration.moves, cycleLength: iteration.cycleLength)
            #expect(result == expected)
            #expect(iteration.cost == plain.outcome(expected.channels).totalCost)
            #expect(iteration.regrets == plain.regrets(expected.channels))
            #expect(iteration.nashConv == iteration.regrets.reduce(0, +))
            #expect(game.channels == iteration.channels)
            if iteration.converged { #expect(plain.isEquilibrium(iteration.channels)) }
        }
    }

    @Test("where it cycles it returns the best profile of the cycle, as section 7 says")
    func cycles() throws {
        var cycles = 0
        // Ideal cancellation and full weights are what makes games cycle (section 17, S2).
        for seed in 0..<1000 where cycles < 8 {
            var random = SplitMix(seed: UInt64(seed) + 400)
            let instance = try RandomSlots.slot(users: 6, nodes: 1 + seed % 3, &random, RandomSlots.variant(2))
            let plain = PlainOffloading(
                instance: instance, powersW: RandomSlots.powers(instance, &random),
                modes: (0..<6).map { instance.isActive($0) ? 1 : 0 })
            var game = FollowerGame(instance, powersW: plain.powersW)
            var iteration = BestResponseIteration(users: 6)
            iteration.run(&game, modes: plain.modes)
            #expect(iteration.converged == (iteration.cycleLength == 0))
            guard !iteration.converged else { continue }
            cycles += 1
            let expected = plain.iterate(from: Array(repeating: 0, count: 6))
            #expect(!expected.converged && iteration.cycleLength == expected.cycleLength)
            #expect(iteration.channels == expected.channels && iteration.moves == expected.moves)
            #expect(iteration.nashConv > BestResponseIteration.tie)
            #expect(iteration.regrets == plain.regrets(expected.channels))
        }
        #expect(cycles == 8)
    }

    @Test("started at an equilibrium stays there, in one round", arguments: 0..<20)
    func warmStart(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 500)
        let plain = try problem(seed, &random)
        var game = FollowerGame(plain.instance, powersW: plain.powersW)
        var iteration = BestResponseIteration(users: 6)
        iteration.run(&game, modes: plain.modes)
        guard iteration.converged else { return }
        let channels = iteration.channels
        iteration.run(&game, modes: plain.modes, from: channels)
        #expect(iteration.converged && iteration.rounds == 1 && iteration.moves == 0)
        #expect(iteration.channels == channels)
        // A start is masked by o: who may not choose is at the edge server.
        iteration.run(&game, modes: Array(repeating: 0, count: 6), from: channels)
        #expect(iteration.channels == Array(repeating: 0, count: 6))
    }

    @Test("tells of each round on request, the last one as it ends", arguments: 0..<10)
    func trace(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 600)
        let plain = try problem(seed, &random)
        var game = FollowerGame(plain.instance, powersW: plain.powersW)
        var iteration = BestResponseIteration(users: 6)
        iteration.run(&game, modes: plain.modes)
        #expect(iteration.trace.isEmpty)
        iteration.run(&game, modes: plain.modes, wantsTrace: true)
        #expect(iteration.trace.count == iteration.rounds)
        for round in iteration.trace { #expect(round.cost == plain.outcome(round.channels).totalCost) }
        if iteration.converged { #expect(iteration.trace.last?.channels == iteration.channels) }
    }

    @Test("finds an equilibrium without interference and with alpha 1: a singleton congestion game", arguments: 0..<30)
    func congestion(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 700)
        let drawn = try RandomSlots.slot(users: 7, nodes: 3, &random) {
            ($0.collaborationWeight, $0.nodeCapacity) = (1, 7)
        }
        let instance = try OffloadingInstance(
            model: drawn.model, request: drawn.request, dataMbit: drawn.dataMbit, workMcycle: drawn.workMcycle,
            deadlineMs: drawn.deadlineMs, resultRatio: drawn.resultRatio, uplinkPowerW: drawn.uplinkPowerW,
            nodeClockGHz: drawn.nodeClockGHz, gain: drawn.gain,
            coupling: .instant(Array(repeating: 0, count: 4 * 7 * 7)))
        // Milchtaich, "Congestion games with player-specific payoff functions", GEB 13, 1996: a pure equilibrium exists.
        let game = FollowerGame(instance, powersW: RandomSlots.powers(instance, &random), radio: .table)
        let profiles = try #require(try FollowerProfiles(game, concept: "test"))
        #expect(!profiles.equilibria(of: profiles.everybody).isEmpty)
    }

    @Test("nobody, and nobody active, converge in one round at no cost", arguments: [0, 3])
    func empty(_ users: Int) throws {
        let zeros = Array(repeating: 0.0, count: users)
        let instance = try OffloadingInstance(
            model: OffloadingModel(OffloadingModel.Values()), request: Array(repeating: 0, count: users),
            dataMbit: zeros, workMcycle: zeros, deadlineMs: zeros, resultRatio: zeros,
            uplinkPowerW: Array(repeating: 0.2, count: users), nodeClockGHz: [1, 2, 3, 4],
            gain: Array(repeating: 1e-10, count: 5 * users),
            coupling: .instant(Array(repeating: 0, count: 5 * users * users)))
        for radio in [FollowerGame.Radio.members, .table] {
            var game = FollowerGame(instance, powersW: zeros, radio: radio)
            var iteration = BestResponseIteration(users: users)
            iteration.run(&game, modes: Array(repeating: 0, count: users))
            #expect(iteration.converged && iteration.rounds == 1)
            #expect(iteration.cost == 0 && iteration.nashConv == 0)
        }
    }

    @Test("thousands of users settle, and nobody could do better", arguments: [5, 3000])
    func manyUsers(_ capacity: Int) throws {
        var random = SplitMix(seed: 9)
        let users = 1500
        let instance = try RandomSlots.slot(users: users, nodes: 12, isStatistical: true, &random) {
            $0.nodeCapacity = capacity
        }
        let modes = (0..<users).map { Int32(instance.isActive($0) ? 1 : 0) }
        let powers = RandomSlots.powers(instance, &random)
        var game = FollowerGame(instance, powersW: powers)
        #expect(game.radio == .sums)
        var iteration = BestResponseIteration(users: users)
        iteration.run(&game, modes: modes)
        #expect(iteration.converged)
        let outcome = PlainOffloading(instance: instance, powersW: powers, modes: modes).outcome(iteration.channels)
        // Costs of about a second each, summed.
        #expect(abs(outcome.totalCost - iteration.cost) <= 1e-10 * iteration.cost)
        var play = OffloadingPlay(users: users, powerW: 0)
        (play.modes, play.channels) = (modes, iteration.channels)
        var regrets = Array(repeating: 0.0, count: users)
        var other = FollowerGame(instance, powersW: powers)
        other.findRegrets(of: play, payoffs: outcome.payoff, into: &regrets)
        // Each within the tie, but for the rounding of latencies of a second.
        #expect(regrets.allSatisfy { $0 <= BestResponseIteration.tie + 1e-9 })
    }

    /// More users than the only node takes, all of them to be put there.
    static func crowd() throws -> (game: FollowerGame, play: OffloadingPlay) {
        var random = SplitMix(seed: 1)
        let instance = try RandomSlots.slot(users: 6, nodes: 1, &random) { $0.nodeCapacity = 1 }
        var play = OffloadingPlay(users: 6, powerW: 1)
        (play.modes, play.channels) = (Array(repeating: 1, count: 6), Array(repeating: 1, count: 6))
        return (FollowerGame(instance, powersW: play.powersW), play)
    }

    // What is printed says that it was this check; optimised code prints nothing.
    @Test(
        "a start beyond the capacities is refused, and so is a play to certify",
        .enabled(if: _isDebugAssertConfiguration()))
    func beyondCapacity() async throws {
        let start = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (game, play) = try BestResponseIterationTests.crowd()
            var iteration = BestResponseIteration(users: 6)
            iteration.run(&game, modes: play.modes, from: play.channels)
        }
        let certified = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (game, play) = try BestResponseIterationTests.crowd()
            var regrets = Array(repeating: 0.0, count: 6)
            game.findRegrets(of: play, payoffs: regrets, into: &regrets)
        }
        for result in [start, certified] {
            let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
            #expect(text.contains("users at node 1, which takes 1"))
        }
    }

    @Test("an interrupted run is not converged and says where it stands")
    func interruption() throws {
        var random = SplitMix(seed: 3)
        let plain = try problem(0, &random)
        var game = FollowerGame(plain.instance, powersW: plain.powersW)
        var iteration = BestResponseIteration(users: 6)
        iteration.run(&game, modes: plain.modes) { true }
        #expect(!iteration.converged && iteration.rounds == 0)
        #expect(iteration.regrets == plain.regrets(Array(repeating: 0, count: 6)))
    }

    @Test(
        "a slot after the first allocates nothing",
        // Unoptimised code keeps closures and ranges on the heap.
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()),
        arguments: [FollowerGame.Radio.members, .table])
    func allocatesNothing(_ radio: FollowerGame.Radio) throws {
        var random = SplitMix(seed: 4)
        let slots = try (0..<8).map { _ in try RandomSlots.slot(users: 6, nodes: 4, &random) }
        let modes = slots.map { slot in (0..<6).map { Int32(slot.isActive($0) ? 1 : 0) } }
        let powers = Array(repeating: 0.7, count: 6)
        var game = FollowerGame(slots[0].model, users: 6)
        var iteration = BestResponseIteration(users: 6)
        func play() {
            for (slot, modes) in zip(slots, modes) {
                game.load(slot, radio: radio)
                game.setPowers(powers, in: slot)
                iteration.run(&game, modes: modes)
            }
        }
        play()
        let before = allocation_count()
        play()
        #expect(allocation_count() == before)
    }
}
