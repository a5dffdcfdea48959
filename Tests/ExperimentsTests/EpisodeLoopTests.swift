import CAllocationCounter
import Games
import PluginHost
import Policies
import Policy
import Testing

@testable import Experiments

@Suite("The loop of episodes")
struct EpisodeLoopTests {
    /// The default pricing game with our own policies of constant memory in this process.
    private func loop(rows: Int) throws -> EpisodeLoop<PricingGame> {
        let loaded = try GameCatalogue.scenarios.load("pricing")
        let game = try PricingGame(loaded.scenario, rows: rows)
        func session(_ role: Role) -> Session {
            let count = game.agentCount(of: role)
            return Session(
                role: role, scenario: "pricing", scenarioHash: loaded.sha256,
                stages: game.stages.filter { $0.role == role }, agents: 0..<count, agentCount: count, rows: rows,
                mode: .evaluate)
        }
        let prices = ConnectedPolicy(
            try InProcessEndpoint(ConstantPrice.self, session: session(.operator)), seedOption: nil)
        let choices = ConnectedPolicy(
            try InProcessEndpoint(RandomPolicy.self, session: session(.followers)), seedOption: nil)
        return EpisodeLoop(game, operators: [prices], followers: [choices], fallbacks: [nil, nil])
    }

    @Test(
        "allocates nothing from slot to slot",
        .enabled(
            if: allocations_are_counted() && !_isDebugAssertConfiguration(),
            "closures allocate unless optimised: make test-release counts"),
        arguments: [1, 5])
    func steadyState(rows: Int) throws {
        var loop = try loop(rows: rows)
        // An episode fills what is reused from then on.
        _ = try loop.play(0..<rows, seed: 1, shouldStop: { false }, afterSlot: {})
        var counts = Array(repeating: UInt64(0), count: 100)
        var slot = 0
        _ = try loop.play(0..<rows, seed: 2, shouldStop: { false }) {
            counts[slot] = allocation_count()
            slot += 1
        }
        #expect(slot == 100)
        #expect(counts[99] - counts[0] == 0)
    }

    @Test("gives a batch up between slots when told to")
    func stops() throws {
        var loop = try loop(rows: 2)
        var slots = 0
        let means = try loop.play(0..<2, seed: 1, shouldStop: { slots == 7 }, afterSlot: { slots += 1 })
        #expect(means == nil)
        #expect(slots == 7)
    }

    @Test("means what was measured over the slots that somebody played, and knows nothing of none", arguments: [1, 4])
    func emptySlots(rows: Int) throws {
        var loop = EpisodeLoop(ScriptedGame(rows: rows), operators: [], followers: [], fallbacks: [])
        var means: [[Double]] = []
        for first in stride(from: 0, to: 4, by: rows) {
            means += try #require(
                try loop.play(first..<first + rows, seed: 0, shouldStop: { false }, afterSlot: {}))
        }
        #expect(Array(means[0...1]) == [[3, 6], [3, 6]])
        for unknown in means[2...3].joined() { #expect(unknown.isNaN) }
    }

    @Test("gathers every value of a distribution in the order of episodes, and of those that were finished")
    func samples() throws {
        func loop(rows: Int) -> EpisodeLoop<ScriptedGame> {
            EpisodeLoop(
                ScriptedGame(rows: rows), operators: [], followers: [], fallbacks: [], gathersSamples: true)
        }
        for rows in [1, 2, 4] {
            var loop = loop(rows: rows)
            for first in stride(from: 0, to: 4, by: rows) {
                _ = try loop.play(first..<first + rows, seed: 0, shouldStop: { false }, afterSlot: {})
            }
            let samples = try #require(loop.samples)
            #expect(samples.map(\.declaration.name) == ["score", "share"])
            // What nobody knows is left out, as is a slot that nobody played.
            let scores: [Double] = [1, 2, 3, 6, 2, 4, 1, 1]
            #expect(samples[0].values == scores)
            #expect(samples[1].values == scores.flatMap { [$0 / 4, 3 * $0 / 4] })
        }
        var interrupted = loop(rows: 1)
        _ = try interrupted.play(0..<1, seed: 0, shouldStop: { false }, afterSlot: {})
        var slots = 0
        _ = try interrupted.play(1..<2, seed: 0, shouldStop: { slots == 2 }, afterSlot: { slots += 1 })
        #expect(interrupted.samples?[0].values == [1, 2, 3, 6])
        let unasked = EpisodeLoop(ScriptedGame(rows: 1), operators: [], followers: [], fallbacks: [])
        #expect(unasked.samples == nil)
    }

    @Test("keeps the values of the first episodes where there are too many", arguments: [1, 2])
    func limit(rows: Int) {
        var book = SampleBook(count: 2, limit: 5)
        var game = ScriptedGame(rows: rows)
        for first in stride(from: 0, to: 2, by: rows) {
            game.reset(worldSeeds: (first..<first + rows).map { UInt64($0) })
            book.begin(rows: rows)
            for slot in 0..<4 {
                if slot > 0 { game.advance() }
                game.settle()
                for row in 0..<rows where !game.isEmpty(row: row) { book.record(game, row: row) }
            }
            book.finish()
        }
        #expect(book.values == [[1, 2, 3, 6, 2], [0.25, 0.75, 0.5, 1.5, 0.75]])
    }
}
