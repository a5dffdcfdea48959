import Equilibria
import Games

extension OffloadingGame: PlayableGame {
    public static func instance(
        of document: JSON, in scenario: Scenario
    ) throws(ExperimentsError) -> OffloadingProblem {
        try OffloadingProblem(JSONField(document), in: scenario)
    }

    public static var instanceHelp: String? {
        "params (parameters that differ), \(OffloadingInstance.slotKeys.joined(separator: ", ")); where the operator's "
            + "decision is given, also o or modes, p_dl or powers, and s or channels, from where users start."
    }

    public static var checkers: [TopicChecker] { TopicChecker.offloading }
}
