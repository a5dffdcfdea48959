import Games
import Testing

@testable import Equilibria

@Suite("Exact leader-optimal value")
struct ExactOptimumTests {
    struct Case: Decodable, CustomTestStringConvertible {
        struct Optimum: Decodable {
            let value: Double
            let optimalAccess: [[Int]]
            let Z_MB: [Double]
            let implementingPrices: [[Double]]?
        }
        let name: String
        let game: GoldenGame
        let silent: Optimum
        let connected: Optimum
        var testDescription: String { name }
    }

    static var cases: [Case] { get throws { try GoldenPricing.cases("equilibrium", as: Case.self) } }

    @Test("reaches the reference value by a reference access vector, and implements it", arguments: try cases)
    func matchesReference(_ reference: Case) throws {
        for (mode, expected) in [
            (PricingInstance.IdleMode.silent, reference.silent), (.connected, reference.connected),
        ] {
            let instance = try reference.game.instance(mode)
            let equilibrium = try instance.exactEquilibrium()
            let value = try #require(equilibrium.value)
            let play = try #require(equilibrium.play)
            // The file's own tolerance.
            #expect(abs(value - expected.value) <= 1e-11 * expected.value, "\(mode)")
            #expect(expected.optimalAccess.contains(play.access), "\(mode): \(play.access)")
            #expect(equilibrium.certificate.gap ?? 1 <= 1e-11)
            // Section 9's certificate (i).
            #expect(equilibrium.certificate.nashConv ?? 1 <= 1e-10 * instance.totalGammaA)
            guard play.access == expected.optimalAccess[0] else { continue }
            for (size, expected) in zip(play.sizesMB, expected.Z_MB) {
                #expect(abs(size - expected) <= 1e-11 * (1 + expected))
            }
            if let prices = expected.implementingPrices?.flatMap(\.self) {
                for (price, expected) in zip(play.prices, prices) {
                    #expect(abs(price - expected) <= 1e-11 * expected)
                }
            }
        }
    }
}
