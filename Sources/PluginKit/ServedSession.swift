import Policy
import Wire

/// A type of policy as the server sees it: facts, and how to open a session with a fresh one.
///
/// The type itself stays behind closures and an overridden method, so that the server is compiled once, not as generic
/// code that is slower than the pipes.
struct ServedPolicy {
    let name: String
    let version: String
    let roles: Set<Role>
    let isDeterministic: Bool
    let learns: Bool
    /// Opens a session, with the weights of another one's policy if there is one.
    let open: (Open, ServedSession?) throws(PolicyError) -> ServedSession

    init<Served: Policy>(_ type: Served.Type) {
        name = type.name
        version = type.version
        roles = type.roles
        isDeterministic = type.isDeterministic
        learns = type.learns
        open = { (open, weights) throws(PolicyError) in
            var policy = (weights as? PolicySession<Served>)?.policy ?? Served()
            let acceptance = try policy.open(open.session)
            return PolicySession(policy, open, acceptance)
        }
    }
}

/// A session with the storage its requests are read into; ``PolicySession`` adds the policy.
class ServedSession {
    let acceptance: Acceptance
    let rows: Int
    final var stages: [StageStorage]
    final var feedback: Feedback

    init(_ open: Open, _ acceptance: Acceptance) {
        let session = open.session
        self.acceptance = acceptance
        rows = session.rows
        stages = session.stages.indices.map { stage in
            StageStorage(
                observations: Observations(stage: stage, of: session, acceptance),
                actions: Actions(stage: stage, of: session, acceptance))
        }
        feedback = Feedback(rows: session.rows, agents: session.agents.count, components: open.rewardComponents)
    }

    /// Decides stage `stage` from its observations into its actions.
    func decide(_ stage: Int) throws(PolicyError) {}
    /// Learns from the feedback read last.
    func learn() throws(PolicyError) {}
    /// What the policy says about learning since it was asked last.
    func takeMetrics() -> LearningMetrics? { nil }
    func reset(row: Int, seed: UInt64) {}
    func save(to path: String) throws(PolicyError) {}
    func load(from path: String) throws(PolicyError) {}
}

/// What one stage's requests are read into and its decisions are written from.
struct StageStorage {
    var observations: Observations
    var actions: Actions

    mutating func decide<Served: Policy>(by policy: inout Served) throws(PolicyError) {
        actions.clearReports()
        try policy.decide(observations, into: &actions)
    }
}

/// A session with its policy.
final class PolicySession<Served: Policy>: ServedSession {
    private(set) var policy: Served

    init(_ policy: Served, _ open: Open, _ acceptance: Acceptance) {
        self.policy = policy
        super.init(open, acceptance)
    }

    override func decide(_ stage: Int) throws(PolicyError) {
        try stages[stage].decide(by: &policy)
    }

    override func learn() throws(PolicyError) {
        try policy.learn(from: feedback)
    }

    override func takeMetrics() -> LearningMetrics? { policy.takeMetrics() }

    override func reset(row: Int, seed: UInt64) {
        policy.reset(row: row, seed: seed)
    }

    override func save(to path: String) throws(PolicyError) {
        try policy.save(to: path)
    }

    override func load(from path: String) throws(PolicyError) {
        try policy.load(from: path)
    }
}
