import Equilibria
import Games

extension TopicChecker {
    /// The operator's downlink power (section 8): the best one, and what others cost.
    static let offloadingDownlinkPower = offloading("dlpower", operations: ["dl"]) {
        reference, report throws(ExperimentsError) in
        try reference.expect(
            keys: ["name", "op", "params", "I", "q", "hn2_es", "p_star", "cost_star", "p", "cost", "rate"])
        let input = reference.input
        let scenario = try Scenario.offloading.overridden(by: try input.optional("params"))
        let model: OffloadingModel
        do throws(ScenarioError) {
            model = try OffloadingModel(scenario)
        } catch {
            throw .scenario(error)
        }
        let gain = try input["hn2_es"].nonnegative
        let result = try input["q"].nonnegative * (try input["I"].nonnegative)
        let downlink = DownlinkPower(model)
        let best = downlink.best(gain: gain, resultMbit: result)
        try report.compare("p_star", of: input, .flatOptimum, with: JSON(best))
        try report.compare(
            "cost_star", of: input, reference.tolerance,
            with: JSON(downlink.cost(powerW: best, gain: gain, resultMbit: result)))
        guard let powers = try input.optional("p")?.numbers else { return }
        try report.compare(
            "cost", of: input, reference.tolerance,
            with: JSON(powers.map { downlink.cost(powerW: $0, gain: gain, resultMbit: result) }))
        try report.compare(
            "rate", of: input, reference.tolerance,
            with: JSON(powers.map { model.downlink.rate(sinr: $0 * gain / model.downlink.noiseW) }))
    }

    /// Who may offload at given scores (section 8); the file's list `invalid` holds scores that have to be refused.
    static let offloadingKnapsack = offloading("knapsack", lists: ["cases", "invalid"], operations: ["knapsack"]) {
        reference, report throws(ExperimentsError) in
        try reference.expect(keys: ["name", "op", "scores", "cmax", "b", "value"])
        let input = reference.input
        let scores = try input["scores"].numbers
        let capacity = try input["cmax"].integer
        var modes = Array(repeating: Int32(0), count: scores.count)
        var refusal: InstanceError?
        do throws(InstanceError) {
            var span = modes.mutableSpan
            var knapsack = Knapsack(users: scores.count)
            try knapsack.select(scores.span, capacity: capacity, into: &span)
        } catch {
            refusal = error
        }
        if reference.list == "invalid" { return report.expectRefusal(refusal) }
        if let refusal { throw .instance(refusal) }
        try report.compare("b", of: input, with: JSON(modes.map { Int($0) }))
        let value = zip(scores, modes).reduce(0) { $1.1 == 1 ? $0 + $1.0 : $0 }
        try report.compare("value", of: input, reference.tolerance, with: JSON(value))
    }

    /// The per-slot Stackelberg benchmarks (section 8) at p*, for an operator who lets at most `cmax` offload.
    static let offloadingOperator = TopicChecker(
        game: "offloading", topic: "operator", operations: ["operator"],
        tolerance: Tolerance(relative: 1e-8, absolute: 1e-12)
    ) { reference, report throws(ExperimentsError) in
        try reference.expect(
            keys: [
                "name", "op", "slot", "active", "cmax", "p_star", "br", "opt", "pes", "soc", "per_ofmo", "ne_all_ones",
            ])
        let input = reference.input
        let instance = try OffloadingInstance(try input["slot"], in: .offloading)
        let capacity = try input.optional("cmax")?.integer
        guard capacity ?? 0 >= 0 else { throw .field(path: "cmax", reason: "is negative") }
        let benchmarks = try OperatorBenchmarks(instance, capacity: capacity)
        let profiles = benchmarks.profiles
        try report.compare("active", of: input, with: JSON(profiles.users))
        try report.compare("p_star", of: input, .flatOptimum, with: JSON(benchmarks.powersW))
        try compare("br", benchmarks.answer, reference, &report)
        let (optimistic, pessimistic) = benchmarks.decisions
        try compare("opt", benchmarks.outcome(optimistic.set, optimistic.profile), reference, &report)
        try compare("pes", benchmarks.outcome(pessimistic.set, pessimistic.profile), reference, &report)
        let optimum = profiles.optimum(of: profiles.everybody)
        try compare("soc", benchmarks.outcome(profiles.collaborating(optimum), optimum), reference, &report)
        try report.compare(
            "ne_all_ones", of: input, with: JSON(profiles.equilibria(of: profiles.everybody).count))
        try compareAnswers(benchmarks, reference, &report)
    }
}

