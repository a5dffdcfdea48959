import Games

extension PricingInstance: SolvableInstance {
    public static var concepts: [Concept] {
        [
            Concept(
                "exact",
                help: "leader-optimal Stackelberg equilibrium, to 20 mAPs: branch and bound on tables of subsets"),
            Concept("search", help: "the same by local search with an upper bound, for any number of mAPs"),
            Concept(
                "access", help: "the paper's fixed point: best responses on stations at prices that follow the rates",
                hasTrace: true),
            Concept(
                "algorithm1", help: "the limit of the paper's gradient iteration, if it has one", hasTrace: true),
            Concept("uniform", help: "the best grid prices that do not tell mAPs apart, for small games"),
        ]
    }

    public func solve(
        _ concept: String, _ options: SolverOptions, shouldStop: () -> Bool
    ) throws(EquilibriumError) -> Solution {
        var trace: [Solution.Step] = []
        let note: ((PricingPlay) -> Void)? = options.wantsTrace ? { trace.append(step($0)) } : nil
        let equilibrium: PricingEquilibrium
        switch concept {
        case "exact": equilibrium = try exactEquilibrium(shouldStop: shouldStop)
        case "search":
            equilibrium = searchEquilibrium(
                seed: options.seed, randomStarts: options.randomStarts, shouldStop: shouldStop)
        case "access": equilibrium = accessEquilibrium(options.order, shouldStop: shouldStop, onSweep: note)
        case "algorithm1":
            var algorithm = Algorithm1()
            algorithm.seed = options.seed
            algorithm.order = options.order
            equilibrium = algorithm1Equilibrium(algorithm, shouldStop: shouldStop, onIteration: note)
        case "uniform":
            equilibrium = try uniformEquilibrium(gridPoints: options.gridPoints, shouldStop: shouldStop)
        default: throw .unknownConcept(concept, known: Self.concepts.map(\.name))
        }
        return solution(concept, equilibrium, trace)
    }

    /// `equilibrium` under the names that commands print.
    private func solution(
        _ concept: String, _ equilibrium: PricingEquilibrium, _ trace: [Solution.Step]
    ) -> Solution {
        let play = equilibrium.play
        return Solution(
            concept: concept, value: equilibrium.value,
            quantities: [
                Solution.Quantity(
                    "prices", unit: "utility/MB", shape: [followerCount, stationCount],
                    play.map { .reals($0.prices) } ?? .unknown),
                Solution.Quantity(
                    "access", unit: "", shape: [followerCount], play.map { .integers($0.access) } ?? .unknown),
                Solution.Quantity(
                    "sizes", unit: "MB", shape: [followerCount], play.map { .reals($0.sizesMB) } ?? .unknown),
            ], certificate: equilibrium.certificate, trace: trace,
            reading: Solution.Reading(
                value: "utility of the operator", payoffUnit: "utility", bound: .limit("no utility above")))
    }

    /// One round of a trace: who is where, what that earns the operator, and what followers could still gain.
    private func step(_ play: PricingPlay) -> Solution.Step {
        let outcome = PricingOutcome(play, of: self)
        return [
            Solution.Quantity("access", unit: "", shape: [followerCount], .integers(play.access)),
            Solution.Quantity("operatorUtility", unit: "utility", .reals([outcome.leaderUtility])),
            Solution.Quantity("nashConv", unit: "utility", .reals([outcome.nashConv])),
        ]
    }
}
