import Equilibria
import Games
import Policies

extension TopicChecker {
    /// What the heuristics decide in a slot of a world, and what that comes to (sections 11 and 12).
    ///
    /// Their draws are keyed with the world's seed. `GM_RN` plays Algorithm 1 with optimal splits, so its `lam` is null;
    /// the others state theirs.
    static let offloadingHeuristics = offloading("heuristics", operations: ["heuristics"]) {
        reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(keys: ["name", "op", "seed", "episode", "slot_index", "slot", "policies"])
        let instance = try OffloadingInstance(try input["slot"], in: .offloading)
        let draws = OffloadingDraws(
            seed: try input["seed"].seed, slot: try input["slot_index"].word(), episode: try input["episode"].word())
        for (name, field) in try input["policies"].members {
            guard let heuristic = PlayedHeuristic(name, instance, draws) else {
                throw .field(path: field.path, reason: "is a policy that nothing here recomputes")
            }
            try compare(heuristic, field, reference.tolerance, &report)
        }
    }
}

/// What a heuristic decided in a slot, and what that came to.
private struct PlayedHeuristic {
    let play: OffloadingPlay
    let outcome: OffloadingOutcome
    /// lambda: null where it is optimal, one number where it is the same on every node, else one a user.
    let split: JSON

    /// The heuristic called `name` in reference cases; nil for an unknown name.
    init?(_ name: String, _ instance: OffloadingInstance, _ draws: OffloadingDraws) {
        let values = instance.model.values
        var play = OffloadingPlay(users: instance.userCount, powerW: values.referencePowerW)
        var rule = SplitRule.asPlayed
        switch name {
        case "MEC_only": split = .null
        case "GM_RN":
            play.modes = Self.modes(instance, draws)
            play.powersW = DownlinkRule.random.powersW(of: instance, draws)
            var game = FollowerGame(instance, powersW: play.powersW)
            var iteration = BestResponseIteration(users: instance.userCount)
            iteration.run(&game, modes: play.modes)
            play.channels = iteration.channels
            rule = .optimal
            split = .null
        case "EQ_PLC":
            play.place(instance.equalChannels(), in: instance, split: .half)
            play.powersW = DownlinkRule.middle.powersW(of: instance, draws)
            split = 0.5
        case "PROP_PLC":
            play.place(instance.proportionalChannels(draws), in: instance, split: .proportional)
            play.powersW = DownlinkRule.proportional.powersW(of: instance, draws)
            split = JSON(play.splits)
        default: return nil
        }
        self.play = play
        outcome = OffloadingOutcome(instance, play, rule)
    }

    /// GM-RN's scores through the knapsack.
    private static func modes(_ instance: OffloadingInstance, _ draws: OffloadingDraws) -> [Int32] {
        let users = instance.userCount
        let scores = (0..<users).map { instance.isActive($0) ? draws.score(of: $0) : -1 }
        var modes = Array(repeating: Int32(0), count: users)
        var knapsack = Knapsack(users: users)
        var span = modes.mutableSpan
        do throws(InstanceError) {
            try knapsack.select(
                scores.span, capacity: instance.model.operatorCapacity(users: users), into: &span)
        } catch {
            preconditionFailure("a uniform score is no number: \(error)")
        }
        return modes
    }
}

private func compare(
    _ heuristic: PlayedHeuristic, _ field: JSONField, _ tolerance: Tolerance, _ report: inout CaseReport
) throws(ExperimentsError) {
    try field.expect(keys: ["s", "p_dl", "lam", "cost", "T", "E", "pg", "cg"])
    let outcome = heuristic.outcome
    try report.compare("s", of: field, with: JSON(heuristic.play.channels.map(Int.init)))
    try report.compare("p_dl", of: field, tolerance, with: JSON(heuristic.play.powersW))
    try report.compare("lam", of: field, tolerance, with: heuristic.split)
    try report.compare("cost", of: field, tolerance, with: JSON(outcome.totalCost))
    try report.compare("T", of: field, tolerance, with: JSON(outcome.latencyMs))
    try report.compare("E", of: field, tolerance, with: JSON(outcome.energyMJ))
    try report.compare("pg", of: field, tolerance, with: JSON(outcome.gains.performance))
    try report.compare("cg", of: field, tolerance, with: JSON(outcome.gains.cost))
}
