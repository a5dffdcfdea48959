import Games
import Testing

@testable import Equilibria

@Suite("Offloading problem")
struct OffloadingProblemTests {
    func slot(_ seed: Int, users: Int = 5, _ variant: Int = 0) throws -> OffloadingInstance {
        var random = SplitMix(seed: UInt64(seed) + 3000)
        return try RandomSlots.slot(users: users, nodes: 2, &random, RandomSlots.variant(variant))
    }

    func solve(_ problem: OffloadingProblem, _ concept: String, trace: Bool = false) throws -> Solution {
        var options = SolverOptions()
        options.wantsTrace = trace
        return try problem.solve(concept, options) { false }
    }

    func reals(_ name: String, in solution: Solution) -> [Double]? {
        guard case .reals(let values) = solution.quantities.first(where: { $0.name == name })?.values else {
            return nil
        }
        return values
    }

    func integers(_ name: String, in solution: Solution) -> [Int]? {
        guard case .integers(let values) = solution.quantities.first(where: { $0.name == name })?.values
        else { return nil }
        return values
    }

    @Test("every concept that reports a play reports what the play comes to", arguments: 0..<14)
    func playsAreWhatTheyCost(_ seed: Int) throws {
        let instance = try slot(seed, seed)
        for concept in ["best-response", "oracle", "optimistic", "pessimistic", "social", "equilibria"] {
            let solution = try solve(OffloadingProblem(instance), concept)
            guard solution.certificate.converged else {
                #expect(solution.value == nil && integers("channels", in: solution) == nil)
                continue
            }
            var play = OffloadingPlay(users: 5, powerW: 0)
            play.modes = try #require(integers("modes", in: solution)).map { Int32($0) }
            play.channels = try #require(integers("channels", in: solution)).map { Int32($0) }
            play.powersW = try #require(reals("powers", in: solution))
            play.splits = try #require(reals("splits", in: solution))
            play.shares = try #require(reals("shares", in: solution))
            let outcome = OffloadingOutcome(instance, play, .asPlayed)
            let value = try #require(solution.value)
            #expect(abs(outcome.totalCost - value) <= 1e-13 * value)
            #expect(reals("cost", in: solution) == [value])
            #expect(reals("latencies", in: solution)?.count == 5)
            #expect(reals("energies", in: solution) == outcome.energyMJ)
            let bound = try #require(solution.certificate.bound)
            #expect(bound <= value + OffloadingOracle.tie)
            if !["social"].contains(concept) { #expect((solution.certificate.nashConv ?? 1) <= 5e-9) }
        }
    }

    @Test("optimum, best equilibrium, oracle and best responses cost more and more", arguments: 0..<15)
    func order(_ seed: Int) throws {
        let problem = OffloadingProblem(try slot(seed, seed % 5))
        let values = try ["social", "optimistic", "oracle", "best-response"].map { try solve(problem, $0) }
        guard values.allSatisfy(\.certificate.converged) else { return }
        for (cheaper, dearer) in zip(values, values.dropFirst()) {
            #expect(try #require(cheaper.value) <= (try #require(dearer.value)) + 1e-8)
        }
        // The gap of best responses is the operator's relative gap.
        let (oracle, settled) = (try #require(values[2].value), try #require(values[3].value))
        #expect(abs((values[3].certificate.gap ?? 1) - (settled / oracle - 1)) <= 1e-12)
        #expect(values[2].certificate.gap == 0)
    }

    @Test("where more users may offload than Cmax, C* is no bound and is not given as one")
    func beyondCapacity() throws {
        var compared = 0
        for seed in 0..<400 {
            var random = SplitMix(seed: UInt64(seed))
            let instance = try RandomSlots.slot(users: 6, nodes: 2, &random) { $0.nodeCapacity = 2 }
            guard instance.activeCount > instance.model.operatorCapacity(users: 6) else { continue }
            let modes = (0..<6).map { Int32(instance.isActive($0) ? 1 : 0) }
            let equilibrium = try OffloadingProblem(instance, modes: modes).bestResponse().equilibrium
            guard let cost = equilibrium.cost, let bound = equilibrium.certificate.bound else { continue }
            #expect(bound <= cost + OffloadingOracle.tie)
            compared += 1
        }
        // Each user is active with probability 7/8, so five or six of six are in five slots of six.
        #expect(compared > 300)
    }

    @Test("without modes everybody active may offload, or those with the most work where that is too many")
    func defaultModes() throws {
        let instance = try slot(1, users: 9)
        #expect(OffloadingProblem(instance).offloading == (0..<9).map { instance.isActive($0) ? 1 : 0 })
        let tight = try slot(2, users: 9, 1)
        let modes = OffloadingProblem(tight).offloading
        #expect(modes.count { $0 == 1 } == 2)
        let active = (0..<9).filter(tight.isActive)
        let least = modes.indices.filter { modes[$0] == 1 }.map { tight.workMcycle[$0] }.min() ?? 0
        #expect(active.allSatisfy { modes[$0] == 1 || tight.workMcycle[$0] <= least })
    }

    @Test("modes, powers and a start are used where they are given")
    func givenDecisions() throws {
        let instance = try slot(3)
        let active = (0..<5).filter(instance.isActive)
        var modes = Array(repeating: Int32(0), count: 5)
        modes[active[0]] = 1
        var start = modes
        start[active[0]] = 2
        let powers = [1, 2, 3, 4, 5.0]
        let problem = try OffloadingProblem(instance, modes: modes, powersW: powers, start: start)
        let solution = try solve(problem, "best-response", trace: true)
        #expect(integers("modes", in: solution) == modes.map { Int($0) })
        #expect(reals("powers", in: solution) == powers)
        let plain = PlainOffloading(instance: instance, powersW: powers, modes: modes)
        let expected = plain.iterate(from: start)
        #expect(integers("channels", in: solution) == expected.channels.map { Int($0) })
        #expect(integers("moves", in: solution) == [expected.moves])
        #expect(solution.trace.count == expected.rounds)
        #expect(solution.trace.allSatisfy { $0.map(\.name) == ["channels", "meanUtility", "cost"] })
        #expect(try solve(problem, "best-response").trace.isEmpty)
        // Others take all ones at p*.
        #expect(try solve(problem, "social") == solve(OffloadingProblem(instance), "social"))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let field: String
        let reason: String
        var modes: [Int32]?
        var powersW: [Double]?
        var start: [Int32]?
        var testDescription: String { "\(field) \(reason)" }
    }

    static let refusals = [
        Refusal(field: "o", reason: "has 4 elements, not 5", modes: [1, 1, 1, 1]),
        Refusal(field: "o", reason: "element 1 is 2, neither 0 nor 1", modes: [0, 2, 0, 0, 0]),
        Refusal(field: "p_dl", reason: "has 1 elements, not 5", powersW: [1]),
        Refusal(field: "p_dl", reason: "element 2 is 20.5, not between p_min and p_max", powersW: [0, 20, 20.5, 1, 1]),
        Refusal(field: "p_dl", reason: "element 0 is nan, not between p_min and p_max", powersW: [.nan, 1, 1, 1, 1]),
        Refusal(field: "s", reason: "has 0 elements, not 5", start: []),
        Refusal(field: "s", reason: "element 0 is 3, not in 0...2", modes: [1, 1, 0, 0, 0], start: [3, 0, 0, 0, 0]),
        Refusal(field: "s", reason: "element 0 is -1, not in 0...2", modes: [1, 1, 0, 0, 0], start: [-1, 0, 0, 0, 0]),
        Refusal(
            field: "s", reason: "element 2 is 1, but o allows user 2 no node", modes: [1, 1, 0, 0, 0],
            start: [0, 0, 1, 0, 0]),
        Refusal(
            field: "s", reason: "puts 2 users on node 2, which takes 1", modes: [1, 1, 0, 0, 0],
            start: [2, 2, 0, 0, 0]),
    ]

    @Test("decisions that the slot does not allow are refused by name", arguments: refusals)
    func refuses(_ refusal: Refusal) throws {
        let drawn = try slot(4, 1)
        let instance = try OffloadingInstance(
            model: drawn.model, request: [1, 2, 3, 4, 0], dataMbit: drawn.dataMbit, workMcycle: drawn.workMcycle,
            deadlineMs: drawn.deadlineMs, resultRatio: drawn.resultRatio, uplinkPowerW: drawn.uplinkPowerW,
            nodeClockGHz: drawn.nodeClockGHz, gain: drawn.gain, coupling: drawn.coupling)
        let error = #expect(throws: InstanceError.self) {
            try OffloadingProblem(
                instance, modes: refusal.modes, powersW: refusal.powersW, start: refusal.start)
        }
        #expect(error == InstanceError(field: refusal.field, reason: refusal.reason))
    }

    @Test("unknown concepts, and slots too large for one, are refused with what to ask for")
    func refusesConcepts() throws {
        let problem = OffloadingProblem(try slot(5, users: 14))
        let active = problem.instance.activeCount
        #expect(
            throws: EquilibriumError.unknownConcept(
                "best", known: OffloadingProblem.concepts.map(\.name))
        ) { try solve(problem, "best") }
        for concept in ["oracle", "optimistic", "pessimistic"] {
            #expect(
                throws: EquilibriumError.tooLarge(
                    concept: concept, measured: "active users", size: active, limit: 8, remedy: "best-response")
            ) { try solve(problem, concept) }
        }
        #expect(
            OffloadingProblem.concepts.map(\.name).prefix(5) == [
                "best-response", "oracle", "optimistic", "pessimistic", "social",
            ])
        #expect(OffloadingProblem.concepts.filter(\.hasTrace).map(\.name) == ["best-response"])
    }

    @Test("section 7's game without a pure equilibrium does not converge, has none, and no potential")
    func noEquilibrium() throws {
        let instance = try GoldenOffloading.slotWithoutEquilibrium()
        let problem = try OffloadingProblem(instance, powersW: [10, 10, 10])
        let solution = try solve(problem, "best-response")
        #expect(solution.value == nil && !solution.certificate.converged)
        #expect(integers("cycleLength", in: solution) == [2])
        // The reference's own figure, to the tolerance of its file.
        #expect(abs((solution.certificate.nashConv ?? 0) - 0.6336798809777129) <= 1e-9)
        // What the operator decided is known all the same.
        #expect(integers("modes", in: solution) == [1, 1, 1] && reals("powers", in: solution) == [10, 10, 10])
        #expect(integers("channels", in: solution) == nil && solution.shortcoming == nil)
        let equilibria = try solve(problem, "equilibria")
        #expect(equilibria.certificate.rounds == 8)
        #expect(equilibria.shortcoming == "no pure equilibrium among 8 profiles")
        #expect(equilibria.value == nil && !equilibria.certificate.converged)
        #expect(reals("costs", in: equilibria) == [])
        #expect(reals("priceOfAnarchy", in: equilibria) == nil)
        #expect(abs((reals("socialCost", in: equilibria)?[0] ?? 0) - 54.66370645644922) <= 1e-9)
        let potential = try solve(problem, "potential")
        #expect(potential.quantities[0].values == .texts(["none"]))
        #expect((integers("improvementCycle", in: potential)?.count ?? 0) >= 12)
        #expect(abs((potential.value ?? 0) - 9.580639107221678) <= 1e-8)
    }

    @Test("bounds say what they are: C* or the cheapest profile where users pay nothing, else no more than a limit")
    func readings() throws {
        let instance = try slot(3)
        func bound(_ instance: OffloadingInstance, _ concept: String) throws -> Solution.Reading.Bound {
            try solve(OffloadingProblem(instance), concept).reading.bound
        }
        #expect(try bound(instance, "oracle") == .best("C*"))
        #expect(try bound(instance, "best-response") == .best("C*"))
        #expect(try bound(instance, "equilibria") == .best("the cheapest profile"))
        var values = instance.model.values
        values.sharePrice = 1
        let priced = try OffloadingInstance(
            model: OffloadingModel(values), request: instance.request, dataMbit: instance.dataMbit,
            workMcycle: instance.workMcycle, deadlineMs: instance.deadlineMs, resultRatio: instance.resultRatio,
            uplinkPowerW: instance.uplinkPowerW, nodeClockGHz: instance.nodeClockGHz, gain: instance.gain,
            coupling: instance.coupling)
        for concept in ["oracle", "best-response", "equilibria", "social"] {
            #expect(try bound(priced, concept) == .weakLimit("no cost below"))
        }
        #expect(try solve(OffloadingProblem(instance), "social").reading.rounds == "profiles")
        #expect(try solve(OffloadingProblem(instance), "oracle").reading.rounds == "rounds")
    }

    @Test("prices of anarchy and stability are those of the equilibria listed", arguments: 0..<10)
    func prices(_ seed: Int) throws {
        let found = try #require(try OffloadingProblem(try slot(seed)).pureEquilibria())
        guard let best = found.costs.min(), let worst = found.costs.max() else { return }
        let (optimum, downlink) = (found.optimumCost, found.downlinkCost)
        // Of all profiles, also where the modes leave fewer.
        let nobody = try OffloadingProblem(slot(seed), modes: [0, 0, 0, 0, 0])
        #expect(try nobody.pureEquilibria()?.optimumCost == optimum)
        #expect(found.priceOfAnarchy == worst / optimum && found.priceOfStability == best / optimum)
        #expect((found.priceOfStability ?? 0) >= 1 - 1e-12)
        #expect(found.priceOfAnarchyWithoutDownlink == (worst - downlink) / (optimum - downlink))
        #expect((found.priceOfStabilityWithoutDownlink ?? 0) >= (found.priceOfStability ?? 0) - 1e-12)
    }
}
