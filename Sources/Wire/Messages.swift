import Policy

/// A message from the host with its number and session.
public struct HostEnvelope: Sendable, Equatable {
    /// Even, from 2.
    public var id: UInt64
    /// The session's number, from 1; 0 for what concerns the whole process.
    public var session: UInt64
    public var message: HostMessage

    public init(id: UInt64, session: UInt64, _ message: HostMessage) {
        self.id = id
        self.session = session
        self.message = message
    }
}

/// A message from the plugin with its number, session and what it answers.
public struct PluginEnvelope: Sendable, Equatable {
    /// Odd, from 1.
    public var id: UInt64
    /// The request this is the terminal reply to; 0 for none.
    public var replyTo: UInt64
    public var session: UInt64
    public var message: PluginMessage

    public init(id: UInt64, replyTo: UInt64, session: UInt64, _ message: PluginMessage) {
        self.id = id
        self.replyTo = replyTo
        self.session = session
        self.message = message
    }
}

/// What the host can say.
public enum HostMessage: Sendable, Equatable {
    case hello(Hello)
    case open(Open)
    case reset(Reset)
    case decide(Decide)
    case feedback(FeedbackMessage)
    /// Write a checkpoint into the folder at this path.
    case save(path: String)
    case load(path: String)
    case ping
    case cancel(request: UInt64)
    case shutdown
    /// A body that this version does not know, by field number; to be answered with `unimplemented`.
    case unknown(field: UInt32)
}

/// What a plugin can say.
public enum PluginMessage: Sendable, Equatable {
    case welcome(Welcome)
    case opened(Acceptance)
    case decision(Decision)
    /// Answers feedback, reset, save, load and shutdown; time spent in microseconds, 0 if not measured.
    case done(computeMicroseconds: Double)
    case pong
    case error(ErrorReply)
    case metrics(LearningMetrics)
    case log(LogLine)
    /// A body that this version does not know, by field number.
    case unknown(field: UInt32)
}

/// Opens a session.
public struct Open: Sendable, Equatable {
    public var session: Session
    /// Names of the reward's components, the first is what an agent maximises.
    public var rewardComponents: [String]
    /// The session whose weights this one uses; 0 for its own.
    public var weightsOf: UInt64

    public init(_ session: Session, rewardComponents: [String], weightsOf: UInt64 = 0) {
        self.session = session
        self.rewardComponents = rewardComponents
        self.weightsOf = weightsOf
    }
}

/// Starts new episodes in some rows, with the policy's seed for each.
public struct Reset: Sendable, Equatable {
    public var rows: [Int]
    /// As many as there are rows.
    public var seeds: [UInt64]

    public init(rows: [Int], seeds: [UInt64]) {
        precondition(rows.count == seeds.count, "\(rows.count) rows, \(seeds.count) seeds")
        self.rows = rows
        self.seeds = seeds
    }
}

/// A request for a decision as it stands in the frame, tensors as bytes.
///
/// For tests, recordings and reports; host and kit move tensors in place, by ``HostMessageEncoder/encodeDecide`` and
/// ``HostMessageDecoder/readDecide(into:)``.
public struct Decide: Sendable, Equatable {
    public var stage: Int
    public var slot: UInt64
    public var rows: Int
    public var isBootstrap: Bool
    /// Time for the answer; 0 for no limit.
    public var budgetMicroseconds: UInt64
    public var observation: [[UInt8]]
    public var instance: [[UInt8]]

    public init(
        stage: Int, slot: UInt64, rows: Int, isBootstrap: Bool = false, budgetMicroseconds: UInt64 = 0,
        observation: [[UInt8]] = [], instance: [[UInt8]] = []
    ) {
        self.stage = stage
        self.slot = slot
        self.rows = rows
        self.isBootstrap = isBootstrap
        self.budgetMicroseconds = budgetMicroseconds
        self.observation = observation
        self.instance = instance
    }
}

/// A decision as it stands in the frame, tensors as bytes.
public struct Decision: Sendable, Equatable {
    public var actions: [[UInt8]]
    /// Little-endian doubles, shape `[rows, reports]`.
    public var reports: [UInt8]
    /// Time spent deciding by the plugin's clock; 0 if not measured.
    public var computeMicroseconds: Double

    public init(actions: [[UInt8]], reports: [UInt8] = [], computeMicroseconds: Double = 0) {
        self.actions = actions
        self.reports = reports
        self.computeMicroseconds = computeMicroseconds
    }
}

/// What followed a slot as it stands in the frame.
public struct FeedbackMessage: Sendable, Equatable {
    public var slot: UInt64
    public var rows: Int
    /// Little-endian doubles, shape `[rows, agents, components]`.
    public var rewards: [UInt8]
    /// A byte a row, 0 or 1.
    public var terminated: [UInt8]
    /// A byte a row, 0 or 1.
    public var truncated: [UInt8]

    public init(slot: UInt64, rows: Int, rewards: [UInt8], terminated: [UInt8], truncated: [UInt8]) {
        self.slot = slot
        self.rows = rows
        self.rewards = rewards
        self.terminated = terminated
        self.truncated = truncated
    }
}

/// The answer to a request that failed.
public struct ErrorReply: Sendable, Equatable {
    public var code: ErrorCode
    /// One sentence a person can act on.
    public var message: String

    public init(_ code: ErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// A line for people.
public struct LogLine: Sendable, Equatable {
    public enum Level: String, Sendable, Hashable, CaseIterable {
        case debug
        case info
        case warning
        case error
    }

    public var level: Level
    public var message: String

    public init(_ level: Level, _ message: String) {
        self.level = level
        self.message = message
    }
}
