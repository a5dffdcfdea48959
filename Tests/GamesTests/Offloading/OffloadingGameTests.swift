import Games
import Policy
import Testing

@Suite("Offloading game")
struct OffloadingGameTests {
    /// One slot with one user that is not active.
    static func slot(_ overrides: [(key: String, value: ParameterValue)] = []) throws -> (OffloadingInstance, Scenario)
    {
        let scenario = try OffloadingReference.scenario([("K", .integer(2))] + overrides)
        let instance = try OffloadingInstance(
            model: OffloadingModel(scenario), request: [3, 0, 30, 12], dataMbit: [0.06, 0, 0.03, 0.015],
            workMcycle: [5, 0, 25, 20], deadlineMs: [15, 0, 7.5, 10], resultRatio: [10, 4, 5, 1],
            uplinkPowerW: [0.2, 0.2, 0.2, 0.2], nodeClockGHz: [9, 4.5],
            gain: [1e-10, 1e-10, 1e-7, 0, 1e-9, 1e-9, 1e-20, 1e-30, 1e-11, 1e-10, 1e-10, 1e-10],
            coupling: .instant((0..<3 * 16).map { Double($0) * 1e-13 }))
        return (instance, scenario)
    }

    @Test("takes every preset", arguments: OffloadingGame.presets.map(\.name))
    func presets(_ name: String) throws {
        var game = try OffloadingGame(OffloadingReference.scenario(preset: name), rows: 1)
        game.reset(worldSeeds: [1])
        #expect(game.stages.map(\.name) == ["mode", "power", "associate"])
        #expect(game.slot(row: 0).userCount == game.agentCount(of: .followers))
    }

    @Test(
        "refuses a parameter out of range by its key",
        arguments: [
            ("slots", .integer(0)), ("M", .integer(-1)), ("K", .integer(0)), ("F", .integer(0)), ("L", .integer(0)),
            ("features", .text("all")), ("ulBalance", .text("some")), ("globalReward", .text("none")),
            ("csi", .text("none")), ("xi", .number(1.5)), ("I_lo", .number(1)), ("cap", .integer(-1)),
            ("p_ref", .number(21)),
        ] as [(String, ParameterValue)])
    func refuses(_ key: String, _ value: ParameterValue) throws {
        let scenario = try OffloadingReference.scenario([(key, value)])
        let error = #expect(throws: ScenarioError.self) { try OffloadingGame(scenario, rows: 1) }
        guard case .outOfRange(let named, _) = error else {
            Issue.record("\(key): \(String(describing: error))")
            return
        }
        #expect(named == key)
    }

