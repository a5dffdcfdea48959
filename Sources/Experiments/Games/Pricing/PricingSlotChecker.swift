import Games
import Policy

extension TopicChecker {
    /// One learning slot (sections 10 and 11): decoded actions, utilities, rewards, observations and regrets of a play.
    ///
    /// Played by the game itself, as a host plays it. The topic's description states the tolerance: 1e-10 times
    /// (1 + sum of gammaA).
    static let pricingSlots = pricing("slots") { reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(
            keys: [
                "name", "game", "mode", "idleThreshold", "leaderAction", "followerAction", "mu", "access", "Z_MB",
                "leader", "followers",
                "leaderReward", "followerReward", "nashconv", "exploitability", "priceRegret", "optimum",
                "leaderRegret",
                "relativeGap", "leaderObservation", "followerObservation",
            ])
        if let threshold = try reference.shared("idleThreshold"), try threshold.number != 0.01 {
            throw .field(path: "idleThreshold", reason: "is not 0.01, which the game plays with")
        }
        let instance = try PricingInstance(input["game"], idleMode: try reference.idleMode)
        let slot = try PlayedSlot(
            instance, leaderAction: input["leaderAction"], followerAction: input["followerAction"])
        let tolerance =
            reference.tolerance == .exact
            ? Tolerance(absolute: 1e-10 * (1 + instance.totalGammaA)) : reference.tolerance

        let stations = instance.stationCount
        try report.compare("mu", of: input, tolerance, with: JSON(slot.play.prices, columns: stations))
        try report.compare("access", of: input, with: JSON(slot.play.access))
        try report.compare("Z_MB", of: input, tolerance, with: JSON(slot.play.sizesMB))
        try report.compare("leader", of: input, tolerance, with: JSON(slot.metric("operatorUtility")))
        try report.compare("followers", of: input, tolerance, with: JSON(slot.game.play.utility))
        try report.compare("leaderReward", of: input, tolerance, with: JSON(slot.leaderReward))
        // The files' follower rewards are without the floor that only learners see.
        let unfloored = zip(slot.game.play.utility, instance.gammaA).map { $0 / $1 }
        try report.compare("followerReward", of: input, tolerance, with: JSON(unfloored))
        try report.compare("nashconv", of: input, tolerance, with: JSON(slot.metric("nashConv")))
        try report.compare("exploitability", of: input, tolerance, with: JSON(slot.metric("exploitability")))
        try report.compare("priceRegret", of: input, tolerance, with: JSON(slot.metric("priceRegret")))
        let optimum = try instance.solvedExactly().value ?? .nan
        let regret = optimum - slot.metric("operatorUtility")
        try report.compare("optimum", of: input, tolerance, with: JSON(optimum))
        try report.compare("leaderRegret", of: input, tolerance, with: JSON(regret))
        try report.compare("relativeGap", of: input, tolerance, with: JSON(regret / max(abs(optimum), 1e-12)))
        try report.compare("leaderObservation", of: input, tolerance, with: JSON(slot.leaderObservation))
        try report.compare(
            "followerObservation", of: input, tolerance, with: JSON(slot.followerObservation, columns: 2 * stations))
    }
}

/// A slot of `instance` played with given actions, as a host plays it.
private struct PlayedSlot {
    private(set) var game: PricingGame
    let leaderObservation: [Double]
    /// Shape `[N, 2 M]`: a follower's own ratios, then its own prices over k.
    let followerObservation: [Double]
    let leaderReward: Double

    init(
        _ instance: PricingInstance, leaderAction: JSONField, followerAction: JSONField
    ) throws(ExperimentsError) {
        var game = PricingGame(playing: instance)
        game.reset(worldSeeds: [0])
        let leader = SlotSeat(.operator, in: game)
        let followers = SlotSeat(.followers, in: game)
        leaderObservation = leader.observe(game).flatMap { $0 }
        game.apply(
            stage: leader.stage, agents: leader.session.agents, space: 0,
            actions: leader.actions(try unitMatrix(leaderAction, of: instance)))
        let seen = followers.observe(game)
        var rows: [Double] = []
        for n in 0..<instance.followerCount {
            let own = n * instance.stationCount..<(n + 1) * instance.stationCount
            for tensor in seen { rows += tensor[own] }
        }
        followerObservation = rows
        game.apply(
            stage: followers.stage, agents: followers.session.agents, space: 0,
            actions: followers.actions(try unitMatrix(followerAction, of: instance)))
        game.settle()
        var feedback = Feedback(rows: 1, agents: 1, components: game.rewardComponents(of: .operator))
        game.reward(role: .operator, agents: 0..<1, into: &feedback)
        leaderReward = feedback.rewards[0]
        self.game = game
    }

    var play: PricingPlay { game.play(row: 0) }

    /// The metric of that name, which the game declares.
    func metric(_ name: String) -> Double {
        guard let index = game.metricDeclarations.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("the pricing game has no metric \(name)")
        }
        return game.metrics[index]
    }
}

/// One role's place in a slot: its stage and the storage of its messages.
private struct SlotSeat {
    /// The index of the role's one stage among the game's.
    let stage: Int
    let session: Session

    init(_ role: Role, in game: PricingGame) {
        guard let stage = game.stages.firstIndex(where: { $0.role == role }) else {
            preconditionFailure("the pricing game has a stage for each role")
        }
        self.stage = stage
        let agents = game.agentCount(of: role)
        session = Session(
            role: role, scenario: PricingGame.name, scenarioHash: "", stages: [game.stages[stage]], agents: 0..<agents,
            agentCount: agents, rows: 1, mode: .evaluate)
    }

    /// The observation's tensors, shape `[agents] + shape` each.
    func observe(_ game: PricingGame) -> [[Double]] {
        var observations = Observations(stage: 0, of: session, Acceptance(session))
        game.observe(stage: stage, agents: session.agents, into: &observations)
        return observations.observation.map(\.float64)
    }

    func actions(_ values: [Double]) -> Actions {
        var actions = Actions(stage: 0, of: session, Acceptance(session))
        actions.tensors[0].float64 = values
        return actions
    }
}

/// N rows of M numbers in 0...1.
private func unitMatrix(_ field: JSONField, of instance: PricingInstance) throws(ExperimentsError) -> [Double] {
    let rows = try field.matrix
    let shape = "\(instance.followerCount) rows of \(instance.stationCount) numbers from 0 to 1"
    guard rows.count == instance.followerCount, rows.allSatisfy({ $0.count == instance.stationCount }),
        rows.joined().allSatisfy((0...1).contains)
    else { throw .field(path: field.path, reason: "is not \(shape)") }
    return Array(rows.joined())
}
