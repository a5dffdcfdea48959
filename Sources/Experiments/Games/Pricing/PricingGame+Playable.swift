import Equilibria
import Games
import Policies
import Policy

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

    /// The equilibrium and the paper's fixed point for either side; for the operator besides the best constant price and
    /// random ones, for the followers the fixed rule at the equilibrium's prices (specification, section 11).
    public static var trainingBaselines: [TrainingBaseline] {
        let solutions = Role.allCases.flatMap { role in
            ["analytic", "analytic:concept=access"].map {
                TrainingBaseline(of: role, operator: $0, followers: "best-response", isSolution: true)
            }
        }
        return solutions
            + ["constant-price:u=0.35", "random"].map {
                TrainingBaseline(of: .operator, operator: $0, followers: "best-response")
            } + [TrainingBaseline(of: .followers, operator: "analytic", followers: CheapestStation.name)]
    }
}
