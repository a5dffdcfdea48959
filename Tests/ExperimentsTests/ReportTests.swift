import Games
import PluginHost
import Policies
import Policy
import Testing

@testable import Experiments

/// Posts a constant price, and reports a number of its own for each row, but nothing in odd slots.
private struct ReportingPrice: Policy {
    static let roles: Set<Role> = [.operator]

    private var price = ConstantPrice()

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        var acceptance = try price.open(session)
        acceptance.reports = ["rounds", "residual"]
        return acceptance
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        try price.decide(observations, into: &actions)
        guard observations.slot.isMultiple(of: 2) else { return }
        for row in 0..<observations.rows {
            actions.reports[row * 2] = Double(observations.slot) + Double(row) / 8
        }
    }
}

@Suite("What a connected policy reports")
struct ReportTests {
    private let loaded: LoadedScenario

    init() throws {
        loaded = try GameCatalogue.scenarios.load("pricing")
    }

    private func session(_ role: Role, of game: PricingGame, rows: Int) -> Session {
        let count = game.agentCount(of: role)
        return Session(
            role: role, scenario: "pricing", scenarioHash: loaded.sha256,
            stages: game.stages.filter { $0.role == role }, agents: 0..<count, agentCount: count, rows: rows,
            mode: .evaluate)
    }

    @Test("lies beside its decision, a number a row, until the next one is asked for")
    func besideTheDecision() throws {
        var game = try PricingGame(loaded.scenario, rows: 3)
        var policy = ConnectedPolicy(
            try InProcessEndpoint(ReportingPrice.self, session: session(.operator, of: game, rows: 3)), seedOption: nil)
        #expect(policy.endpoint.acceptance.reports == ["rounds", "residual"])
        game.reset(worldSeeds: [1, 2, 3])
        try policy.reset(episodes: 0..<3, commandSeed: 1)
        for slot in 0..<4 as Range<UInt64> {
            if slot > 0 { game.advance() }
            try policy.ask(game, gameStage: 0, stage: 0, slot: slot, rows: 2, isBootstrap: false)
            #expect(try policy.answer(stage: 0) == .decided)
            let reports = policy.stages[0].actions.reports
            let said = slot.isMultiple(of: 2) ? [Double(slot), Double(slot) + 0.125] : []
            #expect([reports[0], reports[2]].filter { !$0.isNaN } == said)
            #expect([1, 3, 4, 5].allSatisfy { reports[$0].isNaN })
        }
    }

    @Test("changes nothing in what is played")
    func changesNothing() throws {
        func means<Player: Policy>(_ type: Player.Type) throws -> [[Double]]? {
            let game = try PricingGame(loaded.scenario, rows: 2)
            let prices = ConnectedPolicy(
                try InProcessEndpoint(type, session: session(.operator, of: game, rows: 2)), seedOption: nil)
            let choices = ConnectedPolicy(
                try InProcessEndpoint(RandomPolicy.self, session: session(.followers, of: game, rows: 2)),
                seedOption: nil)
            var loop = EpisodeLoop(game, operators: [prices], followers: [choices], fallbacks: [nil, nil])
            return try loop.play(0..<2, seed: 4, shouldStop: { false }, afterSlot: {})
        }
        let silent = try #require(try means(ConstantPrice.self))
        #expect(try means(ReportingPrice.self) == silent)
    }
}
