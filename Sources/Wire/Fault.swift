/// Everything that can go wrong between a host and a plugin: one closed list, shared by host, kit, reports and wire.
///
/// Each case carries the numbers a person needs. `code` is its name on the wire, `blame` says whose fault it is as the
/// host sees it, and `remedy` what to do about it.
public enum Fault: Error, Equatable, Sendable {
    /// The process could not be started; `reason` is the system's own words.
    case spawnFailed(command: String, reason: String)
    case handshakeTimeout(limit: Duration)
    case versionMismatch(host: ProtocolVersion, plugin: ProtocolVersion)
    /// The policy cannot play what it was offered, in the policy's words.
    case specMismatch(String)
    /// Text where a frame should begin: its first bytes, unprintable ones written `\xNN`.
    case stdoutPollution(text: String)
    case frameTooLarge(length: UInt32, limit: Int)
    /// The stream ended within a frame: `received` of `expected` bytes, the four of the length included; `expected` is
    /// 4 while the length itself is incomplete.
    case truncatedFrame(received: Int, expected: Int)
    case decodeError(MalformedMessage)
    /// Unpacking a message of `length` bytes needed more memory than `budget` bytes.
    case decodeBudget(length: Int, budget: Int)
    case idViolation(IDViolation)
    case invalidAction(InvalidAction)
    /// A request was given up after `elapsed` by the host's clock.
    case deadlineMissed(Request = .decide, budget: Duration, elapsed: Duration)
    /// The plugin left `pending` bytes unread for `waited`.
    case stalled(pending: Int, waited: Duration)
    /// A cancelled request was still unanswered after `grace`.
    case wedged(request: UInt64, grace: Duration)
    case cancelled(request: UInt64)
    /// The policy failed for a reason of its own, in its own words.
    case pluginError(String)
    case crashed(Exit)
    case limitExceeded(Limit)
    /// The process ended only by `rung` of the shutdown ladder.
    case shutdownTimeout(rung: ShutdownRung)
    /// The plugin does not know requests of this kind.
    case unimplemented(String)
    /// The user asked the host to end while it waited for the plugin; on the wire and in reports `cancelled`.
    case interrupted

    /// A request with a time limit, by its name in the protocol.
    public enum Request: String, Equatable, Sendable {
        case open = "Open"
        case reset = "Reset"
        case decide = "Decide"
        case feedback = "Feedback"
        case save = "Save"
        case load = "Load"
        case ping = "Ping"
    }

    /// How a process ended by itself.
    public enum Exit: Equatable, Sendable {
        case code(Int32)
        case signal(Int32)
    }

    /// A resource whose limit was reached, with the limit.
    public enum Limit: Equatable, Sendable {
        case addressSpace(bytes: UInt64)
        case processorTime(seconds: UInt64)
        case fileSize(bytes: UInt64)
        case openFiles(UInt64)
        case processes(UInt64)
        /// The process answers, but needs more than the protocol's own limit of requests in flight.
        case requestsInFlight(Int)
    }

    /// The steps by which the host ends a plugin, in order.
    public enum ShutdownRung: String, Equatable, Sendable {
        case request
        case closedInput = "closed input"
        case terminate = "SIGTERM"
        case kill = "SIGKILL"
    }
}

/// A version of the protocol: equal majors understand each other.
public struct ProtocolVersion: Hashable, Sendable, CustomStringConvertible {
    public let major: UInt32
    public let minor: UInt32

    public init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// The version this code speaks.
    public static let current = ProtocolVersion(major: 1, minor: 0)

    public var description: String { "\(major).\(minor)" }
}

/// What is wrong with the bytes of a frame, where, and in which field.
public struct MalformedMessage: Error, Equatable, Sendable, CustomStringConvertible {
    /// Bytes from the start of the frame's body to the first byte of what is wrong.
    public let offset: Int
    /// The field by name, for example `decide.observation[1]`; empty for the envelope itself.
    public let path: String
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        /// A frame of length 0.
        case empty
        /// The bytes end within a tag, a number or a length.
        case truncated
        /// A field or packed element reaches `excess` bytes beyond the message that holds it.
        case overrun(excess: UInt64)
        /// A variable-length number of more than 10 bytes, or of more than 64 bits.
        case oversizedVarint
        /// A tag or a length of more than 32 bits.
        case oversizedTag
        /// Field number 0.
        case fieldNumberZero
        /// Wire type 3 or 4, which proto3 does not have, or 6 or 7, which nothing has.
        case unknownWireType(Int)
        /// The field is there, but not as the schema has it.
        case wrongWireType(found: Int, expected: Int)
        /// A string that is not UTF-8.
        case invalidUTF8
        /// A string with a zero byte, which C would cut there.
        case zeroByteInString
        /// A second value of a message field that holds one, or a second member of a oneof.
        case repeatedSingular
        /// No member of a oneof is set.
        case unsetOneof(String)
        /// More fields than a frame may hold.
        case tooManyFields(limit: Int)
        /// More fields unknown to this version than a frame may hold.
        case tooManyUnknownFields(limit: Int)
        /// A well-formed value that means nothing here; the text says why.
        case invalidValue(String)
        /// The message passed every check and libprotobuf-c refused it all the same.
        case refusedByLibrary
    }

    public init(offset: Int, path: String, _ problem: Problem) {
        self.offset = offset
        self.path = path
        self.problem = problem
    }

    public var description: String {
        "byte \(offset), \(path.isEmpty ? "envelope" : path): \(problem)"
    }
}

/// How the number of a message broke the rules.
public enum IDViolation: Equatable, Sendable {
    /// Host ids are even, plugin ids odd, and 0 is neither's.
    case wrongParity(UInt64)
    case notIncreasing(UInt64, after: UInt64)
    /// A reply to something that is not waiting: never asked, or answered already.
    case unknownRequest(UInt64)
    /// A reply in another session than its request.
    case wrongSession(UInt64, expected: UInt64)
}

/// Which element of an action is wrong, or which number reported with it, and how.
public struct InvalidAction: Equatable, Sendable {
    /// The name of the tensor or of the report; empty where their number is wrong.
    public let tensor: String
    /// Environment in the batch.
    public let row: Int
    /// Agent, counted from the session's first.
    public let agent: Int
    /// Element within the tensor's shape, row-major.
    public let element: Int
    public let problem: Problem

    public enum Problem: Equatable, Sendable {
        /// Tensors in the decision.
        case tensorCount(Int, expected: Int)
        /// Bytes of the tensor.
        case byteCount(Int, expected: Int)
        case outOfRange(Double, low: Double, high: Double)
        /// Not a number, or infinite.
        case notFinite(Double)
        /// Bytes of what the policy reports about the decision.
        case reportByteCount(Int, expected: Int)
        /// A report that is infinite; NaN says that there is none.
        case infiniteReport(Double)
        /// Every element is within its space, but not as the game's rules tie them together in `stage`; `rule` says how.
        case ruleBroken(stage: String, rule: String)

        /// Whether the game's rules forbid it rather than its space.
        var isRule: Bool {
            if case .ruleBroken = self { true } else { false }
        }

        /// Whether it is about what was reported with the action, not about the action itself.
        var concernsReports: Bool {
            switch self {
            case .reportByteCount, .infiniteReport: true
            case .tensorCount, .byteCount, .outOfRange, .notFinite, .ruleBroken: false
            }
        }
    }

    public init(tensor: String, row: Int = 0, agent: Int = 0, element: Int = 0, _ problem: Problem) {
        self.tensor = tensor
        self.row = row
        self.agent = agent
        self.element = element
        self.problem = problem
    }
}
