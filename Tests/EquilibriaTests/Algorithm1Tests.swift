import Games
import Testing

@testable import Equilibria

@Suite("Algorithm 1")
struct Algorithm1Tests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let game: GoldenGame
        let seed: String
        let kappa: Double
        let nu: Double
        let inner: Int
        let outer: Int
        let tol: Double
        let converged: Bool
        let iterations: Int?
        let access: [Int]?
        let leader: Double?
        let U: [Double]?
        let mu: [[Double]]?
        let Z_MB: [[Double]]?
        var testDescription: String { name }

        func algorithm() throws -> Algorithm1 {
            var algorithm = Algorithm1()
            algorithm.seed = try #require(UInt64(seed))
            algorithm.priceStep = kappa
            algorithm.sizeStep = nu
            algorithm.innerPasses = inner
            algorithm.outerIterations = outer
            algorithm.tolerance = tol
            return algorithm
        }
    }

    static var cases: [Case] { get throws { try GoldenPricing.cases("algorithm1", as: Case.self) } }

    @Test("ends where the reference ends, in as many iterations", arguments: try cases)
    func matchesReference(_ reference: Case) throws {
        let instance = try reference.game.instance()
        let outcome = try reference.algorithm().run(instance)
        let equilibrium = try instance.algorithm1Equilibrium(reference.algorithm())
        #expect(outcome.converged == reference.converged)
        #expect(equilibrium.certificate.converged == reference.converged)
        guard reference.converged else {
            #expect(outcome.iterations == reference.outer)
            #expect(equilibrium.play == nil && equilibrium.value == nil)
            return
        }
        // The file's allowances: 3 iterations, 1e-7 on values.
        #expect(abs(outcome.iterations - (reference.iterations ?? 0)) <= 3)
        #expect(outcome.access == reference.access)
        expect(outcome.prices, reference.mu?.flatMap(\.self) ?? [])
        expect(outcome.sizesMB, reference.Z_MB?.flatMap(\.self) ?? [])
        expect([equilibrium.value ?? .nan], [reference.leader ?? .nan])
        expect(equilibrium.followerUtilities, reference.U ?? [])
        // Sizes are off by the tolerance, utilities at their maximum by its square.
        #expect(equilibrium.certificate.nashConv ?? 1 <= 1e-12)
    }

    @Test("a limit is a fixed point of the access game", arguments: 0..<20)
    func limitIsFixedPoint(_ seed: Int) throws {
        let instance = try RandomGames.drop(seed, followers: 3 + seed % 3, stations: 2)
        var algorithm = Algorithm1()
        algorithm.seed = UInt64(seed)
        let outcome = algorithm.run(instance)
        guard outcome.converged else { return }
        #expect(PlainPricing(instance).isEquilibrium(outcome.access))
    }

    @Test("with followers moving at once often keeps swapping stations, and says so")
    func simultaneousOftenCycles() throws {
        var algorithm = Algorithm1()
        algorithm.order = .simultaneous
        let unconverged = try (0..<20).filter { seed in
            algorithm.seed = UInt64(seed)
            let equilibrium = try RandomGames.drop(seed).algorithm1Equilibrium(algorithm)
            #expect((equilibrium.play == nil) == !equilibrium.certificate.converged)
            return !equilibrium.certificate.converged
        }
        // Section 7 counted 20 of 100.
        #expect((1...12).contains(unconverged.count))
    }

    @Test("takes an unreachable station, a follower without tasks, and free delay in its stride")
    func takesEdgeCases() throws {
        let instance = try PricingInstance(
            bandwidthMHz: [5, 5], speedGcyclePerS: [20, 20], x: [0.64, 0.84], rhoPerMB: [0.5, 0.5],
            powerW: [0.1, 0.1, 0.1], h: [[0, 1e-9], [1e-9, 1e-9], [1e-9, 0]],
            cyclesGcyclePerMB: [[1.6, 1.6], [2.1, 2.1], [1.6, 1.6]], limitMB: [5, 0, 1], gammaA: [10, 10, 10],
            gammaDPerS: [0.45, 0.45, 0], eps: 0, noiseW: 1e-13)
        let outcome = Algorithm1().run(instance)
        #expect(outcome.converged)
        #expect((outcome.prices + outcome.sizesMB).allSatisfy { $0.isFinite })
        #expect(PlainPricing(instance).isEquilibrium(outcome.access))
        #expect(outcome.access[0] == 1 && outcome.access[1] == -1 && outcome.access[2] >= 0)
        for concept in ["exact", "search", "access"] {
            let solution = try instance.solve(concept, SolverOptions()) { false }
            #expect((solution.certificate.nashConv ?? 1) <= 1e-10 * instance.totalGammaA, "\(concept)")
            #expect((solution.value ?? .nan) <= (solution.certificate.bound ?? .nan) * (1 + 1e-12), "\(concept)")
        }
    }

    private func expect(_ values: [Double], _ expected: [Double]) {
        #expect(values.count == expected.count)
        for (value, expected) in zip(values, expected) { #expect(abs(value - expected) <= 1e-7) }
    }
}
