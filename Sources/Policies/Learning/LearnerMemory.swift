import Learners
import Policy

/// The memory that learners take: their replay, and what passes through their networks a gradient step.
struct LearnerMemory {
    /// Bytes of the transitions that are kept.
    let replay: Int
    /// Bytes of what passes through networks, about.
    let networks: Int

    init(of agents: Int, _ design: AgentDesign, _ configuration: some OffPolicyConfiguration) {
        let transition = Transition.width(
            state: design.stateWidth, action: design.actionWidth, keepsNextState: configuration.bootstraps)
        replay = 4 * agents * configuration.replay * transition
        // The actor's and a critic's, values and gradients.
        networks = 4 * agents * configuration.batch * 2 * 2 * design.numbersWithin
    }

    /// Refuses what is more than `limit` bytes.
    func check(within limit: Int) throws(PolicyError) {
        guard replay + networks > limit else { return }
        func gigabytes(_ bytes: Int) -> String { "\((Double(bytes) / 1e8).rounded() / 10) GB" }
        let (most, options) = replay > networks ? ("replay", "replay=") : ("networks", "batch= and hidden=")
        throw PolicyError(
            "learning takes about \(gigabytes(replay + networks)) of memory, most of it for the \(most), and there are "
                + "\(gigabytes(limit)); set smaller \(options)")
    }
}
