/// The name of a failure, as it stands in reports, in JSON and, numbered, in an error reply.
public enum ErrorCode: String, Sendable, Hashable, CaseIterable {
    case spawnFailed = "spawn_failed"
    case handshakeTimeout = "handshake_timeout"
    case versionMismatch = "version_mismatch"
    case specMismatch = "spec_mismatch"
    case stdoutPollution = "stdout_pollution"
    case frameTooLarge = "frame_too_large"
    case truncatedFrame = "truncated_frame"
    case decodeError = "decode_error"
    case decodeBudget = "decode_budget"
    case idViolation = "id_violation"
    case invalidAction = "invalid_action"
    case deadlineMissed = "deadline_missed"
    case stalled
    case wedged
    case cancelled
    case pluginError = "plugin_error"
    case crashed
    case limitExceeded = "limit_exceeded"
    case shutdownTimeout = "shutdown_timeout"
    case unimplemented
}

/// Who has to act on a failure.
public enum Blame: String, Sendable, Hashable {
    case plugin
    case host
    /// The machine: limits, memory, files.
    case environment
    case user
}

extension Fault {
    /// The failure's name.
    public var code: ErrorCode {
        switch self {
        case .spawnFailed: .spawnFailed
        case .handshakeTimeout: .handshakeTimeout
        case .versionMismatch: .versionMismatch
        case .specMismatch: .specMismatch
        case .stdoutPollution: .stdoutPollution
        case .frameTooLarge: .frameTooLarge
        case .truncatedFrame: .truncatedFrame
        case .decodeError: .decodeError
        case .decodeBudget: .decodeBudget
        case .idViolation: .idViolation
        case .invalidAction: .invalidAction
        case .deadlineMissed: .deadlineMissed
        case .stalled: .stalled
        case .wedged: .wedged
        case .cancelled, .interrupted: .cancelled
        case .pluginError: .pluginError
        case .crashed: .crashed
        case .limitExceeded: .limitExceeded
        case .shutdownTimeout: .shutdownTimeout
        case .unimplemented: .unimplemented
        }
    }

    /// Who has to act, as the host sees it; a kit that refuses a host's frame reads `plugin` as `host`.
    public var blame: Blame {
        switch self {
        case .spawnFailed, .limitExceeded: .environment
        case .versionMismatch, .specMismatch, .interrupted: .user
        case .cancelled: .host
        case .handshakeTimeout, .stdoutPollution, .frameTooLarge, .truncatedFrame, .decodeError, .decodeBudget,
            .idViolation, .invalidAction, .deadlineMissed, .stalled, .wedged, .pluginError, .crashed, .shutdownTimeout,
            .unimplemented:
            .plugin
        }
    }

    /// What to do about it, in one line.
    public var remedy: String {
        switch self {
        case .spawnFailed: "check that the command exists, is executable, and that its interpreter is installed"
        case .handshakeTimeout:
            "raise --handshake-timeout if it loads large libraries; else run it by hand and read its stderr"
        case .versionMismatch(let host, let plugin):
            host.major > plugin.major
                ? "build the plugin with an SDK for protocol \(host.major)"
                : "use a host that speaks protocol \(plugin.major), or an older plugin"
        case .specMismatch(let reason) where reason.contains("option"):
            "correct that option where the policy is named (NAME:key=value), or leave it out"
        case .specMismatch: "choose a scenario, role, options and checkpoint that belong together"
        case .stdoutPollution: "print to standard error: standard output belongs to the protocol"
        case .frameTooLarge: "send fewer rows a frame (--envs), or agree on a higher limit in the handshake"
        case .truncatedFrame: "write whole frames and flush them; look in its stderr for why it ended"
        case .decodeError: "generate its messages from the files in Protos/; --record FILE keeps the frame"
        case .decodeBudget: "send fewer and larger fields"
        case .idViolation:
            "number messages 1, 3, 5, ... and answer every request once, with reply_to and session copied from it"
        case .invalidAction(let action) where action.problem.concernsReports:
            "report one number a row under each name it announced, finite, or NaN for nothing"
        case .invalidAction(let action) where action.problem.isRule:
            "keep to the game's rules, which the stage's bounds alone do not say"
        case .invalidAction: "return one finite value an element, in the shape and bounds the stage announces"
        case .deadlineMissed(.feedback, _, _): "learn less from one slot, or grant more time for it"
        case .deadlineMissed(let request, _, _) where request != .decide:
            "raise --handshake-timeout if it needs longer for this; else look in its stderr for what it waits for"
        case .deadlineMissed: "raise --budget, or declare with --on-miss what a miss means"
        case .stalled: "read standard input while computing, or lower the requests in flight"
        case .wedged: "answer a cancelled request at the next opportunity"
        case .cancelled: "nothing: the host gave the request up"
        case .pluginError: "mend what the message names; its stderr may say more"
        case .crashed: "look in its stderr; --record FILE keeps what it had been sent"
        case .limitExceeded: "raise the limit in its manifest, or use less"
        case .shutdownTimeout: "exit when asked to, and when standard input closes"
        case .interrupted: "nothing: it was given up on request"
        case .unimplemented: "use a newer plugin, or a host that does not ask for it"
        }
    }
}
