import Games
import Testing

@testable import Equilibria

@Suite("Follower game")
struct FollowerGameTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let radio: FollowerGame.Radio
        let isStatistical: Bool
        let seed: Int
        var testDescription: String { "\(radio) \(isStatistical ? "statistical" : "instant") \(seed)" }

        /// Sums of powers in another order than the outcome's, which follows the order of decoding.
        var tolerance: Double { isStatistical ? 1e-12 : 0 }

        var users: Int {
            switch radio {
            case .table: 6
            case .members: 9
            // More than a short channel takes.
            case .sums: seed % 2 == 0 ? 9 : 90
            }
        }

        func instance(_ random: inout SplitMix) throws -> OffloadingInstance {
            try RandomSlots.slot(
                users: users, nodes: 1 + seed % 4, isStatistical: isStatistical, &random, RandomSlots.variant(seed))
        }
    }

    static let cases: [Case] = (0..<14).flatMap { seed in
        [
            Case(radio: .table, isStatistical: false, seed: seed),
            Case(radio: .members, isStatistical: false, seed: seed),
            Case(radio: .table, isStatistical: true, seed: seed),
            Case(radio: .members, isStatistical: true, seed: seed),
            Case(radio: .sums, isStatistical: true, seed: seed),
        ]
    }

    @Test("gives what an outcome of the whole profile gives, wherever users are and would go", arguments: cases)
    func matchesOutcome(_ test: Case) throws {
        var random = SplitMix(seed: UInt64(test.seed))
        let instance = try test.instance(&random)
        let modes = RandomSlots.modes(instance, &random)
        let powers = RandomSlots.powers(instance, &random)
        let plain = PlainOffloading(instance: instance, powersW: powers, modes: modes)
        var game = FollowerGame(instance, powersW: powers, radio: test.radio)
        for _ in 0..<3 {
            let channels = RandomSlots.channels(instance, modes, &random)
            game.place(channels.span)
            #expect(game.channels == channels && game.isWithinCapacity)
            let outcome = plain.outcome(channels)
            #expect(game.loads == outcome.loads)
            let totals = game.totals()
            #expect(close(totals.cost, outcome.totalCost, test))
            let active = (0..<instance.userCount).filter(instance.isActive)
            let utility = active.reduce(0) { $0 + outcome.utility[$1] } / Double(max(active.count, 1))
            #expect(close(totals.meanUtility, utility, test))
            for m in active.prefix(8) {
                #expect(close(game.payoff(of: m), outcome.payoff[m], test))
                for (j, payoff) in plain.payoffs(of: m, channels).enumerated() {
                    let own = game.payoff(of: m, at: j)
                    #expect((own == nil) == (payoff == nil))
                    #expect(close(own ?? 0, payoff ?? 0, test))
                }
            }
        }
    }

    @Test("moves leave what placing would", arguments: cases)
    func movesMatchPlacing(_ test: Case) throws {
        var random = SplitMix(seed: UInt64(test.seed) + 50)
        let instance = try test.instance(&random)
        let powers = RandomSlots.powers(instance, &random)
        let active = (0..<instance.userCount).filter(instance.isActive)
        var walked = FollowerGame(instance, powersW: powers, radio: test.radio)
        for m in active + active + active {
            walked.move(m, to: Int.random(in: 0...instance.nodeCount, using: &random))
        }
        var placed = FollowerGame(instance, powersW: powers, radio: test.radio)
        placed.place(walked.channels.span)
        #expect(walked.loads == placed.loads)
        for m in active { #expect(walked.payoff(of: m) == placed.payoff(of: m)) }
    }

    @Test("storage of one slot serves the next", arguments: cases)
    func reload(_ test: Case) throws {
        var random = SplitMix(seed: UInt64(test.seed) + 100)
        let (first, second) = (try test.instance(&random), try test.instance(&random))
        let powers = RandomSlots.powers(second, &random)
        var game = FollowerGame(first, powersW: powers, radio: test.radio)
        for m in 0..<first.userCount where first.isActive(m) { game.move(m, to: 1) }
        game.load(second, radio: test.radio)
        game.setPowers(powers, in: second)
        var fresh = FollowerGame(second, powersW: powers, radio: test.radio)
        for m in 0..<second.userCount where second.isActive(m) {
            #expect(game.bestResponse(of: m) == fresh.bestResponse(of: m))
        }
    }

    @Test("without prices neither the deadline nor the downlink's power changes a best response", arguments: 0..<10)
    func irrelevances(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 200)
        let change = RandomSlots.variant(seed % 5)
        let instance = try RandomSlots.slot(users: 7, nodes: 3, &random, change)
        let modes = RandomSlots.modes(instance, &random)
        let channels = RandomSlots.channels(instance, modes, &random)
        var slow = FollowerGame(instance, powersW: Array(repeating: 0, count: 7))
        var fast = FollowerGame(instance, powersW: Array(repeating: 20, count: 7))
        slow.place(channels.span)
        fast.place(channels.span)
        for m in 0..<7 where instance.isActive(m) {
            let (own, other) = (slow.bestResponse(of: m), fast.bestResponse(of: m))
            #expect(own.channel == other.channel)
            // Payoffs of about 100 ms, at either power.
            #expect(abs(own.regret - other.regret) <= 1e-11)
        }
    }

    @Test("a node pays exactly where the interference there stays below the threshold (15)", arguments: 0..<20)
    func threshold(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed) + 300)
        let instance = try RandomSlots.slot(users: 8, nodes: 3, &random, RandomSlots.variant(seed % 5))
        let modes = (0..<8).map { Int32(instance.isActive($0) ? 1 : 0) }
        var game = FollowerGame(instance, powersW: Array(repeating: 1, count: 8))
        var play = OffloadingPlay(users: 8, powerW: 1)
        play.modes = modes
        play.channels = RandomSlots.channels(instance, modes, &random)
        game.place(play.channels.span)
        for m in 0..<8 where instance.isActive(m) && instance.dataMbit[m] > 0 {
            for k in 1...3 {
                guard let there = game.payoff(of: m, at: k), let here = game.payoff(of: m, at: 0) else { continue }
                guard abs(there - here) > 1e-9 else { continue }
                let threshold = instance.interferenceThreshold(m, at: k, in: play)
                #expect((there > here) == (threshold.interferenceW < threshold.limitW))
            }
        }
    }

    private func close(_ value: Double, _ expected: Double, _ test: Case) -> Bool {
        abs(value - expected) <= test.tolerance * (1 + abs(expected))
    }
}
