import Games
import Policy
import Testing

@Suite("Decisions in the offloading game")
struct OffloadingGameDecisionTests {
    @Test("give up to everybody at the edge server alone at p_ref, in every form of an answer", arguments: [0, 1])
    func forfeit(space: Int) throws {
        var host = try OffloadingHost(OffloadingReference.scenario(), seeds: [1, 2], spaces: (space, space))
        host.forfeit()
        for row in 0..<2 {
            let play = host.game.play(row: row)
            #expect(play.modes == [0, 0, 0, 0, 0, 0] && play.channels == play.modes)
            for power in play.powersW {
                // A logarithm and an exponential of numbers below 8, an ulp each.
                #expect(abs(power - 10) <= (space == 0 ? 0 : 16 * (10.0).ulp))
            }
            guard space == 0 else { continue }
            // It is what gains are measured against.
            #expect(host.metric("performanceGain", row: row) == 1 && host.metric("costGain", row: row) == 1)
        }
    }

    @Test("let the best scores offload, in either form, and never who is not active")
    func modes() throws {
        let (instance, scenario) = try OffloadingGameTests.slot([("cap", .integer(1))])
        for (space, scale) in [(0, 1.0), (1, 1e300)] {
            var host = try OffloadingHost(playing: instance, in: scenario, spaces: (space, 0))
            host.score([0.5, 1, 0.25, 0.75].map { $0 * scale })
            #expect(host.game.play(row: 0).modes == [1, 0, 0, 1])
            host.score([0.5, 1, 0, -1].map { $0 * scale })
            #expect(host.game.play(row: 0).modes == [1, 0, 0, 0])
            host.score([0.5, 1, 0.5, 0.5].map { $0 * scale })
            #expect(host.game.play(row: 0).modes == [1, 0, 1, 0])
        }
    }

