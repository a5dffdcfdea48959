import Equilibria
import Games

extension OffloadingGame: PlayableGame {
    public static func instance(
        of document: JSON, in scenario: Scenario
    ) throws(ExperimentsError) -> OffloadingProblem {
        try OffloadingProblem(JSONField(document), in: scenario)
    }

    public static var checkers: [TopicChecker] { TopicChecker.offloading }
}
