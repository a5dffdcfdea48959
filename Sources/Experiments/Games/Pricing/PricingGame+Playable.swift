import Equilibria
import Games

extension PricingGame: PlayableGame {
    public static func instance(
        of document: JSON, in scenario: Scenario
    ) throws(ExperimentsError) -> PricingInstance {
        let mode: PricingInstance.IdleMode = scenario["mode"] == .text("connected") ? .connected : .silent
        let root = JSONField(document)
        // A whole reference case holds the object under this key.
        let game = try root.optional("game") ?? root
        try JSONField(game.value).refuseMembers(outside: PricingInstance.keys)
        return try PricingInstance(game, idleMode: mode)
    }

    public static var instanceHelp: String? { "\(PricingInstance.keys.joined(separator: ", "))." }

    public static var checkers: [TopicChecker] { TopicChecker.pricing }

    /// The equilibrium, the paper's fixed point, the best constant price and random ones for the operator; the best response
    /// to the equilibrium's prices for the followers.
    public static var trainingBaselines: [TrainingBaseline] {
        ["analytic", "analytic:concept=access", "constant-price:u=0.35", "random"].map {
            TrainingBaseline(of: .operator, operator: $0, followers: "best-response")
        } + [TrainingBaseline(of: .followers, operator: "analytic", followers: "best-response")]
    }
}
