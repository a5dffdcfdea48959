extension Fault: CustomStringConvertible {
    /// One sentence on one line: what happened, with its numbers.
    public var description: String {
        switch self {
        case .spawnFailed(let command, let reason): "could not start `\(command.terminalSafe)`: \(reason.terminalSafe)"
        case .handshakeTimeout(let limit): "no answer to the handshake within \(limit.inWords)"
        case .versionMismatch(let host, let plugin): "it speaks protocol \(plugin), the host \(host)"
        case .specMismatch(let reason): "it cannot play this: \(reason.terminalSafe)"
        case .stdoutPollution(let text): "it wrote text where a frame should begin: \"\(text)\""
        case .frameTooLarge(let length, let limit): "a frame of \(length) bytes, the limit is \(limit)"
        case .truncatedFrame(let received, let expected):
            "its output ended within a frame, after \(received) of \(expected) bytes"
        case .decodeError(let malformed): "a malformed message: \(malformed)"
        case .decodeBudget(let length, let budget):
            "a message of \(length) bytes that needs more than \(budget) bytes of memory"
        case .idViolation(let violation): "\(violation)"
        case .invalidAction(let action): "an invalid action: \(action)"
        case .deadlineMissed(.decide, let budget, let elapsed):
            "no decision within the budget of \(budget.inWords), given up after \(elapsed.inWords)"
        case .deadlineMissed(let request, let limit, _): "no answer to \(request.rawValue) within \(limit.inWords)"
        case .stalled(let pending, let waited): "it left \(pending) bytes unread for \(waited.inWords)"
        case .wedged(let request, let grace):
            "request \(request) was cancelled and not answered within \(grace.inWords)"
        case .cancelled(let request): "request \(request) was cancelled"
        case .pluginError(let reason): "it failed: \(reason.terminalSafe)"
        case .crashed(.code(let code)): "its process ended by itself with code \(code)"
        case .crashed(.signal(let signal)): "its process was ended by \(signalName(signal))"
        case .limitExceeded(let limit): "it reached its limit of \(limit)"
        case .shutdownTimeout(let rung): "it did not end when asked to, only by \(rung.rawValue)"
        case .interrupted: "it was waited for when the interrupt came"
        case .unimplemented(let reason): "it does not know the request: \(reason.terminalSafe)"
        }
    }
}

extension Fault.Limit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .addressSpace(let bytes): "\(bytes) bytes of memory"
        case .processorTime(let seconds): "\(seconds) seconds of processor time"
        case .fileSize(let bytes): "\(bytes) bytes a file"
        case .openFiles(let count): "\(count) open files"
        case .processes(let count): "\(count) processes"
        case .requestsInFlight(let count): "\(count) requests in flight"
        }
    }
}

extension MalformedMessage.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "a frame of length 0"
        case .truncated: "the message ends within it"
        case .overrun(let excess): "it reaches \(excess) bytes beyond what holds it"
        case .oversizedVarint: "a number of more than 64 bits"
        case .oversizedTag: "a tag or length of more than 32 bits"
        case .fieldNumberZero: "field number 0"
        case .unknownWireType(let type): "wire type \(type), which proto3 does not have"
        case .wrongWireType(let found, let expected): "wire type \(found) instead of \(expected)"
        case .invalidUTF8: "text that is not UTF-8"
        case .zeroByteInString: "a zero byte in text"
        case .repeatedSingular: "a second value where one may stand"
        case .unsetOneof(let members): "none of \(members) is set"
        case .tooManyFields(let limit): "more than \(limit) fields"
        case .tooManyUnknownFields(let limit): "more than \(limit) unknown fields"
        case .invalidValue(let reason): reason
        case .refusedByLibrary: "libprotobuf-c refused it"
        }
    }
}

extension IDViolation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongParity(let id): "message id \(id) is not its to give"
        case .notIncreasing(let id, let last): "message id \(id) after \(last)"
        case .unknownRequest(let id): "a reply to \(id), which is not waiting for one"
        case .wrongSession(let session, let expected): "a reply in session \(session) instead of \(expected)"
        }
    }
}

extension InvalidAction: CustomStringConvertible {
    public var description: String {
        let place = "tensor \(tensor), row \(row), agent \(agent), element \(element)"
        return switch problem {
        case .tensorCount(let count, let expected): "\(count) tensors instead of \(expected)"
        case .byteCount(let count, let expected): "tensor \(tensor) has \(count) bytes instead of \(expected)"
        case .outOfRange(let value, let low, let high): "\(place): \(value) is not within \(low) and \(high)"
        case .notFinite(let value): "\(place): \(value) is not a finite number"
        case .reportByteCount(let count, let expected): "\(count) bytes of reports instead of \(expected)"
        case .infiniteReport(let value): "report \(tensor), row \(row): \(value) is neither a finite number nor NaN"
        case .ruleBroken(let stage, let rule): "stage \(stage), tensor \(tensor), row \(row), agent \(agent): \(rule)"
        }
    }
}

/// The name of a signal that ends processes, else its number.
private func signalName(_ signal: Int32) -> String {
    switch signal {
    case 4: "SIGILL"
    case 6: "SIGABRT"
    case 7: "SIGBUS"
    case 8: "SIGFPE"
    case 9: "SIGKILL"
    case 11: "SIGSEGV"
    case 13: "SIGPIPE"
    case 15: "SIGTERM"
    default: "signal \(signal)"
    }
}
