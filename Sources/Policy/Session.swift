/// Whether a policy is asked to learn from what it sees.
public enum Mode: String, Sendable, Hashable {
    case train
    case evaluate
}

/// What a policy is told when a session opens: whom it plays, in which scenario, and the shapes of everything to come.
public struct Session: Sendable, Equatable {
    public let role: Role
    /// Scenario name, for example `pricing/dense`; the part before the slash names the game.
    public let scenario: String
    /// Lower-case hexadecimal SHA-256 of the scenario's canonical form.
    public let scenarioHash: String
    /// The stages of this role only, in slot order.
    public let stages: [Stage]
    /// Global indices of the agents this policy decides for: `0..<1` for the operator, one index under isolation.
    public let agents: Range<Int>
    /// Agents of this role in the game, however many processes serve them.
    public let agentCount: Int
    /// Largest number of environments in a batch.
    public let rows: Int
    public let mode: Mode
    /// The policy's options in the order given, defaults of the manifest included.
    public let options: [Option]
    /// Slots that the whole of the training will have brought the session, each of up to ``rows`` environments; 0 where nothing
    /// is learned or nobody knows.
    public let trainingSlots: Int
    /// Whether what is to be gone on from is loaded before the first reset, so that an option's checkpoint is not asked for.
    public let isResumed: Bool

    /// One `key=value` of a policy's options.
    public struct Option: Sendable, Hashable {
        public let key: String
        public let value: String

        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(
        role: Role, scenario: String, scenarioHash: String, stages: [Stage], agents: Range<Int>, agentCount: Int,
        rows: Int, mode: Mode, options: [Option] = [], trainingSlots: Int = 0, isResumed: Bool = false
    ) {
        self.role = role
        self.scenario = scenario
        self.scenarioHash = scenarioHash
        self.stages = stages
        self.agents = agents
        self.agentCount = agentCount
        self.rows = rows
        self.mode = mode
        self.options = options
        self.trainingSlots = trainingSlots
        self.isResumed = isResumed
    }

    /// The value of option `key`, the last one given if it was given twice.
    public func option(_ key: String) -> String? {
        options.last { $0.key == key }?.value
    }
}

/// What a policy answers to a session: per stage the form of its actions, which parts it wants to be sent, and what it
/// reports.
public struct Acceptance: Sendable, Equatable {
    /// Per stage of the session, the index into `Stage.actions` of the form the policy answers in.
    public var actionSpaces: [Int]
    /// Whether the policy wants the observation of each stage.
    public var wantsObservation = true
    /// Whether the policy wants `Stage.instance`; results then show it as having full information.
    public var wantsInstance = false
    /// Whether the policy wants feedback; only a policy that learns does.
    public var wantsFeedback = false
    /// Names of numbers about its own decisions that the policy reports, such as the rounds of an iteration.
    ///
    /// The numbers come with every decision, in ``Actions/reports``. At most 64 names, each used once and made of at most
    /// 64 ASCII letters, digits, `-` and `_`, a letter first.
    public var reports: [String] = []

    /// The default action space of every stage, observations, no instance, no feedback, no reports.
    public init(_ session: Session) {
        actionSpaces = Array(repeating: 0, count: session.stages.count)
    }

    public init(
        actionSpaces: [Int], wantsObservation: Bool, wantsInstance: Bool, wantsFeedback: Bool, reports: [String] = []
    ) {
        self.actionSpaces = actionSpaces
        self.wantsObservation = wantsObservation
        self.wantsInstance = wantsInstance
        self.wantsFeedback = wantsFeedback
        self.reports = reports
    }
}
