import Policy
import System

/// The checkpoints that come with a learner: one a role and scenario, in the folder that option `checkpoints` names.
enum ShippedCheckpoint {
    /// The model for the session's role and scenario.
    ///
    /// - Throws: ``PolicyError`` with the remedy where none was shipped.
    static func path(
        for session: Session, _ algorithm: String, _ options: LearnerOptions
    ) throws(PolicyError) -> String {
        let sides = session.role == .operator ? (algorithm, "best-response") : ("analytic", algorithm)
        let remedy =
            "train one with `firstmover train \(session.scenario) --operator \(sides.0) --followers \(sides.1) --out DIR` and "
            + "name it: \(algorithm):checkpoint=DIR/\(session.role.rawValue)/best"
        guard let folder = options["checkpoints"] else {
            throw PolicyError("\(algorithm) has no checkpoint to play with; \(remedy)")
        }
        let path = "\(folder)/\(session.role.rawValue)-\(session.scenarioHash.prefix(16)).onnx"
        guard FileReplacement.target(at: path) == .regularFile else {
            throw PolicyError(
                "\(algorithm) ships no checkpoint for this scenario's \(session.role.rawValue); \(remedy)")
        }
        return path
    }
}
