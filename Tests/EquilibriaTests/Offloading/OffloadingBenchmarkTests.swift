import CAllocationCounter
import Games
import Testing

@testable import Equilibria

@Suite("Offloading benchmark")
struct OffloadingBenchmarkTests {
    /// Four rows in slot 3 of worlds of their own, everybody at the edge server.
    func game(_ overrides: [(key: String, value: ParameterValue)] = []) throws -> OffloadingGame {
        let scenario = try Scenario.offloading.overriding(overrides, name: "offloading")
        var game = try OffloadingGame(scenario, rows: 4)
        game.reset(worldSeeds: [11, 12, 13, 14])
        for _ in 0..<3 { game.advance() }
        game.settle()
        return game
    }

    @Test("measures each row as if it were alone")
    func rowsAreIndependent() throws {
        let game = try game()
        var benchmark = OffloadingBenchmark(game)
        #expect(
            benchmark.metricDeclarations.map(\.name) == [
                "nashConv", "convergedShare", "operatorRegret", "oracleCost", "relativeGap",
            ])
        let width = benchmark.metricDeclarations.count
        benchmark.measure(game, rows: 4)
        for row in 0..<4 {
            var alone = OffloadingSlotMeasure(game.slot(row: row).model, users: 6)
            alone.measure(game.slot(row: row), game.play(row: row), game.outcome(row: row))
            #expect(
                Array(benchmark.metrics[row * width..<(row + 1) * width]) == [
                    alone.nashConv, alone.isEquilibrium ? 1 : 0, alone.operatorRegret, alone.oracleCost,
                    alone.operatorRegret / alone.oracleCost,
                ])
            // Nobody may offload, so nobody regrets; but the operator might have allowed it.
            #expect(alone.nashConv == 0 && alone.operatorRegret > 0)
            let oracle = try game.instance(row: row).oracle()
            #expect(try #require(oracle.cost) / Double(game.slot(row: row).activeCount) == alone.oracleCost)
        }
    }

    @Test("beyond 8 active users C* is not known")
    func manyUsers() throws {
        let game = try game([("M", .integer(30))])
        var benchmark = OffloadingBenchmark(game)
        benchmark.measure(game, rows: 4)
        let width = benchmark.metricDeclarations.count
        for row in 0..<4 {
            let metrics = benchmark.metrics[row * width..<(row + 1) * width]
            #expect(Array(metrics.prefix(2)) == [0, 1])
            let unknown = metrics.dropFirst(2).allSatisfy(\.isNaN)
            #expect(unknown)
        }
    }

    @Test(
        "measures without asking for memory after the first slot",
        // Unoptimised code keeps closures and ranges on the heap.
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()), arguments: [6, 30])
    func allocatesNothing(_ users: Int) throws {
        let game = try game([("M", .integer(users))])
        var benchmark = OffloadingBenchmark(game)
        benchmark.measure(game, rows: 4)
        let before = allocation_count()
        benchmark.measure(game, rows: 4)
        #expect(allocation_count() == before)
    }
}
