import Games
import Policy
import Testing

@Suite("Pricing game")
struct PricingGameTests {
    static func scenario(
        _ overrides: [(key: String, value: ParameterValue)] = []
    ) throws(ScenarioError) -> Scenario {
        try Scenario(name: "pricing", game: PricingGame.name, parameters: PricingGame.parameters)
            .overriding(overrides, name: "pricing")
    }

    struct Slots: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let game: Golden.Instance
            let leaderAction, followerAction, mu: [[Double]]
            let access: [Int]
            let Z_MB, followers, followerReward, leaderObservation: [Double]
            let followerObservation: [[Double]]
            let leader, leaderReward, nashconv, exploitability, priceRegret: Double
            var testDescription: String { name }
        }
        let cases: [Case]
    }

    @Test("plays the reference slots", arguments: try Golden.read("slots", as: Slots.self).cases)
    func slot(_ reference: Slots.Case) throws {
        let instance = reference.game.instance
        // The file's tolerance, which is absolute.
        let tolerance = 1e-10 * (1 + instance.totalGammaA)
        func agree(_ values: some Sequence<Double>, _ expected: some Sequence<Double>, _ what: Comment) {
            #expect(zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1) * 1e-12) }, what)
        }
        var host = MiniHost(PricingGame(playing: instance), operatorSpace: 0, followerSpace: 0)
        host.game.reset(worldSeeds: [0])
        let leaderSees = host.observe(0)
        agree(leaderSees.observation[0].float64, reference.leaderObservation, "leader's observation")
        host.act(0, [.init(float64: Array(reference.leaderAction.joined()))])
        let followersSee = host.observe(1)
        let (n, m) = (instance.followerCount, instance.stationCount)
        for follower in 0..<n {
            let seen = followersSee.observation.flatMap { $0.float64[follower * m..<(follower + 1) * m] }
            agree(seen, reference.followerObservation[follower], "follower's observation")
        }
        host.act(1, [.init(float64: Array(reference.followerAction.joined()))])
        host.game.settle()

        let play = host.game.play(row: 0)
        agree(play.prices, reference.mu.joined(), "prices")
        #expect(play.access == reference.access)
        agree(play.sizesMB, reference.Z_MB, "sizes")
        let metrics = Dictionary(
            uniqueKeysWithValues: zip(host.game.metricDeclarations.map(\.name), host.game.metrics))
        agree([try #require(metrics["operatorUtility"])], [reference.leader], "leader")
        agree(host.game.play.utility, reference.followers, "followers")
        agree([try #require(metrics["nashConv"])], [reference.nashconv], "nashConv")
        agree([try #require(metrics["exploitability"])], [reference.exploitability], "exploitability")
        agree([try #require(metrics["priceRegret"])], [reference.priceRegret], "priceRegret")
        agree(host.reward(.operator), [reference.leaderReward], "leader's reward")
        agree(host.reward(.followers), reference.followerReward.map { max($0, -5) }, "followers' rewards")
    }

    @Test("takes every preset", arguments: PricingGame.presets.map(\.name))
    func presets(_ name: String) throws {
        let preset = try #require(PricingGame.presets.first { $0.name == name })
        var game = try PricingGame(Self.scenario(preset.overrides), rows: 1)
        game.reset(worldSeeds: [1])
        #expect(game.stages.map(\.name) == ["price", "offload"])
        #expect(game.instance(row: 0).h.allSatisfy { $0 > 0 && $0.isFinite })
    }

    @Test("means what the presets say")
    func presetValues() throws {
        let dense = try PricingGame(Self.scenario([("followers", .integer(8))]), rows: 1)
        #expect(dense.agentCount(of: .followers) == 8)
        var perModel = try PricingGame(Self.scenario([("cyclesBy", .text("station"))]), rows: 1)
        perModel.reset(worldSeeds: [1])
        #expect(perModel.instance(row: 0).cyclesGcyclePerMB == [1.6, 2.1, 1.6, 2.1, 1.6, 2.1, 1.6, 2.1])
        var standard = try PricingGame(Self.scenario(), rows: 1)
        standard.reset(worldSeeds: [1])
        #expect(standard.instance(row: 0).cyclesGcyclePerMB == [1.6, 1.6, 2.1, 2.1, 1.6, 1.6, 2.1, 2.1])
    }

    @Test(
        "refuses a parameter out of range by its key",
        arguments: [
            ("followers", .integer(0)), ("stations", .integer(0)), ("slots", .integer(0)), ("mode", .text("loud")),
            ("bandwidth", .numbers([5, -1])), ("noise", .number(0)), ("rice", .number(-1)),
            ("fadingCorrelation", .number(1)), ("velocityCorrelation", .number(-0.1)), ("side", .number(0)),
            ("height", .number(.nan)), ("velocitySigma", .number(-1)), ("gammaD", .numbers([])),
            ("priceBasis", .text("perBit")), ("eps", .number(.infinity)),
        ] as [(String, ParameterValue)])
    func refuses(_ key: String, _ value: ParameterValue) throws {
        let scenario = try Self.scenario([(key, value)])
        let error = #expect(throws: ScenarioError.self) { try PricingGame(scenario, rows: 1) }
        guard case .outOfRange(let named, _) = error else {
            Issue.record("\(key): \(String(describing: error))")
            return
        }
        #expect(named == key)
    }

    @Test("refuses prices per Gcycle where u = 1 would not keep everybody out")
    func perGcycleBelowOne() throws {
        let scenario = try Self.scenario([("priceBasis", .text("perGcycle")), ("cycles", .numbers([0.9, 2]))])
        #expect(throws: ScenarioError.self) { try PricingGame(scenario, rows: 1) }
    }

    /// Three slots of pseudo-random play in rows of `seeds`; metrics and rewards of the last one, by row.
    static func played(
        _ seeds: [UInt64], rows: Int, hybrid: Bool = false, overrides: [(key: String, value: ParameterValue)] = []
    ) throws -> [[Double]] {
        var host = MiniHost(
            try PricingGame(scenario(overrides), rows: rows), operatorSpace: 0, followerSpace: hybrid ? 1 : 0)
        host.game.reset(worldSeeds: seeds)
        let (pairs, followers) = (host.game.instance(row: 0).k.count, host.game.agentCount(of: .followers))
        let stations = pairs / followers
        var result: [[Double]] = []
        for slot in 0..<3 {
            if slot > 0 { host.game.advance() }
            // An action addressed by seed and slot, so that a row's play does not depend on the rows beside it.
            func uniforms(_ purpose: UInt32, _ count: Int) -> [Double] {
                seeds.flatMap { seed in
                    (0..<UInt32(count)).map {
                        RandomStream(seed: seed, purpose: .init(purpose)).uniforms(slot: UInt32(slot), n: $0).0
                    }
                }
            }
            var seen = host.observe(0).observation[0].float64
            host.act(0, [.init(float64: uniforms(20, pairs))])
            seen += host.observe(1).observation[1].float64
            if hybrid {
                let choices = uniforms(21, followers).map { Int32($0 * Double(stations + 1)) - 1 }
                host.act(1, [.init(int32: choices), .init(float64: uniforms(22, followers))])
            } else {
                host.act(1, [.init(float64: uniforms(21, pairs))])
            }
            host.game.settle()
            let width = host.game.metricDeclarations.count
            let rewards = host.reward(.followers)
            result = seeds.indices.map { row in
                Array(host.game.metrics[row * width..<(row + 1) * width])
                    + rewards[row * followers..<(row + 1) * followers]
                    + seen[row * pairs..<(row + 1) * pairs]
            }
        }
        return result
    }

    @Test("plays a row alike whatever rows are beside it, bit for bit", arguments: [false, true])
    func rows(_ hybrid: Bool) throws {
        let seeds = (0..<37).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
        let together = try Self.played(seeds, rows: 37, hybrid: hybrid)
        for (row, seed) in seeds.enumerated() {
            #expect(together[row] == (try Self.played([seed], rows: 1, hybrid: hybrid)[0]))
        }
        // Fewer episodes than there are rows.
        #expect(try Self.played(Array(seeds.prefix(5)), rows: 37, hybrid: hybrid) == Array(together.prefix(5)))
    }

    @Test("measures finite values, and no negative regret of followers")
    func finite() throws {
        for row in try Self.played((0..<50).map { UInt64($0) }, rows: 50) {
            #expect(row.allSatisfy { $0.isFinite })
            #expect(row[3] >= 0 && row[4] >= 0 && (0...1).contains(row[2]))
        }
    }

    @Test("shows an mAP nothing of another one's")
    func isolation() throws {
        var host = MiniHost(try PricingGame(Self.scenario(), rows: 2), operatorSpace: 0, followerSpace: 0)
        host.game.reset(worldSeeds: [1, 2])
        host.act(0, [.init(float64: Array(repeating: 0.5, count: 16))])
        let all = host.observe(1)
        let alone = host.observe(1, agents: 2..<3)
        for tensor in 0..<2 {
            for row in 0..<2 {
                #expect(
                    Array(alone.observation[tensor].float64[row * 2..<row * 2 + 2])
                        == Array(all.observation[tensor].float64[(row * 4 + 2) * 2..<(row * 4 + 3) * 2]))
            }
        }
    }

    @Test("keeps everybody in a station in connected mode, sending nothing or not")
    func connected() throws {
        var host = MiniHost(
            try PricingGame(Self.scenario([("mode", .text("connected"))]), rows: 1), operatorSpace: 0, followerSpace: 0)
        host.game.reset(worldSeeds: [4])
        host.act(0, [.init(float64: Array(repeating: 0.35, count: 8))])
        host.act(1, [.init(float64: [0, 0.005, 0, 0, 0.5, 0.4, 0, 0])])
        #expect(host.game.play(row: 0).access == [1, 0, 0, 0])
        #expect(host.game.play(row: 0).sizesMB == [0.025, 0, 2.5, 0])
        // In silent mode the three that send (next to) nothing are out.
        var silent = MiniHost(try PricingGame(Self.scenario(), rows: 1), operatorSpace: 0, followerSpace: 0)
        silent.game.reset(worldSeeds: [4])
        silent.act(0, [.init(float64: Array(repeating: 0.35, count: 8))])
        silent.act(1, [.init(float64: [0, 0.005, 0, 0, 0.5, 0.4, 0, 0])])
        #expect(silent.game.play(row: 0).access == [-1, -1, 0, -1])
    }

    @Test("offers each mAP one station at its share, every other one at the price that nobody pays")
    func offer() throws {
        var host = MiniHost(try PricingGame(Self.scenario(), rows: 1), operatorSpace: 1, followerSpace: 0)
        host.game.reset(worldSeeds: [4])
        host.act(0, [.init(int32: [1, -1, 0, 1]), .init(float64: [0.3, 0.2, 0.4, 1])])
        let shares = [1, 0.3, 1, 1, 0.4, 1, 1, 1]
        #expect(host.game.play(row: 0).prices == zip(shares, host.game.instance(row: 0).k).map { $0 * $1 })
        // Posting those shares is the same.
        var posted = MiniHost(try PricingGame(Self.scenario(), rows: 1), operatorSpace: 0, followerSpace: 0)
        posted.game.reset(worldSeeds: [4])
        posted.act(0, [.init(float64: shares)])
        #expect(posted.game.play(row: 0).prices == host.game.play(row: 0).prices)
    }

    @Test("takes prices per Gcycle as c times as many per MB")
    func perGcycle() throws {
        var host = MiniHost(
            try PricingGame(Self.scenario([("priceBasis", .text("perGcycle"))]), rows: 1), operatorSpace: 0,
            followerSpace: 0)
        host.game.reset(worldSeeds: [4])
        host.act(0, [.init(float64: Array(repeating: 0.25, count: 8))])
        let instance = host.game.instance(row: 0)
        let expected = instance.k.indices.map { 0.25 * (instance.k[$0] * instance.cyclesGcyclePerMB[$0]) }
        #expect(host.game.play(row: 0).prices == expected)
        #expect(host.observe(1).observation[1].float64.allSatisfy { $0 <= 2.1 })
    }

    @Test("describes the full game in the instance of both stages")
    func describes() throws {
        var host = MiniHost(try PricingGame(Self.scenario(), rows: 2), operatorSpace: 0, followerSpace: 0)
        host.game.reset(worldSeeds: [5, 6])
        host.act(0, [.init(float64: (0..<16).map { Double($0) / 16 })])
        let stage = host.game.stages[1]
        let seen = host.observe(1)
        #expect(seen.instance.map(\.space.name) == stage.instance.map(\.name))
        func tensor(_ name: String) throws -> Tensor {
            try #require(seen.instance.first { $0.space.name == name })
        }
        for row in 0..<2 {
            let instance = host.game.instance(row: row)
            #expect(try Array(tensor("h").float64[row * 8..<row * 8 + 8]) == instance.h)
            #expect(try Array(tensor("c_GcyclePerMB").float64[row * 8..<row * 8 + 8]) == instance.cyclesGcyclePerMB)
            #expect(try Array(tensor("mu").float64[row * 8..<row * 8 + 8]) == host.game.play(row: row).prices)
            #expect(try tensor("sigma2_W").float64[row] == instance.noiseW)
            #expect(try tensor("mode").int32[row] == 0)
        }
    }
}
