import Games
import Policy
import Testing

@Suite("What a slot of the offloading game comes to")
struct OffloadingGameOutcomeTests {
    struct Heuristics: Decodable {
        struct Policy: Decodable {
            let s: [Int32]
            let p_dl, T, E: [Double]
            let lam: Splits?
            let cost, pg, cg: Double
        }
        /// A number for everybody, or one a user.
        struct Splits: Decodable {
            let values: [Double]

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                values =
                    try (try? container.decode([Double].self))
                    ?? Array(repeating: container.decode(Double.self), count: 64)
            }
        }
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let slot: OffloadingReference.Slot
            let policies: [String: Policy]
            var testDescription: String { name }
        }
        let cases: [Case]
    }

    @Test(
        "is what the reference policies came to",
        arguments: try OffloadingReference.read("heuristics", as: Heuristics.self).cases)
    func references(_ reference: Heuristics.Case) throws {
        let (instance, scenario) = (try reference.slot.instance, try reference.slot.scenario)
        var host = try OffloadingHost(playing: instance, in: scenario)
        for (name, policy) in reference.policies.sorted(by: { $0.key < $1.key }) {
            var play = OffloadingPlay(users: instance.userCount, powerW: 0)
            play.powersW = policy.p_dl
            for m in policy.s.indices where policy.s[m] > 0 {
                (play.modes[m], play.channels[m]) = (1, policy.s[m])
                play.shares[m] = 1 / Double(policy.s.indices.count { policy.s[$0] == policy.s[m] })
                play.splits[m] = policy.lam?.values[m] ?? 0
            }
            if policy.lam == nil {
                let outcome = OffloadingOutcome(instance, play, .optimal)
                (play.splits, play.shares) = (outcome.split, outcome.share)
            }
            host.play(play)
            let outcome = host.game.outcome(row: 0)
            let active = Double(instance.activeCount)
            let found = [
                ("T", outcome.latencyMs, policy.T), ("E", outcome.energyMJ, policy.E),
                ("cost", [host.metric("cost") * active], [policy.cost]),
                ("pg", [host.metric("performanceGain")], [policy.pg]), ("cg", [host.metric("costGain")], [policy.cg]),
            ]
            for (field, values, expected) in found {
                for (value, target) in zip(values, expected) {
                    // The file's tolerance.
                    #expect(abs(value - target) <= 1e-9 * abs(target) + 1e-12, "\(name) \(field)")
                }
            }
            #expect(host.metric("displaced") == 0)
        }
    }

    /// A random play: some may offload, within the nodes' capacity.
    private func randomPlay(of instance: OffloadingInstance, _ number: UInt32) -> OffloadingPlay {
        let stream = RandomStream(seed: 3, purpose: .init(254))
        var play = OffloadingPlay(users: instance.userCount, powerW: 0)
        for m in 0..<instance.userCount {
            let (first, second) = stream.uniforms(slot: number, n: UInt32(m), m: 0)
            let (third, fourth) = stream.uniforms(slot: number, n: UInt32(m), m: 1)
            play.powersW[m] = 20 * first
            guard second < 0.8 else { continue }
            play.modes[m] = 1
            play.channels[m] = Int32(third * Double(instance.nodeCount + 1))
            guard play.channels[m] > 0 else { continue }
            (play.splits[m], play.shares[m]) = (fourth, second)
        }
        return play
    }

    @Test("is the outcome of what was decided, and its means over active users", arguments: ["", "literal", "priced"])
    func outcome(preset: String) throws {
        let scenario = try OffloadingReference.scenario(preset: preset)
        var slots = OffloadingSlots()
        for number in 0..<20 as Range<UInt32> {
            let instance = try slots.instance(in: scenario)
            var host = try OffloadingHost(playing: instance, in: scenario)
            let play = randomPlay(of: instance, number)
            host.play(play)
            let expected = OffloadingOutcome(instance, play, .asPlayed)
            #expect(host.game.play(row: 0) == play)
            #expect(host.game.outcome(row: 0) == expected)

            let count = Double(instance.userCount)
            let values = instance.model.values
            let (latency, energy) = (expected.latencyMs.reduce(0, +), expected.energyMJ.reduce(0, +))
            let gains = OffloadingGains(
                ms: latency, energyMJ: energy, referenceMs: expected.referenceMs.reduce(0, +),
                referenceEnergyMJ: expected.referenceEnergyMJ.reduce(0, +))
            let rewards = OffloadingRewards()
            let metrics: [String: Double] = [
                "cost": expected.totalCost / count, "utility": expected.utility.reduce(0, +) / count,
                "latency": latency / count, "energy": energy / count,
                "maxUplinkRate": expected.uplinkRate.max() ?? .nan,
                "rewardUplink": rewards.uplink(loads: expected.loads, capacity: values.nodeCapacity),
                "rewardDownlink": -0.5 * play.powersW.reduce(0) { $0 + $1 / 20 } / count,
                "rewardGlobal": expected.utility.reduce(0, +)
                    / (values.gainWeight * expected.referenceMs.reduce(0, +))
                    - Double(expected.isInTime.count { !$0 }) / count,
                "inDeadline": Double(expected.isInTime.count { $0 }) / count,
                "performanceGain": gains.performance, "costGain": gains.cost, "energyTotal": energy, "displaced": 0,
            ]
            #expect(Set(metrics.keys) == Set(host.game.metricDeclarations.map(\.name)))
            for (name, value) in metrics {
                // The same sums in the same order, quotients taken in another one.
                #expect(abs(host.metric(name) - value) <= 8 * value.ulp, "\(name)")
            }

            let names = host.game.rewardComponents(of: .operator)
            #expect(names.first == "global" && Set(names) == ["uplink", "downlink", "global"])
            let metricNames = ["uplink": "rewardUplink", "downlink": "rewardDownlink", "global": "rewardGlobal"]
            #expect(host.host.reward(.operator) == names.map { host.metric(metricNames[$0] ?? $0) })
            #expect(host.host.reward(.followers) == expected.payoff.map { $0 / 30 })
        }
    }

    @Test("adds up to the all-edge latency: utility and cost agree where shares are free")
    func identity() throws {
        let scenario = try OffloadingReference.scenario()
        var slots = OffloadingSlots()
        for number in 0..<20 as Range<UInt32> {
            let instance = try slots.instance(in: scenario)
            var host = try OffloadingHost(playing: instance, in: scenario)
            host.play(randomPlay(of: instance, number))
            let reference = host.game.outcome(row: 0).referenceMs.reduce(0, +) / Double(instance.userCount)
            // Section 6, of means of size 10 to 100.
            #expect(abs(host.metric("utility") + host.metric("cost") - reference) <= 1e-12)
        }
    }

    @Test("samples every active user's gains, and the slot's")
    func samples() throws {
        let (instance, scenario) = try OffloadingGameTests.slot()
        var host = try OffloadingHost(playing: instance, in: scenario)
        var play = OffloadingPlay(users: 4, powerW: 2)
        play.modes[0] = 1
        (play.channels[0], play.splits[0], play.shares[0]) = (1, 0.5, 1)
        host.play(play)
        let outcome = host.game.outcome(row: 0)
        let users = [0, 2, 3].map(outcome.gains(of:))
        let expected = [
            "userPerformanceGain": users.map(\.performance), "userCostGain": users.map(\.cost),
            "performanceGain": [outcome.gains.performance], "costGain": [outcome.gains.cost],
        ]
        #expect(Set(expected.keys) == Set(host.game.distributions.map(\.name)))
        for (index, distribution) in host.game.distributions.enumerated() {
            var samples = [0.5]
            host.game.samples(of: index, row: 0, into: &samples)
            #expect(samples == [0.5] + (expected[distribution.name] ?? []))
            #expect((distribution.level == .agent) == (samples.count == 4))
        }
    }

    @Test("is nothing where nobody is active")
    func nobodyActive() throws {
        let (instance, scenario) = try OffloadingGameTests.slot()
        let idle = try OffloadingInstance(
            model: instance.model, request: [0, 0, 0, 0], dataMbit: [0, 0, 0, 0], workMcycle: [0, 0, 0, 0],
            deadlineMs: [0, 0, 0, 0], resultRatio: [1, 1, 1, 1], uplinkPowerW: [0.2, 0.2, 0.2, 0.2],
            nodeClockGHz: [9, 4.5], gain: instance.gain, coupling: instance.coupling)
        var host = try OffloadingHost(playing: idle, in: scenario)
        host.score([1, 1, 1, 1])
        host.power([1, 1, 1, 1])
        host.associate([1, 1, 1, 1], splits: [1, 1, 1, 1], shares: [1, 1, 1, 1])
        host.settle()
        expectNothing(host)
        #expect(host.host.reward(.followers) == [0, 0, 0, 0])
    }

    @Test("is nothing without users")
    func nobody() throws {
        var host = try OffloadingHost(OffloadingReference.scenario([("M", .integer(0))]), seeds: [1, 2])
        #expect(host.game.agentCount(of: .followers) == 0)
        for _ in 0..<3 {
            host.forfeit()
            expectNothing(host)
            #expect(host.host.reward(.followers) == [])
            host.advance()
        }
    }

    private func expectNothing(_ host: OffloadingHost, _ location: SourceLocation = #_sourceLocation) {
        #expect(host.game.isEmpty(row: 0), sourceLocation: location)
        let zeros = ["energyTotal", "displaced", "rewardUplink", "rewardDownlink", "rewardGlobal"]
        for name in host.game.metricDeclarations.map(\.name) {
            let value = host.metric(name)
            #expect(zeros.contains(name) ? value == 0 : value.isNaN, "\(name)", sourceLocation: location)
        }
        #expect(host.host.reward(.operator).allSatisfy { $0 == 0 }, sourceLocation: location)
    }
}
