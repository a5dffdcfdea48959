import Policy
import Wire

/// A policy that plays a session, wherever it runs: in a process of its own or in this one.
///
/// A decision is asked for and fetched in two steps, so that several policies think at the same time: submit to all, then
/// collect from all, in index order. Between the two nothing else may be asked of the same process. Learning is asked for in
/// the same two steps. In the steady state deciding allocates nothing, in either kind.
public protocol PolicyEndpoint: AnyObject {
    /// What people call the policy.
    var name: String { get }
    /// What the policy says about itself.
    var identity: PluginIdentity { get }
    /// Whether the policy says that it can learn.
    var learns: Bool { get }
    var session: Session { get }
    /// The action spaces the policy chose and the parts it wants to be sent.
    var acceptance: Acceptance { get }
    /// How long its decisions took so far; answers to bootstrap requests are not among them.
    var latencies: DecisionLatencies { get }

    /// Starts a new episode in each of `rows`, keyed by the seed at the same place.
    func reset(rows: [Int], seeds: [UInt64]) throws(PluginFailure)

    /// Asks for the decision of stage `observations.stage`.
    func submit(_ observations: borrowing Observations) throws(PluginFailure)

    /// Fetches the decision asked for last, checked against the stage's action space.
    ///
    /// - Parameter actions: storage for the stage's actions; its first rows are overwritten unless the outcome is
    ///   ``DecisionOutcome/missed``, which reports nothing.
    /// - Returns: whether there is a decision, and whether it came in time.
    /// - Throws: ``PluginFailure``, with `invalidAction` where an element is not allowed.
    func collect(into actions: inout Actions) throws(PluginFailure) -> DecisionOutcome

    /// Asks the policy to learn from what followed a slot; only for one whose acceptance wants feedback.
    func submit(_ feedback: borrowing Feedback) throws(PluginFailure)

    /// Waits until the policy has learned what ``submit(_:)-(Feedback)`` told it.
    func finishLearning() throws(PluginFailure)

    /// Opens another session with the same policy that plays with this one's weights, as evaluation does in the middle of
    /// training.
    ///
    /// - Throws: ``PluginFailure`` with `specMismatch` where the policy cannot play it.
    func openSharingWeights(_ session: Session) throws(PluginFailure) -> any PolicyEndpoint

    /// Writes a checkpoint into the fresh folder at `path`.
    func save(to path: String) throws(PluginFailure)

    /// Reads a checkpoint that ``save(to:)`` wrote.
    func load(from path: String) throws(PluginFailure)
}

extension PolicyEndpoint {
    /// Asks for a decision and waits for it.
    public func decide(
        _ observations: borrowing Observations, into actions: inout Actions
    ) throws(PluginFailure) -> DecisionOutcome {
        try submit(observations)
        return try collect(into: &actions)
    }

    /// Lets the policy learn from what followed a slot, and waits for it.
    public func learn(from feedback: borrowing Feedback) throws(PluginFailure) {
        try submit(feedback)
        try finishLearning()
    }
}
