import Learners
import Policy

extension LearnerOptions {
    /// Reads into `configuration` what every algorithm has.
    ///
    /// - Throws: ``PolicyError`` naming the option that is wrong.
    func configure(_ configuration: inout some OffPolicyConfiguration) throws(PolicyError) {
        configuration.replay = try integer("replay", in: 1...10_000_000, configuration.replay)
        configuration.batch = try integer("batch", in: 1...65_536, configuration.batch)
        configuration.discount = try number("discount", in: 0...1, configuration.discount)
        let rate = try number("rate", in: 0...1, configuration.actorRate)
        configuration.actorRate = try number("actor-rate", in: 0...1, rate)
        configuration.criticRate = try number("critic-rate", in: 0...1, rate)
        configuration.tau = try number("tau", in: 0...1, configuration.tau)
        let warmUp = try integer("warm-up", in: 0...10_000_000, configuration.warmUp)
        configuration.warmUp = rows * warmUp
        configuration.squash = try choice("squash", configuration.squash)
        configuration.choiceExploration = try number("choice-exploration", in: 0...1, configuration.choiceExploration)
        configuration.lastExploration = try number("last-exploration", in: 1e-9...1, configuration.lastExploration)
        let comparison = configuration.candidates
        configuration.candidates = CandidateComparison(
            count: try integer("candidates", in: 0...1024, comparison.count),
            temperature: try number("candidate-temperature", in: 1e-9...1e9, comparison.temperature),
            weight: try number("candidate-weight", in: 0...1e6, comparison.weight),
            optionCost: try number("option-cost", in: 0...1e6, comparison.optionCost))
        configuration.errorLimit = try number("error-limit", in: 1e-9...(.infinity), configuration.errorLimit)
        configuration.decaySteps = try decaySteps(after: warmUp)
    }

    /// Gradient steps of each agent after a slot.
    var gradientSteps: Int {
        get throws(PolicyError) { try integer("gradient-steps", in: 1...10_000, 1) }
    }

    /// Whether things fall over the whole training, however long it is.
    var decaysOverTraining: Bool { self["decay-steps"] == "all" }

    /// Gradient steps over which things fall; 0 where nothing falls, or where nobody says how long the training is.
    ///
    /// What goes on from a checkpoint has the warm-up behind it.
    private func decaySteps(after warmUp: Int) throws(PolicyError) -> UInt64 {
        let slots = trainingSlots - (self["checkpoint"] == nil ? warmUp : 0)
        guard trainingSlots == 0 || slots > 0 else {
            throw PolicyError(
                "option warm-up is \(warmUp) slots and all of the training \(trainingSlots), so that nothing would be learned; "
                    + "set a smaller one, or train for longer with --episodes")
        }
        guard decaysOverTraining else { return UInt64(try integer("decay-steps", in: 0...1_000_000_000, 0)) }
        let steps = max(slots, 0).multipliedReportingOverflow(by: try gradientSteps)
        return UInt64(steps.overflow ? .max : steps.partialValue)
    }
}
