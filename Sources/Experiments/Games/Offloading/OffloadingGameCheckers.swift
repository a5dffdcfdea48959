import Equilibria
import Games

extension TopicChecker {
    /// Checkers of followers' equilibria and of the operator's optimum.
    static let offloadingEquilibria: [TopicChecker] = [
        .offloadingDownlinkPower, .offloadingGames, .offloadingDirect, .offloadingKnapsack, .offloadingOperator,
    ]

    /// Small follower games (section 7), everything by looking at all profiles; vectors are over active users.
    static let offloadingGames = offloading("games", operations: ["game"]) {
        reference, report throws(ExperimentsError) in
        try reference.expect(
            keys: [
                "name", "op", "slot", "p_dl", "active", "profiles", "v", "cost", "pure_ne", "pure_ne_count",
                "pure_ne_first", "ne_cost_min", "ne_cost_max", "social_cost", "social_s", "improvement_cycle",
                "four_cycle_max", "algorithm1",
            ])
        let input = reference.input
        let instance = try OffloadingInstance(try input["slot"], in: .offloading)
        let users = (0..<instance.userCount).filter(instance.isActive)
        try report.compare("active", of: input, with: JSON(users))
        var powers = Array(repeating: instance.model.values.lowestPowerW, count: instance.userCount)
        for (m, power) in zip(users, try input["p_dl"].numbers(users.count)) { powers[m] = power }
        let isSmall = users.count <= OffloadingOracle.userLimit
        let game = FollowerGame(instance, powersW: powers, radio: isSmall ? .table : nil)
        let (profiles, table) = try tabulated(game, users)
        try comparePayoffs(table, profiles, reference, &report)
        try compareEquilibria(profiles, reference, &report)
        try report.compare("improvement_cycle", of: input, with: JSON(table.hasImprovementCycle))
        try report.compare(
            "four_cycle_max", of: input, reference.tolerance, with: JSON(table.largestFourCycle()?.gain ?? 0))
        for expected in try input.optional("algorithm1")?.elements ?? [] {
            try compareIteration(game, profiles, expected, reference.tolerance, &report)
        }
    }
}

/// The game of all active users, profile by profile.
private func tabulated(
    _ game: FollowerGame, _ users: [Int]
) throws(ExperimentsError) -> (FollowerProfiles, FiniteGame) {
    do throws(EquilibriumError) {
        guard let profiles = try FollowerProfiles(game, concept: "games") else {
            preconditionFailure("nobody interrupts it")
        }
        return (profiles, try game.finiteGame(of: users))
    } catch {
        throw .equilibrium(error)
    }
}

/// Payoffs and costs of all profiles; null where a node would have more users than it takes.
private func comparePayoffs(
    _ table: FiniteGame, _ profiles: FollowerProfiles, _ reference: ReferenceCase, _ report: inout CaseReport
) throws(ExperimentsError) {
    let input = reference.input
    try report.compare("profiles", of: input, with: JSON(table.profileCount))
    let players = table.playerCount
    try report.compare(
        "v", of: input, reference.tolerance,
        with: .array(
            (0..<table.profileCount).map { index in
                table.isFeasible[index] ? JSON(Array(table.payoffs[index * players..<(index + 1) * players])) : .null
            }))
    var costs = profiles.costs.makeIterator()
    try report.compare(
        "cost", of: input, reference.tolerance,
        with: .array(table.isFeasible.map { $0 ? JSON(costs.next()) : .null }))
}

/// Pure equilibria and the social optimum where everybody may choose.
private func compareEquilibria(
    _ profiles: FollowerProfiles, _ reference: ReferenceCase, _ report: inout CaseReport
) throws(ExperimentsError) {
    let input = reference.input
    let equilibria = profiles.equilibria(of: profiles.everybody)
    let channels = equilibria.map { JSON(profiles.channels($0)) }
    try report.compare("pure_ne", of: input, with: .array(channels))
    try report.compare("pure_ne_count", of: input, with: JSON(channels.count))
    if let first = try input.optional("pure_ne_first") {
        let count = try first.elements.count
        report.compare(first, with: .array(Array(channels.prefix(max(count, min(5, channels.count))))))
    }
    let costs = equilibria.map { profiles.costs[$0] }
    try report.compare("ne_cost_min", of: input, reference.tolerance, with: JSON(costs.min()))
    try report.compare("ne_cost_max", of: input, reference.tolerance, with: JSON(costs.max()))
    let optimum = profiles.optimum(of: profiles.everybody)
    try report.compare("social_cost", of: input, reference.tolerance, with: JSON(profiles.costs[optimum]))
    try report.compare("social_s", of: input, with: JSON(profiles.channels(optimum)))
}

/// Best responses from the edge server under one o.
private func compareIteration(
    _ game: FollowerGame, _ profiles: FollowerProfiles, _ expected: JSONField, _ tolerance: Tolerance,
    _ report: inout CaseReport
) throws(ExperimentsError) {
    try expected.expect(
        keys: [
            "o", "s", "converged", "rounds", "moves", "cycle_len", "nashconv", "regret", "cost", "pure_ne_count",
        ])
    let mask = try expected["o"].integers
    guard mask.count == profiles.users.count, mask.allSatisfy({ $0 == 0 || $0 == 1 }) else {
        throw .field(path: "\(expected.path).o", reason: "is no mask over \(profiles.users.count) users")
    }
    var modes = Array(repeating: Int32(0), count: game.userCount)
    var set = 0
    for (i, m) in profiles.users.enumerated() where mask[i] == 1 {
        modes[m] = 1
        set |= 1 << i
    }
    var game = game
    var iteration = BestResponseIteration(users: game.userCount)
    iteration.run(&game, modes: modes)
    try report.compare("s", of: expected, with: JSON(profiles.users.map { Int(iteration.channels[$0]) }))
    try report.compare("converged", of: expected, with: JSON(iteration.converged))
    try report.compare("rounds", of: expected, with: JSON(iteration.rounds))
    try report.compare("moves", of: expected, with: JSON(iteration.moves))
    try report.compare("cycle_len", of: expected, with: JSON(iteration.cycleLength))
    try report.compare("nashconv", of: expected, tolerance, with: JSON(iteration.nashConv))
    try report.compare(
        "regret", of: expected, tolerance, with: JSON(profiles.users.map { iteration.regrets[$0] }))
    try report.compare("cost", of: expected, tolerance, with: JSON(iteration.cost))
    try report.compare("pure_ne_count", of: expected, with: JSON(profiles.equilibria(of: set).count))
}
