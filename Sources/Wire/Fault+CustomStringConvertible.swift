extension Fault: CustomStringConvertible {
    /// What happened, in words that follow the plugin's name.
    public var description: String {
        switch self {
        case .spawnFailed(let command, let reason): "cannot start \(command): \(reason)"
        case .handshakeTimeout(let limit): "did not introduce itself within \(limit)"
        case .versionMismatch(let host, let plugin): "speaks protocol \(plugin), the host speaks \(host)"
        case .specMismatch(let reason): "cannot play this: \(reason)"
        case .stdoutPollution(let text): "wrote text to standard output: \"\(text)\""
        case .frameTooLarge(let length, let limit): "sent a frame of \(length) bytes, the limit is \(limit)"
        case .truncatedFrame(let received, let expected):
            "closed its output after \(received) of \(expected) bytes of a frame"
        case .decodeError(let error): "sent a malformed message: \(error)"
        case .decodeBudget(let length, let budget):
            "sent a message of \(length) bytes that takes more than \(budget) bytes of memory"
        case .idViolation(let violation): "broke the order of messages: \(violation)"
        case .invalidAction(let action): "decided something illegal: \(action)"
        case .deadlineMissed(let budget, let elapsed): "took \(elapsed) for a decision, the budget is \(budget)"
        case .stalled(let pending, let waited): "left \(pending) bytes of its input unread for \(waited)"
        case .wedged(let request, let grace): "did not answer cancelled request \(request) within \(grace)"
        case .cancelled(let request): "gave up request \(request), which was cancelled"
        case .pluginError(let message): "failed: \(message)"
        case .crashed(let exit): "ended by itself with \(exit)"
        case .limitExceeded(let limit): "reached its limit of \(limit)"
        case .shutdownTimeout(let rung): "did not end when asked to; it took \(rung.rawValue)"
        case .unimplemented(let message): "does not know this request: \(message)"
        }
    }
}

extension Fault.Exit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .code(let code): "exit code \(code)"
        case .signal(let number): "signal \(number)"
        }
    }
}

extension Fault.Limit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .addressSpace(let bytes): "\(bytes) bytes of address space"
        case .processorTime(let seconds): "\(seconds) s of processor time"
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
        case .empty: "an empty frame"
        case .truncated: "the bytes end within a tag, a number or a length"
        case .overrun(let excess): "it reaches \(excess) bytes beyond the message that holds it"
        case .oversizedVarint: "a variable-length number of more than 64 bits"
        case .oversizedTag: "a tag or length of more than 32 bits"
        case .fieldNumberZero: "field number 0"
        case .unknownWireType(let type): "wire type \(type)"
        case .wrongWireType(let found, let expected): "wire type \(found) where the schema has \(expected)"
        case .invalidUTF8: "text that is not UTF-8"
        case .zeroByteInString: "text with a zero byte in it"
        case .repeatedSingular: "a second value of a field that holds one"
        case .unsetOneof(let name): "no member of \(name) is set"
        case .tooManyFields(let limit): "more than \(limit) fields"
        case .tooManyUnknownFields(let limit): "more than \(limit) unknown fields"
        case .invalidValue(let reason): reason
        case .refusedByLibrary: "libprotobuf-c refuses it"
        }
    }
}

extension IDViolation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongParity(let id): "id \(id) is the other side's"
        case .notIncreasing(let id, let last): "id \(id) after id \(last)"
        case .unknownRequest(let id): "a reply to request \(id), which does not wait for one"
        case .wrongSession(let session, let expected): "a reply in session \(session) to a request in session \(expected)"
        }
    }
}

extension InvalidAction: CustomStringConvertible {
    public var description: String {
        switch problem {
        case .tensorCount(let count, let expected): "\(count) tensors where the action has \(expected)"
        case .byteCount(let count, let expected): "\(count) bytes of \(tensor) where its shape has \(expected)"
        case .outOfRange(let value, let low, let high): "\(value) in \(place), legal are \(low) to \(high)"
        case .notFinite(let value): "\(value) in \(place)"
        }
    }

    private var place: String { "\(tensor)[row \(row), agent \(agent), element \(element)]" }
}
