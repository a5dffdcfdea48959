import System

/// One folder of a checkpoint, or a model alone, and the agents that it is to give.
///
/// A process that serves all agents writes one folder; with a process an agent each writes its own, called by the agent's
/// number, in a common folder.
struct CheckpointPart {
    let path: String
    let agents: Range<Int>

    /// What of the checkpoint at `path` holds `agents`.
    static func parts(at path: String, of agents: Range<Int>) -> [CheckpointPart] {
        let isSplit =
            FileReplacement.target(at: path) == .folder
            && FileReplacement.target(at: "\(path)/\(PolicyModel.file)") == .nothing
            && FileReplacement.target(at: "\(path)/\(agents.lowerBound)") == .folder
        guard isSplit else { return [CheckpointPart(path: path, agents: agents)] }
        return agents.map { CheckpointPart(path: "\(path)/\($0)", agents: $0..<$0 + 1) }
    }
}
