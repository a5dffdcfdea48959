import Games
import Testing

@testable import Equilibria

@Suite("Access game")
struct AccessGameTests {
    struct Case: Decodable, CustomTestStringConvertible {
        struct Mode: Decodable {
            struct Dynamics: Decodable {
                let converged: Bool
                let access: [Int]?
                let sweepsWithMoves: Int?
                let leader: Double?
                let U: [Double]?
                let Z_MB: [Double]?
                let mu: [[Double]]?
            }
            let pureNash: [[Int]]
            let smallestWorstRegret: Double
            let sequential: Dynamics
            let simultaneous: Dynamics
            let bestResponseGraphHasCycle: Bool
        }
        let name: String
        let game: GoldenGame
        let silent: Mode
        let connected: Mode
        var testDescription: String { name }
        var modes: [(PricingInstance.IdleMode, Mode)] { [(.silent, silent), (.connected, connected)] }
    }

    static var cases: [Case] { get throws { try GoldenPricing.cases("access", as: Case.self) } }

    @Test("has the reference equilibria, distance from one, and cycles", arguments: try cases)
    func profilesMatchReference(_ reference: Case) throws {
        for (mode, expected) in reference.modes {
            let profiles = try AccessGame(reference.game.instance(mode)).profiles()
            #expect(profiles.equilibria == expected.pureNash, "\(mode)")
            // The file's tolerance, and its tie where the value is 0.
            let allowance = max(1e-9 * expected.smallestWorstRegret, AccessGame.tie)
            #expect(abs(profiles.smallestWorstRegret - expected.smallestWorstRegret) <= allowance, "\(mode)")
            #expect(profiles.hasBestResponseCycle == expected.bestResponseGraphHasCycle, "\(mode)")
        }
    }

    @Test("sequential dynamics end where the reference ends, at its prices", arguments: try cases)
    func sequentialMatchesReference(_ reference: Case) throws {
        for (mode, expected) in reference.modes {
            let instance = try reference.game.instance(mode)
            let equilibrium = instance.accessEquilibrium(.sequential)
            #expect(equilibrium.certificate.converged == expected.sequential.converged, "\(mode)")
            guard let access = expected.sequential.access else {
                #expect(equilibrium.value == nil && equilibrium.play == nil, "\(mode)")
                continue
            }
            let play = try #require(equilibrium.play)
            #expect(play.access == access, "\(mode)")
            #expect(equilibrium.certificate.rounds == expected.sequential.sweepsWithMoves, "\(mode)")
            #expect(equilibrium.certificate.nashConv ?? 1 <= 1e-10 * instance.totalGammaA, "\(mode)")
            expect([equilibrium.value ?? .nan], [expected.sequential.leader ?? .nan])
            expect(equilibrium.followerUtilities, expected.sequential.U ?? [])
            expect(play.sizesMB, expected.sequential.Z_MB ?? [])
            expect(play.prices, expected.sequential.mu?.flatMap(\.self) ?? [])
        }
    }

    @Test("simultaneous dynamics settle or cycle with the reference", arguments: try cases)
    func simultaneousMatchesReference(_ reference: Case) throws {
        for (mode, expected) in reference.modes {
            let equilibrium = try reference.game.instance(mode).accessEquilibrium(.simultaneous)
            #expect(equilibrium.certificate.converged == expected.simultaneous.converged, "\(mode)")
            #expect(equilibrium.play?.access == expected.simultaneous.access, "\(mode)")
        }
    }

    @Test(
        "section 8's game without a pure equilibrium cycles, and everybody is 0.0045 away",
        arguments: [
            PricingInstance.IdleMode.silent, .connected,
        ])
    func counterexample(_ mode: PricingInstance.IdleMode) throws {
        let instance = try PricingInstance(
            bandwidthMHz: [2.15, 19.7], speedGcyclePerS: [7.98, 2.03], x: [0.649, 0.4], rhoPerMB: [0.5, 0.5],
            powerW: [0.1, 0.1, 0.1], h: [[2.75e-12, 1.04e-10], [1.93e-12, 3.42e-13], [5.41e-13, 1.55e-10]],
            cyclesGcyclePerMB: [[4.7, 4.7], [21.4, 21.4], [30, 30]], limitMB: [50, 50, 50],
            gammaA: [200, 200, 200], gammaDPerS: [1.82, 0.0203, 1.53], eps: 0.00307, noiseW: 1e-13, idleMode: mode)
        let game = AccessGame(instance)
        let profiles = try game.profiles()
        #expect(profiles.equilibria.isEmpty)
        #expect(profiles.hasBestResponseCycle)
        #expect(profiles.smallestWorstRegret >= 0.0045)
        guard case .cycle = game.play() else {
            Issue.record("sequential dynamics do not cycle")
            return
        }
    }

    @Test("dynamics and enumeration agree with a plain scalar computation", arguments: 0..<60)
    func agreesWithPlain(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let mode: PricingInstance.IdleMode = seed % 2 == 0 ? .silent : .connected
        let instance = try RandomGames.wide(followers: 2 + seed % 3, stations: 2 + seed % 2, mode, &random)
        let plain = PlainPricing(instance)
        let prices: [Double]? = seed % 4 < 2 ? nil : instance.k.map { $0 * Double.random(in: 0...1, using: &random) }
        let game = AccessGame(instance, prices: prices)
        let profiles = try game.profiles()
        #expect(profiles.equilibria == plain.profiles.filter { plain.isEquilibrium($0, prices: prices) })
        if case .equilibrium(let access, _) = game.play() { #expect(profiles.equilibria.contains(access)) }
        // Two mAPs only see "shared or not": section 8.
        if instance.followerCount == 2, prices == nil { #expect(!profiles.equilibria.isEmpty) }
    }

    @Test("sequential dynamics of many mAPs settle, and nobody could do better", arguments: 0..<6)
    func largeGamesSettle(_ seed: Int) throws {
        let instance = try RandomGames.drop(seed, followers: 60, stations: 5)
        let game = AccessGame(instance)
        guard case .equilibrium(let access, _) = game.play() else {
            Issue.record("no equilibrium")
            return
        }
        #expect(PricingOutcome(game.play(at: access), of: instance).nashConv <= 1e-10 * instance.totalGammaA)
    }

    @Test("more access vectors than can be looked at are refused")
    func refusesLargeGames() throws {
        let instance = try RandomGames.drop(1, followers: 15, stations: 3)
        #expect(
            throws: EquilibriumError.tooLarge(
                concept: "profiles", measured: "mAPs at 3 stations", size: 15, limit: 11, remedy: "access")
        ) { try AccessGame(instance).profiles() }
    }

    /// The reference files' tolerance of 1e-9 relative.
    private func expect(_ values: [Double], _ expected: [Double]) {
        #expect(values.count == expected.count)
        for (value, expected) in zip(values, expected) {
            #expect(abs(value - expected) <= 1e-9 * abs(expected))
        }
    }
}
