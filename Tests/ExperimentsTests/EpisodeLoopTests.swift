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
}
