import Games
import Policies
import Policy
import Testing

@Suite("The rule of the cheapest station")
struct CheapestStationTests {
    /// What followers of the pricing game decide who are asked for `prices` (mu/k) and have room for `limitsMB`.
    private func decide(
        _ prices: [[Double]], limitsMB: [Double], mode: String = "silent", size: String? = nil
    ) throws -> (stations: [Int32], shares: [Double]) {
        let base = Scenario(name: "pricing", game: "pricing", parameters: PricingGame.parameters)
        let scenario = try base.overriding(
            [("followers", .integer(prices.count)), ("mode", .text(mode))], name: "pricing")
        let game = try PricingGame(scenario, rows: 1)
        let session = Session(
            role: .followers, scenario: "pricing", scenarioHash: "",
            stages: game.stages.filter { $0.role == .followers },
            agents: 0..<prices.count, agentCount: prices.count, rows: 1, mode: .evaluate,
            options: size.map { [Session.Option(key: "size", value: $0)] } ?? [])
        var policy = CheapestStation()
        let acceptance = try policy.open(session)
        var observations = Observations(stage: 0, of: session, acceptance)
        let price = try #require(observations.observation.firstIndex { $0.space.name == "price" })
        let limit = try #require(observations.instance.firstIndex { $0.space.name == "o_MB" })
        observations.observation[price].float64 = prices.flatMap { $0 }
        observations.instance[limit].float64 = limitsMB
        var actions = Actions(stage: 0, of: session, acceptance)
        try policy.decide(observations, into: &actions)
        return (actions.tensors[0].int32, actions.tensors[1].float64)
    }

    @Test("goes to the lower price, the first of equals, and nowhere for the worth of a first MB or without room")
    func decisions() throws {
        let decided = try decide(
            [[0.5, 0.4], [0.3, 0.3], [1, 1], [0.2, 0.9], [0.99, 1]], limitsMB: [5, 5, 5, 0, 1])
        #expect(decided.stations == [1, 0, -1, -1, 0])
        #expect(decided.shares == [1.65 / 5, 1.65 / 5, 0, 0, 1])
    }

    @Test("sends nothing where it has to be in some station")
    func connected() throws {
        let decided = try decide([[1, 1], [0.9, 0.4]], limitsMB: [5, 5], mode: "connected")
        #expect(decided.stations == [0, 1])
        #expect(decided.shares == [0, 1.65 / 5])
    }

    @Test("buys the size of its option, and no more than its limit")
    func size() throws {
        #expect(try decide([[0.5, 0.4]], limitsMB: [5], size: "2.5").shares == [0.5])
        #expect(try decide([[0.5, 0.4]], limitsMB: [5], size: "8").shares == [1])
        for text in ["much", "-1", "nan", "inf"] {
            #expect(throws: PolicyError("option size is '\(text)'; give MB from 0 on")) {
                _ = try decide([[0.5, 0.4]], limitsMB: [5], size: text)
            }
        }
    }
}
