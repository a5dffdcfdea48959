import Policy

/// The limits and constants both sides of the protocol hold to.
public enum Limits {
    /// Bytes of a frame's length.
    public static let headerLength = 4
    /// What a frame limit may be agreed on; under 2^26 every frame starts with a byte 0...3, which no text does.
    public static let frameBytes = 65_536...67_108_863
    /// The frame limit a host offers unless told otherwise: 16 MiB.
    public static let defaultFrameBytes = 16_777_216
    /// The frame limit that holds until the handshake is over.
    public static let handshakeFrameBytes = 65_536
    /// Bytes of a nonce.
    public static let nonceLength = 16
    /// Most numbers a policy may report with a decision.
    public static let reports = 64
    /// Longest name of a report.
    public static let reportNameLength = 64
}

/// How the host introduces itself.
public struct Hello: Sendable, Equatable {
    public var version: ProtocolVersion
    public var features: [String]
    /// Longest frame body the host accepts.
    public var frameBytes: Int
    /// Most requests the host would leave unanswered at a time.
    public var requestsInFlight: Int
    /// 16 random bytes.
    public var nonce: [UInt8]
    public var hostVersion: String

    public init(
        version: ProtocolVersion = .current, features: [String] = [], frameBytes: Int = Limits.defaultFrameBytes,
        requestsInFlight: Int = 1, nonce: [UInt8], hostVersion: String
    ) {
        self.version = version
        self.features = features
        self.frameBytes = frameBytes
        self.requestsInFlight = requestsInFlight
        self.nonce = nonce
        self.hostVersion = hostVersion
    }
}

/// How the plugin introduces itself, and what both sides hold to from here on.
public struct Welcome: Sendable, Equatable {
    public var nonce: [UInt8]
    /// The host's major and the lower of both minors.
    public var version: ProtocolVersion
    public var features: [String]
    /// The lower of both sides' limits.
    public var frameBytes: Int
    public var requestsInFlight: Int
    public var identity: PluginIdentity
    public var roles: [ServedRole]
    public var isDeterministic: Bool
    public var learns: Bool

    public init(
        nonce: [UInt8], version: ProtocolVersion, features: [String], frameBytes: Int, requestsInFlight: Int,
        identity: PluginIdentity, roles: [ServedRole], isDeterministic: Bool, learns: Bool
    ) {
        self.nonce = nonce
        self.version = version
        self.features = features
        self.frameBytes = frameBytes
        self.requestsInFlight = requestsInFlight
        self.identity = identity
        self.roles = roles
        self.isDeterministic = isDeterministic
        self.learns = learns
    }

    /// The answer to `hello` of a plugin that itself accepts `frameBytes` and `requestsInFlight`.
    public init(
        answering hello: Hello, identity: PluginIdentity, roles: [ServedRole], features: [String] = [],
        frameBytes: Int = Limits.frameBytes.upperBound, requestsInFlight: Int = 1, isDeterministic: Bool = true,
        learns: Bool = false
    ) {
        self.init(
            nonce: hello.nonce,
            version: ProtocolVersion(
                major: ProtocolVersion.current.major, minor: min(hello.version.minor, ProtocolVersion.current.minor)),
            features: hello.features.filter(features.contains), frameBytes: min(hello.frameBytes, frameBytes),
            requestsInFlight: min(hello.requestsInFlight, requestsInFlight), identity: identity, roles: roles,
            isDeterministic: isDeterministic, learns: learns)
    }

    /// What the plugin's answer breaks of what `hello` offered; `nil` where the handshake holds.
    public func violation(of hello: Hello) -> Fault? {
        if version.major != hello.version.major { return .versionMismatch(host: hello.version, plugin: version) }
        func malformed(_ field: String, _ reason: String) -> Fault {
            .decodeError(MalformedMessage(offset: 0, path: "welcome.\(field)", .invalidValue(reason)))
        }
        if nonce != hello.nonce { return malformed("nonce", "is not the one of Hello") }
        if version.minor > hello.version.minor { return malformed("minor", "is above the host's") }
        if !features.allSatisfy(hello.features.contains) { return malformed("features", "were not offered") }
        if !(Limits.frameBytes.lowerBound...hello.frameBytes).contains(frameBytes) {
            return malformed(
                "frame_bytes", "\(frameBytes) is not in \(Limits.frameBytes.lowerBound)...\(hello.frameBytes)")
        }
        if !(1...hello.requestsInFlight).contains(requestsInFlight) {
            return malformed("requests_in_flight", "\(requestsInFlight) is not in 1...\(hello.requestsInFlight)")
        }
        return nil
    }
}

/// What a plugin says about itself.
public struct PluginIdentity: Sendable, Hashable {
    public var name: String
    public var version: String
    /// Language, for example `python 3.11`.
    public var language: String
    /// The library that speaks the protocol for it; empty if it does so itself.
    public var sdk: String

    public init(name: String, version: String, language: String, sdk: String) {
        self.name = name
        self.version = version
        self.language = language
        self.sdk = sdk
    }
}

/// What a process can be to its peer: a policy in one of the two roles, or the game itself.
public enum ServedRole: String, Sendable, Hashable, CaseIterable {
    case `operator`
    case followers
    case environment

    public init(_ role: Role) {
        switch role {
        case .operator: self = .operator
        case .followers: self = .followers
        }
    }
}
