import Games
import Testing

@testable import Equilibria

/// The theorem of section 9 and its consequences, on games with parameters far apart and on default drops.
@Suite("Stackelberg equilibrium")
struct StackelbergTheoremTests {
    @Test("is the best of all access vectors, by enumeration", arguments: 0..<80)
    func agreesWithEnumeration(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let mode: PricingInstance.IdleMode = seed % 2 == 0 ? .silent : .connected
        let instance = try RandomGames.wide(followers: 1 + seed % 5, stations: 1 + seed % 4, mode, &random)
        let plain = PlainPricing(instance)
        let equilibrium = try instance.exactEquilibrium()
        let value = try #require(equilibrium.value)
        let play = try #require(equilibrium.play)
        // Bisection in the plain computation is good to about 1e-15 in the depth, at wide parameters 1e-11 in V.
        #expect(abs(value - plain.optimum) <= 1e-10 * (1 + value))
        #expect(abs(plain.value(of: play.access) - value) <= 1e-10 * (1 + value))
        #expect(abs(plain.leaderUtility(play.access, prices: play.prices) - value) <= 1e-10 * (1 + value))
        #expect(
            abs(plain.nashConv(prices: play.prices, access: play.access, sizes: play.sizesMB)) <= 1e-10 * (1 + value))
        if mode == .silent { #expect(zip(play.access, play.sizesMB).allSatisfy { ($0 < 0) == ($1 == 0) }) }
    }

    @Test("(a) no prices earn more, whatever equilibrium followers play", arguments: 0..<20)
    func noPricesEarnMore(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let mode: PricingInstance.IdleMode = seed % 2 == 0 ? .silent : .connected
        let instance = try RandomGames.wide(followers: 3, stations: 2, mode, &random)
        let optimum = try #require(try instance.exactEquilibrium().value)
        var played = 0
        for _ in 0..<30 {
            let prices = instance.k.map { $0 * Double.random(in: 0...1, using: &random) }
            let game = AccessGame(instance, prices: prices)
            for access in try game.profiles().equilibria {
                let outcome = PricingOutcome(game.play(at: access), of: instance)
                #expect(outcome.leaderUtility <= optimum * (1 + 1e-12))
                #expect(outcome.nashConv <= 1e-9 * instance.totalGammaA)
                played += 1
            }
        }
        #expect(played > 0)
    }

    @Test("(b) is the only equilibrium of the followers at its prices", arguments: 0..<40)
    func isUnique(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let instance =
            seed % 2 == 0
            ? try RandomGames.wide(followers: 2 + seed % 4, stations: 2 + seed % 2, .silent, &random)
            : try RandomGames.drop(seed, followers: 4 + seed % 3, stations: 2)
        let play = try #require(try instance.exactEquilibrium().play)
        let game = AccessGame(instance, prices: play.prices)
        #expect(try game.profiles().equilibria == [play.access])
        for start in 0..<20 {
            let access = play.access.map { _ in Int.random(in: -1..<instance.stationCount, using: &random) }
            guard case .equilibrium(let end, _) = game.play(from: access) else {
                Issue.record("start \(start) does not settle")
                continue
            }
            #expect(end == play.access)
        }
        guard case .equilibrium(let end, _) = game.play(.simultaneous) else {
            Issue.record("moving at once does not settle")
            return
        }
        // Dominance: at these prices nobody has a choice that the others' choices could spoil.
        #expect(end == play.access)
    }

    @Test("connected followers never bring the leader more than silent ones", arguments: 0..<20)
    func connectedEarnsLess(_ seed: Int) throws {
        let silent = try #require(try RandomGames.drop(seed, followers: 6, stations: 2).exactEquilibrium().value)
        let connected = try #require(
            try RandomGames.drop(seed, followers: 6, stations: 2, .connected).exactEquilibrium().value)
        #expect(connected <= silent * (1 + 1e-12))
    }

    /// A parameter, and values in the order in which OPT must not fall.
    struct Sweep: CustomTestStringConvertible {
        let key: String
        let values: [ParameterValue]
        var testDescription: String { key }
    }

    @Test(
        "earns no less with more of what helps, in every paired drop",
        arguments: [
            Sweep(key: "followers", values: [2, 3, 4, 6, 8].map { .integer($0) }),
            Sweep(key: "stations", values: [1, 2, 3, 4].map { .integer($0) }),
            Sweep(key: "bandwidth", values: [3, 5, 7].map { .numbers([$0]) }),
            Sweep(key: "gammaA", values: [6, 10, 14].map { .numbers([$0]) }),
            Sweep(key: "noise", values: [1e-11, 1e-12, 1e-13].map { .number($0) }),
            Sweep(key: "gammaD", values: [0.9, 0.45, 0.2, 0].map { .numbers([$0]) }),
            Sweep(key: "eps", values: [1e-4, 1e-5, 0].map { .number($0) }),
            Sweep(key: "cycles", values: [3, 2, 1].map { .numbers([$0]) }),
        ])
    func isMonotone(_ sweep: Sweep) throws {
        for seed in 0..<10 {
            var before = 0.0
            for value in sweep.values {
                let instance = try RandomGames.drop(seed, .silent, [(sweep.key, value)])
                let optimum = try #require(try instance.exactEquilibrium().value)
                #expect(optimum >= before * (1 - 1e-12), "seed \(seed) at \(value)")
                before = optimum
            }
        }
    }

    @Test("games beyond the exact solver are refused, naming the search", arguments: [21, 1000])
    func refusesLargeGames(_ followers: Int) throws {
        let instance = try RandomGames.drop(0, followers: followers, stations: 2)
        #expect(
            throws: EquilibriumError.tooLarge(
                concept: "exact", measured: "mAPs", size: followers, limit: 20, remedy: "search")
        ) { try instance.exactEquilibrium() }
    }

    @Test("interrupted at any moment, claims nothing", arguments: [0, 5, 40, 300, 3000])
    func interruptedClaimsNothing(_ allowed: Int) throws {
        let instance = try RandomGames.drop(3, followers: 15, stations: 4)
        let finished = try instance.exactEquilibrium()
        var asked = 0
        let found = try instance.exactEquilibrium {
            asked += 1
            return asked > allowed
        }
        // Interrupted it has neither value nor bound, else it has both.
        #expect(found == finished || (found.value == nil && found.play == nil && found.certificate.bound == nil))
        #expect(found.certificate.converged == (found == finished))
        if allowed == 0 { #expect(found.play == nil) }
    }

    @Test("is what solve gives under the names that commands print")
    func solvesByName() throws {
        let instance = try RandomGames.drop(3)
        for concept in PricingInstance.concepts {
            let solution = try instance.solve(concept.name, SolverOptions(seed: 3)) { false }
            #expect(solution.concept == concept.name)
            #expect((solution.value == nil) == solution.quantities.isEmpty)
            if solution.value != nil { #expect(solution.quantities.map(\.name) == ["prices", "access", "sizes"]) }
            #expect(solution.value ?? 0 <= (solution.certificate.bound ?? .infinity) * (1 + 1e-12))
        }
        #expect(
            throws: EquilibriumError.unknownConcept(
                "exakt", known: ["exact", "search", "access", "algorithm1", "uniform"])
        ) { try instance.solve("exakt", SolverOptions()) { false } }
    }
}
