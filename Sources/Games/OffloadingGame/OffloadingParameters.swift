/// The offloading game's parameters under the names of the spec's section 13, and their named variants.
enum OffloadingParameters {
    static let all: [Parameter] = [
        Parameter("M", .integer(6), meaning: "users (XR devices)"),
        Parameter("K", .integer(4), meaning: "computing nodes in the network"),
        Parameter("slots", .integer(50), meaning: "slots in an episode"),
        Parameter("L", .integer(8), meaning: "antennas of a site"),
        Parameter("F", .integer(30), meaning: "tasks in the library"),
        Parameter("area", .number(200), unit: "m", meaning: "side of the square"),
        Parameter("dmin", .number(1), unit: "m", meaning: "least distance in the path loss"),
        Parameter("pl0", .number(-35.3), unit: "dB", meaning: "path gain at 1 m"),
        Parameter("pl1", .number(-37.6), unit: "dB/decade", meaning: "path gain over distance"),
        Parameter("noise_dbm_hz", .number(-174), unit: "dBm/Hz", meaning: "noise"),
        Parameter("B", .number(10), unit: "MHz", meaning: "bandwidth of the system"),
        Parameter("eps", .number(1e-9), meaning: "block error probability"),
        Parameter("N", .number(1000), unit: "symbols", meaning: "length of a block"),
        Parameter("ulband", .text("split"), meaning: "split: an uplink channel has B/(K+1); full: each has B"),
        Parameter("xi", .number(0.1), meaning: "share of a cancelled signal that stays as interference"),
        Parameter(
            "csi", .text("instant"),
            meaning: "instant: channel vectors are drawn; statistical: their means, for thousands of users"),
        Parameter("p_ul", .number(0.2), unit: "W", meaning: "uplink power of a user"),
        Parameter("p_min", .number(0), unit: "W", meaning: "least downlink power"),
        Parameter("p_max", .number(20), unit: "W", meaning: "most downlink power"),
        Parameter("p_ref", .number(10), unit: "W", meaning: "downlink power that gains are measured against"),
        Parameter("T_cap", .number(30), unit: "ms", meaning: "a transfer is abandoned after it"),
        Parameter("f_es", .number(30), unit: "GHz", meaning: "clock of the edge server"),
        Parameter("f_cn_lo", .number(1), unit: "GHz", meaning: "clock of a node, least"),
        Parameter("f_cn_hi", .number(9), unit: "GHz", meaning: "clock of a node, most"),
        Parameter("dt", .number(0.3), meaning: "relative error of the digital twin"),
        Parameter(
            "es_gap", .text("consistent"), meaning: "sign of that error at the edge server: consistent or literal"),
        Parameter("cap", .integer(5), meaning: "users that a node takes"),
        Parameter("alpha", .number(0.75), meaning: "weight of a collaborating task at the edge server"),
        Parameter("tau_fw", .number(1), unit: "ms", meaning: "delay from a node to the edge server"),
        Parameter("R_fw", .number(1), unit: "Mbit/ms", meaning: "rate from a node to the edge server"),
        Parameter("branch", .text("parallel"), meaning: "parts of a task run in parallel or serial"),
        Parameter("I_lo", .number(0.012), unit: "Mbit", meaning: "data of a task, least"),
        Parameter("I_hi", .number(0.060), unit: "Mbit", meaning: "data of a task, most"),
        Parameter("C_lo", .number(5), unit: "Mcycle", meaning: "work of a task, least"),
        Parameter("C_hi", .number(25), unit: "Mcycle", meaning: "work of a task, most"),
        Parameter("Tmax_lo", .number(5), unit: "ms", meaning: "deadline of a task, least"),
        Parameter("Tmax_hi", .number(15), unit: "ms", meaning: "deadline of a task, most"),
        Parameter("q_lo", .number(1), meaning: "result over data, least"),
        Parameter("q_hi", .number(10), meaning: "result over data, most"),
        Parameter("g", .number(1), unit: "1/ms", meaning: "worth of a ms saved"),
        Parameter("w_T", .number(1), unit: "1/ms", meaning: "cost of a ms"),
        Parameter("w_E", .number(0.2), unit: "1/mJ", meaning: "cost of a mJ"),
        Parameter("energy", .text("physical"), meaning: "physical: power times time; literal: power times rate"),
        Parameter("c_beta", .number(0), meaning: "price of a whole node"),
        Parameter("Lambda_D", .number(0), meaning: "penalty of a missed deadline"),
        Parameter("R", .number(0.1), meaning: "probability of no request"),
        Parameter("delta", .number(0.7), meaning: "exponent of the tasks' popularity"),
        Parameter("Nn", .integer(3), meaning: "tasks that may follow a task"),
        Parameter("chain", .text("wrapF"), meaning: "what follows the last tasks: wrapF (the first ones) or additive"),
        Parameter("features", .text("full"), meaning: "what policies observe: full, or paper, without channels"),
        Parameter("ulBalance", .text("all"), meaning: "loads that the uplink reward balances: all or incOnly (nodes)"),
        Parameter(
            "globalReward", .text("missShare"), meaning: "penalty in the global reward: missShare, or literal, always 1"
        ),
    ]

