/// Something that decides: what host, kit and plugin authors share.
///
/// A policy is one type with one method. The rest has defaults: an initialiser without arguments, `open` to look at the
/// session and choose, `reset` to start episodes, `learn` for policies that learn.
///
/// In evaluate mode an episode may depend only on the policy's weights and the seed given to `reset`: not on earlier
/// episodes, the number of rows in a batch, or the clock.
///
/// A policy that learns says so by ``learns`` and asks for feedback in a session of mode ``Mode/train``. It keeps its
/// weights in a class: a second session, for evaluation in the middle of training, is opened on a copy of the value and so
/// plays with whatever the weights are at the moment. Unless a checkpoint was loaded or named by an option, the first
/// `reset` of the training session initialises the weights from its seed. The policy puts its transitions together
/// itself: what it saw and did in the decision of a slot, the reward in the feedback that follows, and as next observation
/// the one of the same stage's next decision, which at a time limit is one with ``Observations/isBootstrap`` set.
public protocol Policy {
    /// The name it is shown by; by default the type's name.
    static var name: String { get }
    /// Its version; by default `0.0.0`.
    static var version: String { get }
    /// The roles it can play; by default both.
    static var roles: Set<Role> { get }
    /// Whether the same seeds and observations always give the same actions; by default they do.
    static var isDeterministic: Bool { get }
    /// Whether it can learn from feedback; by default it cannot.
    static var learns: Bool { get }

    init()

    /// Looks at the session and says which action spaces and parts of the observation the policy takes.
    ///
    /// - Throws: ``PolicyError`` where the policy cannot play this session; the host shows it as the user's fault.
    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance

    /// Starts a new episode in row `row`; everything random in it is keyed by `seed`.
    mutating func reset(row: Int, seed: UInt64)

    /// Decides one stage for every row and agent: reads `observations`, writes `actions`.
    ///
    /// Whatever numbers about its decisions the policy announced when it opened go into ``Actions/reports``.
    ///
    /// - Throws: ``PolicyError`` where no decision can be made.
    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError)

    /// Learns from what followed the last slot; called only on a policy that asked for feedback.
    ///
    /// Gradient steps belong here, never into `decide`, which has a deadline.
    mutating func learn(from feedback: Feedback) throws(PolicyError)

    /// What there is to say about learning since this was asked last; by default nothing. Asked after every `learn`.
    mutating func takeMetrics() -> LearningMetrics?

    /// Writes a checkpoint, one file or several, into the fresh and empty folder at `path`.
    ///
    /// Called between episodes. Everything that training needs to go on to the same bits belongs into it: weights, the
    /// optimiser's state, replay, the states of generators.
    func save(to path: String) throws(PolicyError)

    /// Reads a checkpoint that `save` wrote into the folder at `path`.
    mutating func load(from path: String) throws(PolicyError)
}

extension Policy {
    public static var name: String { "\(Self.self)" }
    public static var version: String { "0.0.0" }
    public static var roles: Set<Role> { Set(Role.allCases) }
    public static var isDeterministic: Bool { true }
    public static var learns: Bool { false }

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance { Acceptance(session) }
    public mutating func reset(row: Int, seed: UInt64) {}
    public mutating func learn(from feedback: Feedback) throws(PolicyError) {}
    public mutating func takeMetrics() -> LearningMetrics? { nil }
    public func save(to path: String) throws(PolicyError) {
        throw PolicyError("this policy has nothing to save")
    }
    public mutating func load(from path: String) throws(PolicyError) {
        throw PolicyError("this policy has nothing to load")
    }
}

/// Why a policy cannot go on, in one sentence a person can act on.
public struct PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
