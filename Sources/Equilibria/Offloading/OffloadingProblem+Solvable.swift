import Games

extension OffloadingProblem: SolvableInstance {
    public static var concepts: [Concept] {
        [
            Concept(
                "best-response",
                help: "how users settle under given modes and powers (all may offload, at p*), any number of users",
                hasTrace: true),
            Concept("oracle", help: "the operator's best decision against such users, to 8 active users"),
            Concept("optimistic", help: "its best decision if users came to the equilibrium it likes best"),
            Concept("pessimistic", help: "its best decision if users came to the equilibrium it likes least"),
            Concept("social", help: "the cheapest profile, whatever users would like"),
            Concept("equilibria", help: "every pure equilibrium of the users, price of anarchy and of stability"),
            Concept("potential", help: "whether the users' game has a potential, with the cycle that says no"),
        ]
    }

    public func solve(
        _ concept: String, _ options: SolverOptions, shouldStop: () -> Bool
    ) throws(EquilibriumError) -> Solution {
        switch concept {
        case "best-response": return settled(wantsTrace: options.wantsTrace, shouldStop)
        case "oracle": return try settledUnderOracle()
        case "optimistic": return solution(concept, try enumerated(.optimistic, shouldStop: shouldStop))
        case "pessimistic": return solution(concept, try enumerated(.pessimistic, shouldStop: shouldStop))
        case "social": return solution(concept, try socialOptimum(shouldStop: shouldStop))
        case "equilibria": return try listed(shouldStop)
        case "potential": return try classified()
        default: throw .unknownConcept(concept, known: Self.concepts.map(\.name))
        }
    }

    /// `equilibrium` under the names that commands print, with what its concept adds.
    private func solution(
        _ concept: String, _ equilibrium: OffloadingEquilibrium, adding more: [Solution.Quantity] = [],
        trace: [Solution.Step] = [], shortcoming: String? = nil
    ) -> Solution {
        let isEnumeration = !["best-response", "oracle"].contains(concept)
        return Solution(
            concept: concept, value: equilibrium.cost,
            quantities: equilibrium.quantities(users: instance.userCount) + more,
            certificate: equilibrium.certificate, trace: trace, shortcoming: shortcoming,
            reading: Solution.Reading(
                value: "cost of the slot", payoffUnit: "payoff", bound: bound(of: equilibrium, concept),
                rounds: isEnumeration ? "profiles" : "rounds"))
    }

    /// What the bound of `equilibrium` is called.
    private func bound(of equilibrium: OffloadingEquilibrium, _ concept: String) -> Solution.Reading.Bound {
        switch equilibrium.bound {
        case .attained: .best(concept == "oracle" ? "C*" : "the least cost of this concept")
        case .benchmark: .best("C*")
        case .cheapestProfile: .best("the cheapest profile")
        case .weak: .weakLimit("no cost below")
        }
    }

    private func settledUnderOracle() throws(EquilibriumError) -> Solution {
        let equilibrium = try oracle()
        return solution(
            "oracle", equilibrium,
            shortcoming: equilibrium.play == nil ? "users do not settle under the modes that cost least" : nil)
    }

    private func settled(wantsTrace: Bool, _ shouldStop: () -> Bool) -> Solution {
        let (equilibrium, iteration) = bestResponse(wantsTrace: wantsTrace, shouldStop: shouldStop)
        let trace = iteration.trace.map { round in
            [
                Solution.Quantity(
                    "channels", unit: "", shape: [instance.userCount], .integers(round.channels.map { Int($0) })),
                Solution.Quantity("meanUtility", unit: "utility", .reals([round.meanUtility])),
                Solution.Quantity("cost", unit: "cost", .reals([round.cost])),
            ]
        }
        return solution(
            "best-response", equilibrium,
            adding: [
                Solution.Quantity("moves", unit: "", .integers([iteration.moves])),
                Solution.Quantity("cycleLength", unit: "rounds", .integers([iteration.cycleLength])),
            ], trace: trace)
    }

    /// All pure equilibria; the play is the cheapest of them, and there is none where there is no equilibrium.
    private func listed(_ shouldStop: () -> Bool) throws(EquilibriumError) -> Solution {
        let found = try pureEquilibria(shouldStop: shouldStop)
        let powers = downlinkPowersW
        var cheapest = OffloadingEquilibrium(unconverged: nil, rounds: found?.profileCount ?? 0)
        if let found, let best = found.costs.indices.min(by: { found.costs[$0] < found.costs[$1] }) {
            cheapest = OffloadingEquilibrium(
                instance, modes: offloading, powersW: powers, channels: found.channels[best],
                bound: instance.model.isUnpriced ? .cheapestProfile(found.optimumCost) : .weak,
                rounds: found.profileCount)
        }
        func scalar(_ name: String, _ unit: String, _ value: Double?) -> Solution.Quantity {
            Solution.Quantity(name, unit: unit, value.map { .reals([$0]) } ?? .unknown)
        }
        let count = found?.costs.count ?? 0
        return solution(
            "equilibria", cheapest,
            adding: [
                Solution.Quantity(
                    "equilibria", unit: "", shape: [count, instance.userCount],
                    found.map { .integers($0.channels.joined().map { Int($0) }) } ?? .unknown),
                Solution.Quantity("costs", unit: "cost", shape: [count], found.map { .reals($0.costs) } ?? .unknown),
                scalar("socialCost", "cost", found?.optimumCost),
                scalar("priceOfAnarchy", "", found?.priceOfAnarchy),
                scalar("priceOfStability", "", found?.priceOfStability),
                scalar("priceOfAnarchyWithoutDownlink", "", found?.priceOfAnarchyWithoutDownlink),
                scalar("priceOfStabilityWithoutDownlink", "", found?.priceOfStabilityWithoutDownlink),
            ],
            shortcoming: found.flatMap {
                $0.costs.isEmpty ? "no pure equilibrium among \($0.profileCount) profiles" : nil
            })
    }

    /// The kind of potential; the value is how far the worst four-cycle's gains are from summing to 0.
    private func classified() throws(EquilibriumError) -> Solution {
        let (game, players) = try finiteGame()
        let potential = game.potential()
        func path(_ name: String, _ path: FiniteGame.ClosedPath?) -> Solution.Quantity {
            Solution.Quantity(
                name, unit: "", shape: [path?.profiles.count ?? 0, players.count],
                path.map { .integers(Array($0.profiles.joined())) } ?? .unknown)
        }
        let largest = potential.largestFourCycle?.gain ?? 0
        return Solution(
            concept: "potential", value: largest,
            quantities: [
                Solution.Quantity("potential", unit: "", .texts([potential.kind.rawValue])),
                Solution.Quantity("players", unit: "", shape: [players.count], .integers(players)),
                Solution.Quantity("largestFourCycle", unit: "utility", .reals([largest])),
                path("violatingPath", potential.inexactPath),
                path("weakImprovementCycle", potential.weakImprovementCycle),
                path("improvementCycle", potential.improvementCycle),
            ],
            certificate: Certificate(
                nashConv: nil, bound: nil, value: nil, converged: true, rounds: game.profileCount),
            reading: Solution.Reading(
                value: "sum of gains along the largest four-cycle, in utility", rounds: "profiles"))
    }
}
