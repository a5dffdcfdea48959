import Equilibria
import Games

extension PricingGame: PlayableGame {
    public static func instance(
        of document: JSON, in scenario: Scenario
    ) throws(ExperimentsError) -> PricingInstance {
        let mode: PricingInstance.IdleMode = scenario["mode"] == .text("connected") ? .connected : .silent
        let root = JSONField(document)
        // A whole reference case holds the object under this key.
        let game = try root.optional("game")
        return try PricingInstance(game ?? root, idleMode: mode)
    }

    public static var checkers: [TopicChecker] { TopicChecker.pricing }
}