/// A decision and what comes of it, in the order of active users.
private struct OperatorOutcome {
    let cost: Double
    let set: Int
    let channels: [Int]
}

/// Every benchmark of a slot.
private struct OperatorBenchmarks {
    let profiles: FollowerProfiles
    let powersW: [Double]
    let answer: OperatorOutcome
    let answers: [(answer: OffloadingOracle.Answer, channels: [Int32])]
    let decisions: (optimistic: FollowerProfiles.Decision, pessimistic: FollowerProfiles.Decision)

    /// - Parameters:
    ///   - instance: the slot.
    ///   - capacity: how many may offload; nil for K cap.
    /// - Throws: ``ExperimentsError`` where there are too many users or profiles to search.
    init(_ instance: OffloadingInstance, capacity: Int?) throws(ExperimentsError) {
        guard instance.activeCount <= OffloadingOracle.userLimit else {
            throw .field(
                path: "slot.mu",
                reason: "has \(instance.activeCount) active users, not at most \(OffloadingOracle.userLimit)")
        }
        var game = FollowerGame(instance.model, users: instance.userCount)
        game.load(instance, radio: .table)
        var oracle = OffloadingOracle(instance.model, users: instance.userCount)
        answers = oracle.answers(instance, in: &game, capacity: capacity)
        let best = oracle.find(instance, in: &game, capacity: capacity)
        powersW = oracle.powersW
        do throws(EquilibriumError) {
            guard let profiles = try FollowerProfiles(game, concept: "operator") else {
                preconditionFailure("nobody interrupts it")
            }
            self.profiles = profiles
        } catch {
            throw .equilibrium(error)
        }
        answer = OperatorOutcome(
            cost: best.cost, set: best.set, channels: profiles.users.map { Int(game.channels[$0]) })
        decisions = profiles.decisions(
            capacity: capacity ?? instance.model.operatorCapacity(users: instance.userCount))
    }

    func outcome(_ set: Int, _ profile: Int) -> OperatorOutcome {
        OperatorOutcome(cost: profiles.costs[profile], set: set, channels: profiles.channels(profile))
    }
}

private func compare(
    _ key: String, _ outcome: OperatorOutcome, _ reference: ReferenceCase, _ report: inout CaseReport
) throws(ExperimentsError) {
    guard let expected = try reference.input.optional(key) else { return }
    try expected.expect(keys: ["cost", "o", "s"])
    try report.compare("cost", of: expected, reference.tolerance, with: JSON(outcome.cost))
    try report.compare("o", of: expected, with: JSON(outcome.channels.indices.map { outcome.set >> $0 & 1 }))
    try report.compare("s", of: expected, with: JSON(outcome.channels))
}

/// What users answer to each o that fits.
private func compareAnswers(
    _ benchmarks: OperatorBenchmarks, _ reference: ReferenceCase, _ report: inout CaseReport
) throws(ExperimentsError) {
    guard let listed = try reference.input.optional("per_ofmo") else { return }
    report.compare(
        JSONField(JSON(try listed.elements.count), path: "per_ofmo.count"), with: JSON(benchmarks.answers.count))
    for (expected, (answer, channels)) in zip(try listed.elements, benchmarks.answers) {
        try expected.expect(keys: ["bits", "cost", "converged", "rounds", "s"])
        try report.compare("bits", of: expected, with: JSON(answer.set))
        try report.compare("cost", of: expected, reference.tolerance, with: JSON(answer.cost))
        try report.compare("converged", of: expected, with: JSON(answer.converged))
        try report.compare("rounds", of: expected, with: JSON(answer.rounds))
        try report.compare("s", of: expected, with: JSON(benchmarks.profiles.users.map { Int(channels[$0]) }))
    }
}

extension Tolerance {
    /// Of a power at which the cost is least: flat there, so that it is known far less closely than its cost.
    fileprivate static let flatOptimum = Tolerance(relative: 1e-4)
}

extension JSONField {
    /// A number from 0.
    fileprivate var nonnegative: Double {
        get throws(ExperimentsError) {
            let value = try number
            guard value >= 0, value.isFinite else { throw .field(path: path, reason: "is \(value), not from 0") }
            return value
        }
    }
}
