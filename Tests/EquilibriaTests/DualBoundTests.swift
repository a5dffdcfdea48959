import Games
import Testing

@testable import Equilibria

@Suite("Dual bound")
struct DualBoundTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let game: GoldenGame
        let cells: Int
        let multipliers: [Double]
        let bound: Double
        let optimum: Double
        var testDescription: String { name }
    }

    static var cases: [Case] { get throws { try GoldenPricing.cases("dual_bound", as: Case.self) } }

    @Test("equals the reference at its multipliers and cells", arguments: try cases)
    func matchesReference(_ reference: Case) throws {
        let instance = try reference.game.instance()
        let bound = instance.dualBound(multipliers: reference.multipliers, cells: reference.cells)
        // The file's tolerance.
        #expect(abs(bound - reference.bound) <= 1e-9 * reference.bound)
        #expect(bound >= reference.optimum)
    }

    @Test("minimised, lies between the optimum and every reference bound", arguments: try cases)
    func minimisedIsTighter(_ reference: Case) throws {
        let bound = DualMinimiser(try reference.game.instance()).minimise().value
        #expect(bound >= reference.optimum * (1 - 1e-12))
        #expect(bound <= reference.bound)
        // Section 9 measured 1.055 on average for four mAPs at two stations, the loosest of its table.
        #expect(bound <= 1.3 * reference.optimum)
    }

    @Test("never falls below the optimum, in either mode", arguments: 0..<40)
    func boundsTheOptimum(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let mode: PricingInstance.IdleMode = seed % 2 == 0 ? .silent : .connected
        let instance = try RandomGames.wide(followers: 1 + seed % 7, stations: 1 + seed % 3, mode, &random)
        let optimum = try #require(try instance.exactEquilibrium().value)
        #expect(DualMinimiser(instance).minimise(iterations: 60).value >= optimum * (1 - 1e-12))
        let multipliers = (0..<instance.stationCount).map { _ in Double.random(in: 0...20, using: &random) }
        #expect(instance.dualBound(multipliers: multipliers, cells: 1 + seed) >= optimum * (1 - 1e-12))
    }

    @Test("a follower that nothing reaches and that waits for free is counted in full")
    func countsFreeDelay() throws {
        let instance = try PricingInstance(
            bandwidthMHz: [5], speedGcyclePerS: [20], x: [0.8], rhoPerMB: [0.5], powerW: [0.1], h: [[0]],
            cyclesGcyclePerMB: [[2]], limitMB: [5], gammaA: [10], gammaDPerS: [0], eps: 0, noiseW: 1e-13)
        // q = 0: the depth is 1, so that V = gammaA/e (section 6).
        #expect(abs(instance.dualBound(multipliers: [0], cells: 4) - 10 / 2.718281828459045) < 1e-12)
        #expect(abs(DualMinimiser(instance).minimise().value - 10 / 2.718281828459045) < 1e-3)
    }
}
