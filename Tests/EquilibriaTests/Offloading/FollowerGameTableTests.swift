import Equilibria
import Games
import Testing

/// How often the users' game has equilibria, and how good they are, over the slots of the reference table.
///
/// - SeeAlso: spec/offloading.md, section 17, S2.
@Suite("Table of the users' game")
struct FollowerGameTableTests {
    /// One row of S2: 150 slots of seed 202.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let overrides: [(key: String, value: ParameterValue)]
        let withEquilibrium: Double
        let meanCount: (value: Double, digits: Int)
        let withCycle: Double
        let converged: Double
        let rounds: (mean: Double, most: Int)
        /// Of the games under every o: those without an equilibrium, and those where best responses do not converge.
        let restricted: (without: Int, unconverged: Int)
        let anarchy: (mean: Double, most: Double)
        let stability: Double
        /// What best responses cost over the optimum, without the downlinks.
        let overOptimum: Double

        var testDescription: String { name }
    }

    @Test(
        "holds the frequencies of section 17",
        // Millions of profiles: seconds in optimised code, as in `make test-release`, minutes without.
        .enabled(if: !_isDebugAssertConfiguration()),
        arguments: [
            Row(
                name: "tight", overrides: [("cap", .integer(1))], withEquilibrium: 1, meanCount: (215, 0),
                withCycle: 0, converged: 1, rounds: (2.03, 3), restricted: (0, 0), anarchy: (1.416, 2.25),
                stability: 1.003, overOptimum: 1.198),
            Row(
                name: "xi 0, alpha 1, K 3, I 0.02 to 0.1",
                overrides: [
                    ("xi", .number(0)), ("alpha", .number(1)), ("K", .integer(3)), ("I_lo", .number(0.02)),
                    ("I_hi", .number(0.1)),
                ], withEquilibrium: 0.987, meanCount: (4.6, 1), withCycle: 1, converged: 0.940, rounds: (3.70, 8),
                restricted: (22, 70), anarchy: (1.064, 1.15), stability: 1.024, overOptimum: 1.059),
            Row(
                name: "default", overrides: [], withEquilibrium: 1, meanCount: (32.4, 1), withCycle: 0.96,
                converged: 1, rounds: (2.89, 6), restricted: (0, 0), anarchy: (1.123, 1.35), stability: 1.004,
                overOptimum: 1.057),
        ])
    func frequencies(row: Row) throws {
        var found = Found()
        let scenario = try Scenario.offloading.overriding(row.overrides, name: row.name)
        var world = try OffloadingWorld(scenario)
        var instance = world.emptyInstance()
        var episode: UInt32 = 0
        while found.slots < 150 {
            world.start(seed: 202, episode: episode)
            for slot in 0...episode % 4 { world.draw(slot: slot, into: &instance) }
            if instance.activeCount >= 2 { try found.add(instance) }
            episode += 1
        }
        let slots = Double(found.slots)
        // The very slots of the table: what it prints, to half a unit of its last digit and a tenth of that.
        func expect(_ value: Double, _ stated: Double, digits: Int, _ name: Comment) {
            var unit = 1.0
            for _ in 0..<digits { unit /= 10 }
            #expect(abs(value - stated) <= 0.55 * unit, name)
        }
        expect(Double(found.withEquilibrium) / slots, row.withEquilibrium, digits: 3, "pure equilibrium")
        expect(found.counts / slots, row.meanCount.value, digits: row.meanCount.digits, "equilibria")
        expect(Double(found.withCycle) / slots, row.withCycle, digits: 2, "better-reply cycle")
        expect(Double(found.converged) / slots, row.converged, digits: 3, "converged")
        expect(Double(found.rounds) / slots, row.rounds.mean, digits: 2, "rounds")
        #expect(found.mostRounds == row.rounds.most)
        #expect(found.restrictedWithout == row.restricted.without)
        #expect(found.restrictedUnconverged == row.restricted.unconverged)
        expect(found.anarchy / Double(found.withEquilibrium), row.anarchy.mean, digits: 3, "price of anarchy")
        expect(found.mostAnarchy, row.anarchy.most, digits: 2, "largest price of anarchy")
        expect(found.stability / Double(found.withEquilibrium), row.stability, digits: 3, "price of stability")
        expect(found.overOptimum / slots, row.overOptimum, digits: 3, "best responses over optimum")
    }

    /// What was counted over slots.
    private struct Found {
        var slots = 0
        var withEquilibrium = 0
        var counts = 0.0
        var withCycle = 0
        var converged = 0
        var rounds = 0
        var mostRounds = 0
        var restrictedWithout = 0
        var restrictedUnconverged = 0
        var anarchy = 0.0
        var mostAnarchy = 0.0
        var stability = 0.0
        var overOptimum = 0.0

        mutating func add(_ instance: OffloadingInstance) throws {
            slots += 1
            let powers = DownlinkPower(instance.model).best(instance)
            var game = FollowerGame(instance, powersW: powers, radio: .table)
            let profiles = try #require(try FollowerProfiles(game, concept: "equilibria"))
            let everybody = profiles.everybody
            let optimum = profiles.costs[profiles.optimum(of: everybody)]
            let equilibria = profiles.equilibria(of: everybody).map { profiles.costs[$0] }
            counts += Double(equilibria.count)
            if let best = equilibria.min(), let worst = equilibria.max() {
                withEquilibrium += 1
                anarchy += worst / optimum
                mostAnarchy = max(mostAnarchy, worst / optimum)
                stability += best / optimum
            }
            for set in 0...everybody where profiles.equilibria(of: set).isEmpty { restrictedWithout += 1 }
            var iteration = BestResponseIteration(users: instance.userCount)
            for set in 0...everybody {
                var modes = Array(repeating: Int32(0), count: instance.userCount)
                for (i, m) in profiles.users.enumerated() { modes[m] = Int32(set >> i & 1) }
                iteration.run(&game, modes: modes)
                if !iteration.converged { restrictedUnconverged += 1 }
            }
            if iteration.converged { converged += 1 }
            rounds += iteration.rounds
            mostRounds = max(mostRounds, iteration.rounds)
            overOptimum += (iteration.cost - profiles.downlinkCost) / (optimum - profiles.downlinkCost)
            // Everybody may choose, also where that is more than Cmax.
            let modes = (0..<instance.userCount).map { Int32(instance.isActive($0) ? 1 : 0) }
            let table = try OffloadingProblem(instance, modes: modes, powersW: powers).finiteGame().game
            if table.hasImprovementCycle { withCycle += 1 }
        }
    }
}