    @Test(
        "set powers in W, or on a logarithmic scale from p_min or 10 mW to p_max",
        arguments: [
            (0.0, 20.0, [0.01, 0.44721359549995793, 20.0]), (0.05, 5, [0.05, 0.5, 5]),
            // Nothing of the scale is within the limits.
            (0, 0.001, [0.001, 0.001, 0.001]), (0, 0, [0, 0, 0]), (3, 3, [3, 3, 3]),
        ])
    func powers(lowest: Double, highest: Double, expected: [Double]) throws {
        let scenario = try OffloadingReference.scenario([
            ("M", .integer(3)), ("p_min", .number(lowest)), ("p_max", .number(highest)), ("p_ref", .number(highest)),
        ])
        var host = try OffloadingHost(scenario, seeds: [1], spaces: (0, 1))
        host.power([0, 0.5, 1])
        let powers = host.game.play(row: 0).powersW
        for (power, target) in zip(powers, expected) { #expect(abs(power - target) <= 8 * target.ulp) }
        #expect(powers.allSatisfy { (lowest...highest).contains($0) })
        var linear = try OffloadingHost(scenario, seeds: [1])
        linear.power([lowest, (lowest + highest) / 2, highest])
        #expect(linear.game.play(row: 0).powersW == [lowest, (lowest + highest) / 2, highest])
    }

    @Test("break a rule where a part of a task is a node's and no share of it is, and nowhere else")
    func shares() throws {
        let (instance, scenario) = try OffloadingGameTests.slot()
        var host = try OffloadingHost(playing: instance, in: scenario)
        host.score([1, 1, -1, 1])
        func violation(_ stations: [Int32], _ splits: [Double], _ shares: [Double]) -> DecisionViolation? {
            var actions = host.host.actions(2)
            (actions.tensors[0].int32, actions.tensors[1].float64, actions.tensors[2].float64) =
                (stations, splits, shares)
            return host.game.violation(stage: 2, agents: 0..<4, space: 0, rows: 1, actions: actions)
        }
        let all = [0.5, 0.5, 0.5, 0.5]
        // User 1 is not active and user 2 must not offload.
        #expect(host.game.play(row: 0).modes == [1, 0, 0, 1])
        #expect(violation([1, 1, 1, 2], all, [1, 0, 0, 1]) == nil)
        #expect(violation([0, 0, 0, 0], all, [0, 0, 0, 0]) == nil)
        #expect(violation([1, 1, 1, 2], [0, 0, 0, 0], [0, 0, 0, 0]) == nil)
        #expect(violation([1, 1, 1, 2], all, [1, 1, 1, 1e-300]) == nil)
        let found = try #require(violation([1, 1, 1, 2], all, [1, 0, 0, 0]))
        #expect((found.tensor, found.row, found.agent) == (2, 0, 3))
        #expect(found.rule.contains("lambda = 0, not 0.5"))
        // Of one that decides alone, the place counts from itself.
        var alone = host.host.actions(2, agents: 3..<4)
        (alone.tensors[0].int32, alone.tensors[1].float64) = ([1], [1])
        #expect(host.game.violation(stage: 2, agents: 3..<4, space: 0, rows: 1, actions: alone)?.agent == 0)
        #expect(host.game.violation(stage: 0, agents: 0..<1, space: 0, rows: 1, actions: host.host.actions(0)) == nil)
    }

    @Test("of a user that must not offload, or is not active, have no effect")
    func masked() throws {
        let (instance, scenario) = try OffloadingGameTests.slot()
        var host = try OffloadingHost(playing: instance, in: scenario)
        host.score([1, 1, -1, 1])
        host.power([1, 1, 1, 1])
        host.associate([1, 2, 1, 0], splits: [0.5, 0.5, 0.5, 0.5], shares: [1, 1, 1, 1])
        host.settle()
        let play = host.game.play(row: 0)
        #expect(play.channels == [1, 0, 0, 0])
        #expect(play.splits == [0.5, 0, 0, 0] && play.shares == [1, 0, 0, 0])
        #expect(host.metric("displaced") == 0)
    }

    @Test("that overfill a node keep its users of smallest index and send the others to the edge server, counted")
    func displaced() throws {
        let scenario = try OffloadingReference.scenario([("M", .integer(7)), ("K", .integer(2)), ("cap", .integer(2))])
        // Everybody is active, and Cmax = 4 lets four of them in.
        var slots = OffloadingSlots()
        let instance = try slots.instance(in: scenario)
        var host = try OffloadingHost(playing: instance, in: scenario)
        func play(_ scores: [Double], _ stations: [Int32]) -> [Int32] {
            host.score(scores)
            host.power(Array(repeating: 1, count: 7))
            host.associate(stations, splits: Array(repeating: 0.5, count: 7), shares: Array(repeating: 1, count: 7))
            host.settle()
            return host.game.play(row: 0).channels
        }
        #expect(play([1, 1, 1, -1, -1, -1, 1], [2, 2, 2, 2, 2, 2, 2]) == [2, 2, 0, 0, 0, 0, 0])
        #expect(host.metric("displaced") == 2)
        #expect(host.game.outcome(row: 0).loads == [5, 0, 2])
        #expect(host.game.play(row: 0).splits == [0.5, 0.5, 0, 0, 0, 0, 0])
        #expect(play([-1, 1, 1, 1, 1, -1, -1], [1, 1, 2, 1, 1, 1, 1]) == [0, 1, 2, 1, 0, 0, 0])
        #expect(host.metric("displaced") == 1)
        #expect(play([1, 1, 1, 1, -1, -1, -1], [1, 2, 1, 2, 0, 0, 0]) == [1, 2, 1, 2, 0, 0, 0])
        #expect(host.metric("displaced") == 0)
    }

    @Test("are displaced by everybody's choices, also where followers decide one by one")
    func displacedApart() throws {
        let scenario = try OffloadingReference.scenario([("M", .integer(4)), ("K", .integer(1)), ("cap", .integer(3))])
        var slots = OffloadingSlots()
        var game = try OffloadingGame(playing: slots.instance(in: scenario), in: scenario)
        game.reset(worldSeeds: [0])
        var host = MiniHost(game, rows: 1, spaces: [0, 0, 0])
        host.act(0, [.init(float64: [-1, 1, 1, 1])])
        host.act(1, [.init(float64: [1, 1, 1, 1])])
        for m in (0..<4).reversed() {
            var actions = host.actions(2, agents: m..<m + 1)
            actions.tensors[0].int32[0] = 1
            host.act(2, actions, agents: m..<m + 1)
        }
        host.game.settle()
        #expect(host.game.play(row: 0).channels == [0, 1, 1, 1])
    }
}
