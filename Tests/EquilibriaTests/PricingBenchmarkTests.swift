import CAllocationCounter
import Games
import Policy
import Testing

@testable import Equilibria

@Suite("Pricing benchmark")
struct PricingBenchmarkTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let game: GoldenGame
        let mu: [[Double]]
        let access: [Int]
        let Z_MB: [Double]
        let leader: Double
        let followers: [Double]
        let nashconv: Double
        let priceRegret: Double
        let optimum: Double
        let leaderRegret: Double
        let relativeGap: Double
        let leaderAction: [[Double]]
        let followerAction: [[Double]]
        var testDescription: String { name }
    }

    static var cases: [Case] { get throws { try GoldenPricing.cases("slots", as: Case.self) } }

    @Test("measures an arbitrary play as the reference does", arguments: try cases)
    func matchesReference(_ reference: Case) throws {
        let instance = try reference.game.instance()
        let outcome = PricingOutcome(
            PricingPlay(prices: reference.mu.flatMap(\.self), access: reference.access, sizesMB: reference.Z_MB),
            of: instance)
        // The file's tolerance, relative for the utilities of absurd plays, which are large.
        let allowance = 1e-10 * (1 + instance.totalGammaA)
        #expect(abs(outcome.leaderUtility - reference.leader) <= allowance)
        #expect(abs(outcome.priceRegret - reference.priceRegret) <= allowance)
        #expect(abs(outcome.nashConv - reference.nashconv) <= allowance * (1 + reference.nashconv))

        var game = PricingGame(playing: instance)
        game.reset(worldSeeds: [0])
        try act(&game, operator: reference.leaderAction.flatMap(\.self), reference.followerAction.flatMap(\.self))
        game.settle()
        var benchmark = PricingBenchmark(game)
        benchmark.measure(game, rows: 1)
        #expect(
            benchmark.metricDeclarations.map(\.name) == [
                "optimum", "optimumBound", "operatorRegret", "relativeGap",
            ])
        let expected = [reference.optimum, reference.optimum, reference.leaderRegret, reference.relativeGap]
        for (value, expected) in zip(benchmark.metrics, expected) { #expect(abs(value - expected) <= allowance) }
    }

    @Test("measures each row as if it were alone")
    func rowsAreIndependent() throws {
        let scenario = Scenario(name: "pricing", game: "pricing", parameters: PricingGame.parameters)
        let seeds: [UInt64] = [3, 4, 5]
        var game = try PricingGame(scenario, rows: 3)
        game.reset(worldSeeds: seeds)
        game.advance()
        game.settle()
        var benchmark = PricingBenchmark(game)
        benchmark.measure(game, rows: 3)
        for (row, seed) in seeds.enumerated() {
            var alone = try PricingGame(scenario, rows: 1)
            alone.reset(worldSeeds: [seed])
            alone.advance()
            alone.settle()
            var other = PricingBenchmark(alone)
            other.measure(alone, rows: 1)
            #expect(Array(benchmark.metrics[row * 4..<row * 4 + 4]) == other.metrics)
            let optimum = try #require(try alone.instance(row: 0).exactEquilibrium().value)
            #expect(abs(other.metrics[0] - optimum) <= 1e-11 * optimum)
        }
    }

    @Test(
        "measures without asking for memory after the first slot",
        // Unoptimised code keeps closures and ranges on the heap.
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()), arguments: [(4, 2), (8, 4)])
    func allocatesNothing(_ followers: Int, _ stations: Int) throws {
        let scenario = try Scenario(name: "drop", game: "pricing", parameters: PricingGame.parameters).overriding(
            [("followers", .integer(followers)), ("stations", .integer(stations))], name: "drop")
        var game = try PricingGame(scenario, rows: 4)
        game.reset(worldSeeds: [1, 2, 3, 4])
        game.settle()
        var benchmark = PricingBenchmark(game)
        benchmark.measure(game, rows: 4)
        let before = allocation_count()
        benchmark.measure(game, rows: 4)
        #expect(allocation_count() - before == 0)
    }

    @Test("beyond 20 mAPs knows only the bound")
    func largeGamesHaveABound() throws {
        let scenario = try Scenario(name: "drop", game: "pricing", parameters: PricingGame.parameters).overriding(
            [("followers", .integer(21))], name: "drop")
        var game = try PricingGame(scenario, rows: 1)
        game.reset(worldSeeds: [1])
        game.settle()
        var benchmark = PricingBenchmark(game)
        benchmark.measure(game, rows: 1)
        #expect(benchmark.metrics[0].isNaN && benchmark.metrics[2].isNaN && benchmark.metrics[3].isNaN)
        let value = try #require(game.instance(row: 0).searchEquilibrium().value)
        #expect(benchmark.metrics[1] >= value)
    }

    /// Posts and plays one row's actions.
    private func act(_ game: inout PricingGame, operator u: [Double], _ v: [Double]) throws {
        for (stage, values) in [(0, u), (1, v)] {
            let description = game.stages[stage]
            let agents = game.agentCount(of: description.role)
            let session = Session(
                role: description.role, scenario: "pricing", scenarioHash: "", stages: [description],
                agents: 0..<agents, agentCount: agents, rows: 1, mode: .evaluate)
            var actions = Actions(stage: 0, of: session, Acceptance(session))
            actions.tensors[0].float64 = values
            game.apply(stage: stage, agents: 0..<agents, space: 0, actions: actions)
        }
    }
}
