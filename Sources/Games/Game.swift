import Policy

/// A leader-follower game, vectorised over environments: facts about it, then moves.
///
/// A host plays it slot by slot: for every stage `observe`, ask the policies, `apply`; then `settle`, read the metrics,
/// and `advance`. All randomness is addressed by (world seed, purpose, slot, ...), so nothing depends on the number of
/// rows, on threads or on the order of play.
public protocol Game: Sendable {
    /// The name that starts every scenario name of this game.
    static var name: String { get }
    /// Every parameter with its default.
    static var parameters: [Parameter] { get }
    /// Named variants: what follows the slash in a scenario name, and the values that differ.
    static var presets: [(name: String, overrides: [(key: String, value: ParameterValue)])] { get }

    /// A batch of `rows` environments of `scenario`, waiting for `reset`.
    ///
    /// - Throws: ``ScenarioError`` naming a parameter that is out of range.
    init(_ scenario: Scenario, rows: Int) throws(ScenarioError)

    var stages: [Stage] { get }
    /// Agents that act in `role`.
    func agentCount(of role: Role) -> Int
    /// Slots after which the time limit ends an episode.
    var slotsPerEpisode: Int { get }
    /// What `settle` measures, in the order of `metrics`; the first is the primary one.
    var metricDeclarations: [Metric] { get }
    /// What only policies can say of a slot, such as the rounds that followers took to agree; by default nothing.
    ///
    /// Each is the number that a policy of the metric's role reports under its name: the first in index order that names
    /// it in its acceptance. A slot is worth NaN where it reports nothing.
    var reportedMetrics: [ReportedMetric] { get }
    /// What a run can report whole distributions of; by default nothing.
    var distributions: [Distribution] { get }
    /// Names of the reward's components for `role`.
    func rewardComponents(of role: Role) -> [String]

    /// Starts an episode in each of the first `worldSeeds.count` rows, at slot 0.
    mutating func reset(worldSeeds: [UInt64])
    /// Fills the parts of `observations` that its policy asked for, for `agents` of the stage's role.
    func observe(stage: Int, agents: Range<Int>, into observations: inout Observations)
    /// The first rule of the game that the decision of `agents` breaks although it is within its space's bounds; by
    /// default there is none that bounds cannot say.
    ///
    /// - Parameters:
    ///   - stage: whose turn it is.
    ///   - agents: who decided, of the stage's role.
    ///   - space: the action space that `actions` are written in.
    ///   - rows: rows that count.
    ///   - actions: within the bounds of `space`, and not applied yet.
    /// - Returns: nil where the decision can be applied.
    func violation(stage: Int, agents: Range<Int>, space: Int, rows: Int, actions: Actions) -> DecisionViolation?
    /// Takes the decision of `agents`, written in action space `space` of the stage; all rows.
    ///
    /// The caller has checked it against the space's bounds and ``violation(stage:agents:space:rows:actions:)``.
    mutating func apply(stage: Int, agents: Range<Int>, space: Int, actions: Actions)
    /// Writes the action that stands for a decision given up, in action space `space`: that of who takes no part, such as
    /// an operator that sells nothing or a follower that buys nothing.
    func forfeit(stage: Int, space: Int, rows: Int, agents: Range<Int>, into actions: inout Actions)
    /// Ends the slot: utilities, rewards and metrics of what was decided.
    mutating func settle()
    /// Metrics of the settled slot, shape `[rows, metricDeclarations.count]`; NaN where a value cannot be known.
    var metrics: [Double] { get }
    /// Whether nobody played the settled slot in `row`, so that it counts in no mean; by default somebody always does.
    func isEmpty(row: Int) -> Bool
    /// Appends the values that the settled slot of `row`, which is not empty, adds to distribution `index`; a NaN is left
    /// out.
    func samples(of index: Int, row: Int, into samples: inout [Double])
    /// Rewards of the settled slot for `agents` of `role`.
    func reward(role: Role, agents: Range<Int>, into feedback: inout Feedback)
    /// Moves every row to the next slot.
    mutating func advance()
}

extension Game {
    public var reportedMetrics: [ReportedMetric] { [] }
    public var distributions: [Distribution] { [] }
    public func samples(of index: Int, row: Int, into samples: inout [Double]) {
        preconditionFailure("\(Self.name) declares no distribution \(index)")
    }
    public func violation(stage: Int, agents: Range<Int>, space: Int, rows: Int, actions: Actions) -> DecisionViolation?
    {
        nil
    }
    public func isEmpty(row: Int) -> Bool { false }
}
