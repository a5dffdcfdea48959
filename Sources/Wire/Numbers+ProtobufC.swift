import CFirstmoverProtos
import Policy

extension ErrorCode {
    /// The code's number in the schema.
    var number: Firstmover__V1__ErrorCode {
        switch self {
        case .spawnFailed: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_SPAWN_FAILED
        case .handshakeTimeout: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_HANDSHAKE_TIMEOUT
        case .versionMismatch: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_VERSION_MISMATCH
        case .specMismatch: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_SPEC_MISMATCH
        case .stdoutPollution: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_STDOUT_POLLUTION
        case .frameTooLarge: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_FRAME_TOO_LARGE
        case .truncatedFrame: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_TRUNCATED_FRAME
        case .decodeError: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_DECODE_ERROR
        case .decodeBudget: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_DECODE_BUDGET
        case .idViolation: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_ID_VIOLATION
        case .invalidAction: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_INVALID_ACTION
        case .deadlineMissed: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_DEADLINE_MISSED
        case .stalled: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_STALLED
        case .wedged: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_WEDGED
        case .cancelled: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_CANCELLED
        case .pluginError: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_PLUGIN_ERROR
        case .crashed: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_CRASHED
        case .limitExceeded: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_LIMIT_EXCEEDED
        case .shutdownTimeout: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_SHUTDOWN_TIMEOUT
        case .unimplemented: FIRSTMOVER__V1__ERROR_CODE__ERROR_CODE_UNIMPLEMENTED
        }
    }
}

extension LogLine.Level {
    var number: Firstmover__V1__LogLevel {
        switch self {
        case .debug: FIRSTMOVER__V1__LOG_LEVEL__LOG_LEVEL_DEBUG
        case .info: FIRSTMOVER__V1__LOG_LEVEL__LOG_LEVEL_INFO
        case .warning: FIRSTMOVER__V1__LOG_LEVEL__LOG_LEVEL_WARNING
        case .error: FIRSTMOVER__V1__LOG_LEVEL__LOG_LEVEL_ERROR
        }
    }
}

extension ServedRole {
    var number: Firstmover__V1__Role {
        switch self {
        case .operator: FIRSTMOVER__V1__ROLE__ROLE_OPERATOR
        case .followers: FIRSTMOVER__V1__ROLE__ROLE_FOLLOWERS
        case .environment: FIRSTMOVER__V1__ROLE__ROLE_ENVIRONMENT
        }
    }

    init?(_ number: Firstmover__V1__Role) {
        guard let role = ServedRole.allCases.first(where: { $0.number == number }) else { return nil }
        self = role
    }
}

extension Role {
    /// The role with `number`, one a policy can play.
    init?(_ number: Firstmover__V1__Role) {
        guard let role = Role.allCases.first(where: { ServedRole($0).number == number }) else { return nil }
        self = role
    }
}

extension Mode {
    var number: Firstmover__V1__Mode {
        switch self {
        case .train: FIRSTMOVER__V1__MODE__MODE_TRAIN
        case .evaluate: FIRSTMOVER__V1__MODE__MODE_EVALUATE
        }
    }

    init?(_ number: Firstmover__V1__Mode) {
        switch number {
        case FIRSTMOVER__V1__MODE__MODE_TRAIN: self = .train
        case FIRSTMOVER__V1__MODE__MODE_EVALUATE: self = .evaluate
        default: return nil
        }
    }
}

extension ElementType {
    var number: Firstmover__V1__ElementType {
        switch self {
        case .float32: FIRSTMOVER__V1__ELEMENT_TYPE__ELEMENT_TYPE_FLOAT32
        case .float64: FIRSTMOVER__V1__ELEMENT_TYPE__ELEMENT_TYPE_FLOAT64
        case .int32: FIRSTMOVER__V1__ELEMENT_TYPE__ELEMENT_TYPE_INT32
        }
    }

    init?(_ number: Firstmover__V1__ElementType) {
        guard let type = ElementType.allCases.first(where: { $0.number == number }) else { return nil }
        self = type
    }
}
