import Games
import Testing

@testable import Equilibria

@Suite("Uniform prices")
struct UniformTests {
    @Test("are the best of the grid by enumeration of everything", arguments: 0..<12)
    func agreesWithPlain(_ seed: Int) throws {
        var random = SplitMix(seed: UInt64(seed))
        let mode: PricingInstance.IdleMode = seed % 2 == 0 ? .silent : .connected
        let instance = try RandomGames.wide(followers: 3, stations: 2, mode, &random)
        let plain = PlainPricing(instance)
        let points = 4
        var best: Double?
        for first in 0..<points {
            for second in 0..<points {
                let prices = plain.followers.flatMap { _ in
                    zip([first, second], plain.stations).map { point, m in
                        (plain.followers.map { plain.k($0, m) }.max() ?? 0) * Double(point) / Double(points - 1)
                    }
                }
                for access in plain.profiles where plain.isEquilibrium(access, prices: prices) {
                    best = max(best ?? -.infinity, plain.leaderUtility(access, prices: prices))
                }
            }
        }
        let found = try instance.uniformEquilibrium(gridPoints: points)
        let value = try #require(found.value)
        // Wide parameters spread over six orders of magnitude.
        #expect(abs(value - (best ?? .nan)) <= 1e-9 * (1 + abs(value)))
        #expect(found.certificate.nashConv ?? 1 <= 1e-10 * instance.totalGammaA)
    }

    @Test("earn at most the optimum, and most of it on a fine grid", arguments: 0..<5)
    func earnsMostOfTheOptimum(_ seed: Int) throws {
        let found = try RandomGames.drop(seed).uniformEquilibrium()
        #expect(found.certificate.converged)
        // Section 9: 94 % on average, at least 85 % of its drops.
        #expect((0.0...0.2).contains(found.certificate.gap ?? 1))
    }

    @Test("on a grid with too many combinations are refused")
    func refusesLargeGrids() throws {
        // 5^6 access vectors: 11^4 price vectors still fit below 2^28 combinations.
        #expect(
            throws: EquilibriumError.tooLarge(
                concept: "uniform", measured: "grid points at 4 stations", size: 25, limit: 11, remedy: "a coarser grid"
            )
        ) { try RandomGames.drop(0, followers: 6, stations: 4).uniformEquilibrium() }
    }
}
