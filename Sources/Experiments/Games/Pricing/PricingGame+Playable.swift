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
}