    typealias Overrides = [(key: String, value: ParameterValue)]

    static let presets: [(name: String, overrides: Overrides)] =
        [
            ("tight", [("cap", .integer(1))]),
            ("literalSINR", [("xi", .number(1))]),
            (
                "literal",
                [
                    ("xi", .number(1)), ("ulband", .text("full")), ("es_gap", .text("literal")),
                    ("branch", .text("serial")), ("energy", .text("literal")), ("chain", .text("additive")),
                ]
            ),
            ("priced", [("c_beta", .number(2)), ("Lambda_D", .number(1000))]),
            ("psi1", tasks(data: (0.05, 0.10), work: (0.1, 0.5))),
            ("psi2", tasks(data: (0.10, 0.15), work: (0.1, 0.5))),
            ("psi3", tasks(data: (0.008, 0.032), work: (50, 75))),
            ("psi4", tasks(data: (0.008, 0.032), work: (75, 100))),
        ]
        + (1...4).map { ("k\($0)", [("K", .integer($0))]) }
        + [10, 20, 30].map { ("users\($0)", [("M", .integer($0))]) }
        + [("large", [("M", .integer(10_000)), ("K", .integer(100)), ("csi", .text("statistical"))])]

    /// The user-oriented variants: deadlines of 10 to 30 ms.
    private static func tasks(data: (Double, Double), work: (Double, Double)) -> Overrides {
        [
            ("I_lo", .number(data.0)), ("I_hi", .number(data.1)), ("C_lo", .number(work.0)),
            ("C_hi", .number(work.1)), ("Tmax_lo", .number(10)), ("Tmax_hi", .number(30)),
        ]
    }
}

extension OffloadingModel {
    /// The model of `scenario`, a scenario of the offloading game.
    ///
    /// - Throws: ``ScenarioError`` naming the first parameter that is out of range.
    public init(_ scenario: Scenario) throws(ScenarioError) {
        let parameters = ScenarioValues(scenario)
        var values = Values()
        values.nodeCount = try parameters.integer("K")
        values.bandwidthMHz = try parameters.anyNumber("B")
        values.errorProbability = try parameters.anyNumber("eps")
        values.blockLength = try parameters.anyNumber("N")
        values.noiseDBmPerHz = try parameters.anyNumber("noise_dbm_hz")
        values.uplinkBand = try parameters.word("ulband", as: UplinkBand.self)
        values.residual = try parameters.anyNumber("xi")
        values.lowestPowerW = try parameters.anyNumber("p_min")
        values.highestPowerW = try parameters.anyNumber("p_max")
        values.referencePowerW = try parameters.anyNumber("p_ref")
        values.transferCapMs = try parameters.anyNumber("T_cap")
        values.edgeClockGHz = try parameters.anyNumber("f_es")
        values.twinError = try parameters.anyNumber("dt")
        values.edgeServerGap = try parameters.word("es_gap", as: EdgeServerGap.self)
        values.nodeCapacity = try parameters.integer("cap")
        values.collaborationWeight = try parameters.anyNumber("alpha")
        values.forwardingDelayMs = try parameters.anyNumber("tau_fw")
        values.forwardingRateMbitPerMs = try parameters.anyNumber("R_fw")
        values.branch = try parameters.word("branch", as: Branch.self)
        values.gainWeight = try parameters.anyNumber("g")
        values.timeWeight = try parameters.anyNumber("w_T")
        values.energyWeight = try parameters.anyNumber("w_E")
        values.energyLaw = try parameters.word("energy", as: EnergyLaw.self)
        values.sharePrice = try parameters.anyNumber("c_beta")
        values.deadlinePenalty = try parameters.anyNumber("Lambda_D")
        do throws(InstanceError) {
            try self.init(values)
        } catch {
            throw .outOfRange(error.field, reason: error.reason)
        }
    }
}
