/// What a policy sees when it decides: one stage of one slot in a batch of environments.
public struct Observations: Sendable, Equatable {
    /// Index into `Session.stages`.
    public let stage: Int
    /// The slot within the episode, from 0.
    public var slot: UInt64
    /// Environments in this batch, `1...Session.rows`; storage beyond them holds stale values.
    public var rows: Int
    /// True where the answer only gives a learner the value of the state after a time limit; it is not played.
    public var isBootstrap: Bool
    /// `Stage.observation`, each of shape `[rows, agents] + shape`; empty if declined.
    public var observation: [Tensor]
    /// `Stage.instance`, each of shape `[rows] + shape`; empty unless asked for.
    public var instance: [Tensor]

    /// Storage for stage `stage` of `session`, holding the parts that `acceptance` asks for.
    public init(stage: Int, of session: Session, _ acceptance: Acceptance) {
        let shapes = session.stages[stage]
        self.stage = stage
        slot = 0
        rows = session.rows
        isBootstrap = false
        observation =
            acceptance.wantsObservation
            ? shapes.observation.map { Tensor($0, rows: session.rows, agents: session.agents.count) } : []
        instance = acceptance.wantsInstance ? shapes.instance.map { Tensor($0, rows: session.rows) } : []
    }
}

/// What a policy decided: the tensors of the chosen action space, each of shape `[rows, agents] + shape`, and what the
/// policy reports about the decision.
public struct Actions: Sendable {
    public var tensors: [Tensor]
    /// Names of the numbers reported, as the policy's ``Acceptance/reports`` has them.
    public let reportNames: [String]
    /// Numbers about the decision in the order of their names, each in a unit of its own, shape
    /// `[rows, reportNames.count]`.
    ///
    /// A number is finite, or NaN where there is nothing to report; all are NaN when `decide` begins. A policy of several
    /// stages fills them in the stage in which it knows them. They belong to the environment, not to an agent, and like
    /// the actions depend on their own row alone.
    public var reports: [Double]

    /// Storage for stage `stage` of `session` in the form that `acceptance` chose: actions of zeros, nothing reported.
    public init(stage: Int, of session: Session, _ acceptance: Acceptance) {
        let space = session.stages[stage].actions[acceptance.actionSpaces[stage]]
        tensors = space.tensors.map { Tensor($0, rows: session.rows, agents: session.agents.count) }
        reportNames = acceptance.reports
        reports = Array(repeating: .nan, count: session.rows * reportNames.count)
    }

    /// Reports nothing in every row, so that no number outlives the decision it was about.
    public mutating func clearReports() {
        for i in reports.indices { reports[i] = .nan }
    }
}

extension Actions: Equatable {
    /// Equal where the numbers are, so that a report of NaN, which says nothing, equals itself.
    public static func == (left: Actions, right: Actions) -> Bool {
        left.tensors == right.tensors && left.reportNames == right.reportNames
            && left.reports.elementsEqual(right.reports) { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}

/// What followed a slot: rewards and whether the episode ended; the next observation comes with the next decision.
public struct Feedback: Sendable, Equatable {
    /// The slot the rewards belong to.
    public var slot: UInt64
    /// Environments in this batch.
    public var rows: Int
    /// Names of the reward's components, in order; the first is what the agent maximises.
    public let components: [String]
    /// Rewards, shape `[rows, agents, components]`.
    public var rewards: [Double]
    /// Whether each environment reached a state after which nothing more can be earned.
    public var terminated: [Bool]
    /// Whether each environment was cut off by its time limit.
    public var truncated: [Bool]

    /// Zero-filled storage for `rows` environments of `agents` agents with the named reward components.
    public init(rows: Int, agents: Int, components: [String]) {
        slot = 0
        self.rows = rows
        self.components = components
        rewards = Array(repeating: 0, count: rows * agents * components.count)
        terminated = Array(repeating: false, count: rows)
        truncated = Array(repeating: false, count: rows)
    }
}
