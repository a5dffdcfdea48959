import Games
import Testing

@Suite("A static slot of the offloading game")
struct OffloadingSlotTests {
    /// A play of `instance`: channels and powers at random, inactive users at the edge server.
    static func play(_ instance: OffloadingInstance, _ index: UInt32) -> OffloadingPlay {
        let stream = RandomStream(seed: 23, purpose: .init(31))
        var play = OffloadingPlay(users: instance.userCount, powerW: 0)
        for m in 0..<instance.userCount {
            let (u, v) = stream.uniforms(slot: index, n: UInt32(m))
            play.channels[m] = instance.isActive(m) ? Int32(Double(instance.nodeCount + 1) * u) : 0
            play.powersW[m] = v < 0.1 ? 0 : 20 * v
        }
        return play
    }

    /// 60 slots and plays of a scenario.
    static func each(
        _ overrides: OffloadingWorldTests.Overrides, _ body: (OffloadingInstance, OffloadingPlay) throws -> Void
    ) throws {
        var world = try OffloadingWorldTests.world(overrides)
        var instance = world.emptyInstance()
        world.start(seed: 31, episode: 0)
        for slot in 0..<60 as Range<UInt32> {
            world.draw(slot: slot, into: &instance)
            try body(instance, play(instance, slot))
        }
    }

    static let variants: [OffloadingWorldTests.Overrides] = [
        [], [("csi", .text("statistical"))], [("c_beta", .number(2)), ("Lambda_D", .number(1000))],
        [
            ("xi", .number(1)), ("ulband", .text("full")), ("es_gap", .text("literal")), ("branch", .text("serial")),
            ("energy", .text("literal")),
        ],
    ]

    @Test("has utilities and a cost that add up to g times the reference latencies", arguments: [0, 1, 3])
    func sums(_ variant: Int) throws {
        try Self.each(Self.variants[variant]) { instance, play in
            let outcome = OffloadingOutcome(instance, play, .optimal)
            // Section 6, for c_beta = 0 and g = w_T.
            let sum = outcome.utility.reduce(0, +) + outcome.totalCost
            #expect(abs(sum - outcome.referenceMs.reduce(0, +)) <= 1e-12 * (1 + outcome.totalCost))
            #expect(outcome.payoff == outcome.utility)
        }
    }