    @Test("refuses to play a request beyond the scenario's tasks")
    func refusesRequest() throws {
        let (instance, scenario) = try Self.slot([("F", .integer(29))])
        #expect(throws: ScenarioError.outOfRange("F", reason: "29 is less than a request, 30")) {
            try OffloadingGame(playing: instance, in: scenario)
        }
    }

    @Test("plays a slot that it was given again and again")
    func playing() throws {
        let (instance, scenario) = try Self.slot()
        var game = try OffloadingGame(playing: instance, in: scenario, rows: 2)
        game.reset(worldSeeds: [7, 8])
        for _ in 0..<3 {
            #expect(game.slot(row: 0) == instance && game.slot(row: 1) == instance)
            game.advance()
        }
    }

    struct World: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name, seed: String
            let episode, slot_index: Int
            let params: [String: OffloadingReference.Value]
            let slot: OffloadingReference.Slot
            var testDescription: String { name }
        }
        let cases: [Case]
    }

    @Test(
        "draws the reference slots of its episode, which is the first of a world seed",
        arguments: try OffloadingReference.read("world", as: World.self).cases.filter { $0.episode == 0 })
    func world(_ reference: World.Case) throws {
        let seed = try #require(UInt64(reference.seed))
        var host = try OffloadingHost(OffloadingReference.scenario(reference.params), seeds: [3, seed])
        for _ in 0..<reference.slot_index { host.advance() }
        let (slot, expected) = (host.game.slot(row: 1), try reference.slot.instance)
        #expect(slot.request == expected.request && slot.uplinkPowerW == expected.uplinkPowerW)
        var columns = [
            (slot.dataMbit, expected.dataMbit), (slot.workMcycle, expected.workMcycle),
            (slot.deadlineMs, expected.deadlineMs), (slot.resultRatio, expected.resultRatio),
            (slot.nodeClockGHz, expected.nodeClockGHz), (slot.gain, expected.gain),
        ]
        if case (.instant(let x), .instant(let expectedX)) = (slot.coupling, expected.coupling) {
            columns.append((x, expectedX))
        }
        #expect(columns.count == 7)
        for (values, targets) in columns {
            #expect(values.count == targets.count)
            // The file's tolerance; gains of users that stand almost aside cancel, so in units of the largest.
            let scale = targets.reduce(0, max)
            for (value, target) in zip(values, targets) { #expect(abs(value - target) <= 1e-9 * scale) }
        }
    }

    // MARK: Observations

    /// 10 log10 max(hn2, 1e-20) on the scale of section 9.
    private static func level(_ decibel: Double) -> Double { (decibel + 100) / 30 }

    @Test("shows the operator every user by columns, and nothing of who is not active")
    func operatorSees() throws {
        let (instance, scenario) = try Self.slot()
        var host = try OffloadingHost(playing: instance, in: scenario)
        // Gains of 1e-10, 1e-9, 1e-11; of 1e-7, 1e-20, 1e-10; of 0, 1e-30 and 1e-10.
        let channels = [[-100, -90, -110], [], [-70, -200, -100], [-200, -200, -100]].map { $0.map(Self.level) }
        let full = [
            [1, 0.2, 1] + channels[0], [0, 0, 0, 0, 0, 0], [1, 1, 0.5] + channels[2],
            [1, 0.8, 10 / 15.0] + channels[3],
        ]
        let modes = [[0.1, 1, 1], [0, 0, 0], [1, 0.5, 1], [0.4, 0.25, 1]]
        agree(host.host.observe(0).observation[0].float64, zip(modes, full).flatMap { $0 + $1 })
        #expect(host.host.observe(0).observation[1].float64 == [1, 0.5])
        host.score([1, 1, -1, 1])
        let powers = [[1, 1, 1], [0, 0, 0], [0, 0.25, 0.5], [1, 0.025, 0.25]]
        agree(host.host.observe(1).observation[0].float64, zip(powers, full).flatMap { $0 + $1 })
    }

    @Test("shows a follower itself and the nodes")
    func followersSee() throws {
        let (instance, scenario) = try Self.slot()
        var host = try OffloadingHost(playing: instance, in: scenario)
        host.score([1, 1, -1, 1])
        host.power([5, 5, 20, 0])
        let seen = host.host.observe(2, agents: 2..<4)
        agree(
            seen.observation[0].float64,
            [0, 1, 1, 0.5, 0.25, 1, 1, 0.5] + [-70, -200, -100].map(Self.level)
                + [1, 0, 0.4, 0.25, 0.025, 1, 0.8, 10 / 15.0] + [-200, -200, -100].map(Self.level))
        #expect(seen.observation[1].float64 == [1, 0.5, 1, 0.5])
    }

    @Test("shows what the paper shows where that is asked for: no channels, no nodes")
    func paperFeatures() throws {
        let (instance, scenario) = try Self.slot([("features", .text("paper"))])
        var host = try OffloadingHost(playing: instance, in: scenario)
        #expect(host.game.stages.map { $0.observation.map(\.name) } == [["users"], ["users"], ["user"]])
        agree(host.host.observe(0).observation[0].float64, [0.1, 1, 1, 0, 0, 0, 1, 0.5, 1, 0.4, 0.25, 1])
        host.score([1, 1, -1, 1])
        agree(host.host.observe(1).observation[0].float64, [1, 1, 1, 0, 0, 0, 0, 0.25, 0.5, 1, 0.025, 0.25])
        host.power([5, 5, 20, 0])
        agree(
            host.host.observe(2).observation[0].float64,
            [1, 0.25, 0.1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0.5, 0.25, 1, 0, 0.4, 0.25, 0.025])
    }

    @Test("shows 0 for a share of nothing")
    func shareOfNothing() throws {
        let (instance, scenario) = try Self.slot([
            ("C_lo", .number(0)), ("C_hi", .number(0)), ("p_max", .number(0)), ("p_ref", .number(0)),
        ])
        var host = try OffloadingHost(playing: instance, in: scenario)
        #expect(host.host.observe(0).observation[0].float64[4] == 0)
        host.forfeit()
        #expect(host.host.observe(2).observation[0].float64[1] == 0)
    }

    /// Values agree to a few ulps of 1: shares are quotients, levels logarithms.
    private func agree(_ values: [Double], _ expected: [Double], _ location: SourceLocation = #_sourceLocation) {
        #expect(values.count == expected.count, sourceLocation: location)
        for (i, (value, target)) in zip(values, expected).enumerated() {
            #expect(abs(value - target) <= 4e-15, "element \(i): \(value), not \(target)", sourceLocation: location)
        }
    }

    @Test("describes the slot, the model and what was decided in the instance of every stage")
    func describes() throws {
        let (instance, scenario) = try Self.slot([("cap", .integer(1 << 40)), ("branch", .text("serial"))])
        var host = try OffloadingHost(playing: instance, in: scenario)
        host.score([1, 1, -1, 1])
        host.power([1, 2, 3, 4])
        let values = instance.model.values
        let everywhere: [(name: String, expected: [Double])] = [
            ("mu", [3, 0, 30, 12]), ("I", instance.dataMbit), ("C", instance.workMcycle), ("Tmax", instance.deadlineMs),
            ("q", instance.resultRatio), ("p_ul", instance.uplinkPowerW), ("f_cn", [9, 4.5]), ("hn2", instance.gain),
            ("X", (0..<48).map { Double($0) * 1e-13 }), ("B", [10]), ("eps", [1e-9]), ("N", [1000]),
            ("noise_dbm_hz", [-174]), ("xi", [0.1]), ("p_min", [0]), ("p_max", [20]), ("p_ref", [10]),
            ("T_cap", [30]), ("f_es", [30]), ("dt", [0.3]), ("alpha", [0.75]), ("tau_fw", [1]), ("R_fw", [1]),
            ("g", [1]), ("w_T", [1]), ("w_E", [0.2]), ("c_beta", [0]), ("Lambda_D", [values.deadlinePenalty]),
            // A node takes no more users than there are.
            ("cap", [4]), ("L", [8]), ("ulband", [0]), ("csi", [0]), ("es_gap", [0]), ("branch", [1]), ("energy", [0]),
        ]
        for stage in 0..<3 {
            for (name, expected) in everywhere { #expect(host.instance(name, stage: stage) == expected, "\(name)") }
            #expect(host.instance("o", stage: stage) == (stage > 0 ? [1, 0, 0, 1] : nil))
            #expect(host.instance("p_dl", stage: stage) == (stage > 1 ? [1, 2, 3, 4] : nil))
        }
    }

    @Test("describes no coupling where only means of channels are known, but how many antennas there are")
    func describesStatistical() throws {
        let host = try OffloadingHost(
            OffloadingReference.scenario([("csi", .text("statistical")), ("L", .integer(4))]), seeds: [1])
        #expect(host.instance("X", stage: 0) == nil)
        #expect(host.instance("csi", stage: 0) == [1])
        #expect(host.instance("L", stage: 0) == [4])
    }
}