    @Test("has latencies of parts that are never negative", arguments: variants.indices)
    func parts(_ variant: Int) throws {
        try Self.each(Self.variants[variant]) { instance, play in
            let outcome = OffloadingOutcome(instance, play, .optimal)
            for m in 0..<instance.userCount {
                let whole =
                    outcome.uplinkMs[m] + outcome.forwardingMs[m] + outcome.processingMs[m] + outcome.downlinkMs[m]
                #expect(abs(outcome.latencyMs[m] - whole) <= 1e-14 * (1 + whole))
                let parts = [
                    outcome.nodeMs[m], outcome.nodeQueueMs[m], outcome.edgeMs[m], outcome.edgeQueueMs[m],
                    outcome.uplinkMs[m], outcome.downlinkMs[m], outcome.energyMJ[m],
                ]
                #expect(parts.allSatisfy { $0 >= -1e-13 && $0 < .infinity })
                #expect(outcome.share[m] * Double(outcome.loads[Int(play.channels[m])]) <= 1)
                if !instance.isActive(m) { #expect(parts.allSatisfy { $0 == 0 } && outcome.isInTime[m]) }
            }
            #expect(outcome.loads.reduce(0, +) == instance.activeCount)
        }
    }

    @Test("has queues of 0 for a user alone")
    func alone() throws {
        var world = try OffloadingWorldTests.world([("M", .integer(1)), ("R", .number(0))])
        var instance = world.emptyInstance()
        world.start(seed: 2, episode: 0)
        world.draw(slot: 0, into: &instance)
        var play = OffloadingPlay(users: 1, powerW: 1)
        for k in 0...4 as ClosedRange<Int32> {
            play.channels = [k]
            let outcome = OffloadingOutcome(instance, play, .optimal)
            #expect(outcome.nodeQueueMs[0] == 0 && abs(outcome.edgeQueueMs[0]) <= 1e-15 * outcome.edgeMs[0])
        }
    }

    @Test("with mean channels has the ratios of a slot whose products are the means")
    func statistical() throws {
        try Self.each([("csi", .text("statistical")), ("M", .integer(25)), ("xi", .number(0.3))]) { instance, play in
            let users = instance.userCount
            let x = (0..<5).flatMap { j in
                (0..<users).flatMap { _ in (0..<users).map { instance.gain(j, $0) / 8 } }
            }
            let explicit = try OffloadingInstance(
                model: instance.model, request: instance.request, dataMbit: instance.dataMbit,
                workMcycle: instance.workMcycle, deadlineMs: instance.deadlineMs, resultRatio: instance.resultRatio,
                uplinkPowerW: instance.uplinkPowerW, nodeClockGHz: instance.nodeClockGHz, gain: instance.gain,
                coupling: .instant(x))
            let (mean, other) = (
                OffloadingOutcome(instance, play, .optimal), OffloadingOutcome(explicit, play, .optimal)
            )
            // Sums of at most 25 positive terms in another order.
            for (a, b) in zip(mean.sinr, other.sinr) { #expect(relativeError(a, b) <= 25 * 0x1p-52) }
        }
    }

    @Test("prefers a node where its interference is below the threshold of (15)", arguments: [0, 1, 3])
    func thresholds(_ variant: Int) throws {
        var sides = [true: 0, false: 0]
        try Self.each(Self.variants[variant]) { instance, play in
            for m in 0..<instance.userCount where instance.isActive(m) {
                for k in 1...4 {
                    let threshold = instance.interferenceThreshold(m, at: k, in: play)
                    let gap = threshold.edgeLatencyMs - threshold.nodeLatencyMs
                    // Where both are within rounding of each other, either side is right.
                    if abs(gap) < 1e-9 { continue }
                    #expect((gap > 0) == (threshold.interferenceW < threshold.limitW), "user \(m), node \(k)")
                    sides[gap > 0, default: 0] += 1
                }
            }
        }
        #expect(sides.values.allSatisfy { $0 > 20 })
    }

    @Test("takes no longer by a threshold where there is nothing to send")
    func nothingToSend() throws {
        var world = try OffloadingWorldTests.world([("I_lo", .number(0)), ("I_hi", .number(0)), ("R", .number(0))])
        var instance = world.emptyInstance()
        world.start(seed: 3, episode: 0)
        world.draw(slot: 0, into: &instance)
        let play = OffloadingPlay(users: 6, powerW: 1)
        for k in 1...4 {
            let threshold = instance.interferenceThreshold(0, at: k, in: play)
            #expect(threshold.limitW == (threshold.nodeLatencyMs < threshold.edgeLatencyMs ? .infinity : -.infinity))
        }
    }

    @Test("meets a deadline that binds, however long the times are", arguments: [1.0, 1e6])
    func binding(_ scale: Double) throws {
        var values = OffloadingModel.Values()
        (values.sharePrice, values.deadlinePenalty) = (20 * scale, 1e12)
        let model = try OffloadingModel(values)
        var met = 0
        for index in 0..<50 as Range<UInt32> {
            let u = RandomStream(seed: 5, purpose: .init(31)).uniforms(slot: 0, n: index)
            let (work, deadline) = (scale * (10 + 10 * u.0), scale * (0.2 + 0.25 * u.1))
            let instance = try OffloadingInstance(
                model: model, request: [1], dataMbit: [0], workMcycle: [work], deadlineMs: [deadline + 1],
                resultRatio: [1], uplinkPowerW: [1], nodeClockGHz: [40, 1, 1, 1],
                gain: Array(repeating: 1e-9, count: 5), coupling: .instant(Array(repeating: 1e-9, count: 5)))
            var play = OffloadingPlay(users: 1, powerW: 1)
            play.channels = [1]
            let outcome = OffloadingOutcome(instance, play, .optimal)
            let slack = instance.deadlineMs[0] - outcome.forwardingMs[0]
            let quickest = work / (model.edgeSpeedGHz / values.collaborationWeight * 0.75 + 28)
            guard slack > quickest, abs(outcome.processingMs[0] - slack) < 1e-9 * scale else { continue }
            #expect(outcome.isInTime[0] && outcome.payoff[0] == outcome.utility[0])
            met += 1
        }
        #expect(met >= 10)
    }

    @Test("has a twin whose gap is what the computer takes longer")
    func twin() throws {
        // Section 4, at d = 0.3: the printed sign runs 0.571 times as long as estimated.
        for gap in OffloadingModel.EdgeServerGap.allCases {
            let twin = DigitalTwin(relativeError: 0.3, gap: gap)
            let actual = 25 / twin.speedGHz(clock: 30)
            let estimate = twin.estimateMs(workMcycle: 25, clockGHz: 30)
            #expect(relativeError(estimate + twin.gapMs(workMcycle: 25, clockGHz: 30), actual) <= 4 * 0x1p-53)
            #expect(abs(actual / estimate - (gap == .literal ? 4.0 / 7 : 10.0 / 7)) <= 1e-15)
        }
    }

    @Test("names all that is wrong with a profile")
    func violations() {
        let found = ProfileViolation.all(
            channels: [1, 1, 1, 3, -1, 2, 0], modes: [1, 1, 0, 1, 1, 1, 0],
            isActive: [true, true, true, true, true, false, false], nodes: 2, capacity: 2)
        #expect(
            found.map(\.description) == ["coupling:2", "range:3", "range:4", "inactive:5", "capacity:1"])
        #expect(ProfileViolation.all(channels: [], modes: [], isActive: [], nodes: 1, capacity: 0).isEmpty)
    }

    typealias Change = @Sendable (inout OffloadingModel.Values) -> Void

    static let refused: [(String, Change)] = [
        ("K", { $0.nodeCount = 0 }), ("B", { $0.bandwidthMHz = 0 }), ("B", { $0.bandwidthMHz = .nan }),
        ("eps", { $0.errorProbability = 0 }), ("eps", { $0.errorProbability = 0.5 }),
        ("eps", { $0.errorProbability = .nan }), ("N", { $0.blockLength = 0.5 }), ("N", { $0.blockLength = .infinity }),
        ("noise_dbm_hz", { $0.noiseDBmPerHz = .nan }), ("noise_dbm_hz", { $0.noiseDBmPerHz = 2900 }),
        ("xi", { $0.residual = -0.1 }), ("xi", { $0.residual = 1.1 }), ("p_min", { $0.lowestPowerW = -1 }),
        ("p_min", { $0.lowestPowerW = 21 }), ("p_ref", { $0.referencePowerW = 21 }),
        ("p_max", { $0.highestPowerW = .infinity }), ("T_cap", { $0.transferCapMs = 0 }),
        ("f_es", { $0.edgeClockGHz = -1 }), ("dt", { $0.twinError = 1 }), ("dt", { $0.twinError = -0.1 }),
        ("dt", { ($0.twinError, $0.edgeServerGap) = (0.5, .literal) }), ("cap", { $0.nodeCapacity = -1 }),
        ("alpha", { $0.collaborationWeight = 0 }), ("tau_fw", { $0.forwardingDelayMs = -1 }),
        ("R_fw", { $0.forwardingRateMbitPerMs = 0 }), ("g", { $0.gainWeight = 0 }), ("w_T", { $0.timeWeight = -1 }),
        ("w_E", { $0.energyWeight = .nan }), ("c_beta", { $0.sharePrice = -1 }),
        ("Lambda_D", { $0.deadlinePenalty = 1e51 }),
    ]

    @Test("refuses a model that is out of range, naming the field", arguments: refused.indices)
    func badModel(_ index: Int) {
        let (field, change) = Self.refused[index]
        let error = #expect(throws: InstanceError.self) { try FiniteBlocklengthTests.model(change) }
        #expect(error?.field == field)
    }

    /// An instance of two users at one node, with one field replaced.
    static func instance(_ field: String = "", _ values: [Double] = []) throws -> OffloadingInstance {
        func pick(_ name: String, _ usual: [Double]) -> [Double] { name == field ? values : usual }
        return try OffloadingInstance(
            model: FiniteBlocklengthTests.model { $0.nodeCount = 1 }, request: pick("mu", [1, 2]).map { Int($0) },
            dataMbit: pick("I", [0.1, 0.1]), workMcycle: pick("C", [5, 5]), deadlineMs: pick("Tmax", [9, 9]),
            resultRatio: pick("q", [1, 1]), uplinkPowerW: pick("p_ul", [0.2, 0.2]), nodeClockGHz: pick("f_cn", [3]),
            gain: pick("hn2", [1e-9, 0, 1e-9, 1e-9]),
            coupling: field == "L"
                ? .statistical(antennas: 0) : .instant(pick("X", [1e-9, 1e-9, 0, 0, 1e-9, 1e-9, 1e-9, 1e-9])))
    }

    @Test(
        "refuses an instance that is out of range, naming the field",
        arguments: [
            ("mu", [1, -1]), ("I", [1]), ("I", [1, -1]), ("I", [1, 1e51]), ("C", [1, .nan]), ("Tmax", [-1, 1]),
            ("q", [1, .infinity]), ("p_ul", [0, 1]), ("f_cn", [0]), ("f_cn", [1, 1]), ("hn2", [1, 1, 1]),
            ("hn2", [1, 1, 1, -1]), ("X", [1]), ("L", []),
        ] as [(String, [Double])])
    func badInstance(_ field: String, _ values: [Double]) throws {
        _ = try Self.instance()
        let error = #expect(throws: InstanceError.self) { try Self.instance(field, values) }
        #expect(error?.field == field)
    }

    @Test("stays finite where every number is at its limit")
    func limits() throws {
        for (large, small) in [(1e50, 1e-50), (1e50, 1e50), (1e-50, 1e-50)] {
            for branch in OffloadingModel.Branch.allCases {
                let model = try FiniteBlocklengthTests.model {
                    $0.nodeCount = 1
                    ($0.bandwidthMHz, $0.edgeClockGHz, $0.collaborationWeight) = (small, small, small)
                    ($0.forwardingRateMbitPerMs, $0.forwardingDelayMs, $0.transferCapMs) = (small, large, large)
                    ($0.gainWeight, $0.timeWeight, $0.energyWeight, $0.highestPowerW) = (large, large, large, large)
                    ($0.sharePrice, $0.deadlinePenalty, $0.twinError) = (large, large, 1.0.nextDown)
                    ($0.referencePowerW, $0.branch, $0.residual) = (large, branch, 1)
                }
                let both = [large, large]
                let instance = try OffloadingInstance(
                    model: model, request: [1, 1], dataMbit: both, workMcycle: both, deadlineMs: both,
                    resultRatio: both, uplinkPowerW: both, nodeClockGHz: [small], gain: both + both,
                    coupling: .instant(both + both + both + both))
                for channels in [[0, 0], [0, 1], [1, 1]] as [[Int32]] {
                    for (rule, share) in [(SplitRule.optimal, 1), (.asPlayed, 1e-90), (.asPlayed, 0)] {
                        var play = OffloadingPlay(users: 2, powerW: large)
                        (play.channels, play.splits, play.shares) = (channels, [1, 0.5], [share, 1])
                        let outcome = OffloadingOutcome(instance, play, rule)
                        let numbers = outcome.latencyMs + outcome.payoff + [outcome.totalCost]
                        #expect(numbers.allSatisfy { $0.isFinite }, "\(large) \(small) \(channels)")
                    }
                }
            }
        }
    }
}
