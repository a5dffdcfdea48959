import Policy
import System
import Wire

/// The host's end of the conversation with one process: frames, numbers and deadlines, over any stream of bytes.
///
/// One request is in the air at a time: a policy has to finish a decision before the next makes sense. Nothing here waits
/// beyond the deadline it was given, whatever the other end does or leaves undone. A struct that cannot be copied, so that
/// exclusive access is checked by the compiler and not at every step of a decision.
struct PluginConnection: ~Copyable {
    private let stream: any ByteStream
    private let recording: RecordingChannel?
    private var reader = FrameReader()
    private var encoder = HostMessageEncoder()
    private(set) var decoder = PluginMessageDecoder()
    private var ownIDs = MessageIDs.host
    private var pluginIDs = PeerIDs.plugin
    /// Kind of the reply that came last.
    private var lastKind = PluginMessageDecoder.Kind.pong
    /// The request that waits for its reply.
    private var waiting: Request?
    /// A request that was given up; its reply is dropped when it comes.
    private var abandoned: Request?

    /// What a plugin says without being asked.
    var onNotice: ((Notice) -> Void)?

    private struct Request {
        let id: UInt64
        let session: UInt64
        /// For one that was given up, when its patience ends.
        var deadline = MonotonicInstant.never
        var grace = Duration.zero
    }

    /// Frames handled before the clock is looked at, so that a plugin that never stops talking cannot hold the host.
    private static let framesBetweenClocks = 64

    init(_ stream: any ByteStream, recording: RecordingChannel? = nil) {
        self.stream = stream
        self.recording = recording
    }

    /// Both directions' limit on a frame's body once the handshake has settled it.
    mutating func agree(frameLimit: Int) {
        reader.frameLimit = frameLimit
        encoder.frameLimit = frameLimit
    }

    // MARK: Asking

    /// Sends a request whose reply is then waited for.
    mutating func send(_ message: HostMessage, session: UInt64 = 0, until deadline: MonotonicInstant) throws(Fault) {
        let id = try begin(session)
        try encoder.encode(HostEnvelope(id: id, session: session, message))
        try transmit(until: deadline)
    }

    /// Asks for a decision.
    mutating func sendDecide(
        _ observations: borrowing Observations, session: UInt64, budgetMicroseconds: UInt64,
        until deadline: MonotonicInstant
    ) throws(Fault) {
        let id = try begin(session)
        try encoder.encodeDecide(
            id: id, session: session, observations, budgetMicroseconds: budgetMicroseconds)
        try transmit(until: deadline)
    }

    /// Tells what followed a slot.
    mutating func sendFeedback(
        _ feedback: borrowing Feedback, session: UInt64, until deadline: MonotonicInstant
    ) throws(Fault) {
        let id = try begin(session)
        try encoder.encodeFeedback(id: id, session: session, feedback)
        try transmit(until: deadline)
    }

    /// Gives the waiting request up: its reply is dropped if it comes within `grace`, and is overdue after that.
    mutating func cancel(grace: Duration) throws(Fault) {
        guard var request = waiting.take() else { return }
        let deadline = MonotonicInstant.after(grace)
        request.deadline = deadline
        request.grace = grace
        abandoned = request
        let id = ownIDs.next()
        try encoder.encode(HostEnvelope(id: id, session: request.session, .cancel(request: request.id)))
        try transmit(until: deadline)
    }

    /// Asks the process to end, without waiting for anything: what was asked before is given up.
    mutating func sendShutdown() throws(Fault) {
        try cancel(grace: .zero)
        let id = ownIDs.next()
        waiting = Request(id: id, session: 0)
        try encoder.encode(HostEnvelope(id: id, session: 0, .shutdown))
        try transmit(until: .now)
    }

    /// Whether a request waits for its reply.
    var isAwaited: Bool { waiting != nil }

    /// Waits out a request that was given up.
    ///
    /// - Throws: ``Fault/wedged(request:grace:)`` where its grace is over.
    mutating func settle() throws(Fault) {
        guard let request = abandoned else { return }
        guard try awaitReply(to: request, until: request.deadline) else {
            throw .wedged(request: request.id, grace: request.grace)
        }
        abandoned = nil
    }

    /// Takes the number of a new request.
    private mutating func begin(_ session: UInt64) throws(Fault) -> UInt64 {
        precondition(waiting == nil, "a process was asked again before its reply was collected")
        try settle()
        let id = ownIDs.next()
        waiting = Request(id: id, session: session)
        return id
    }

    /// Writes the encoder's frame.
    ///
    /// While there is no room, what the plugin writes is taken in: a plugin that is itself stuck writing would otherwise
    /// never come to read.
    private mutating func transmit(until deadline: MonotonicInstant) throws(Fault) {
        let frame = encoder.frame
        let bytes = frame.span
        recording?.sent(bytes.extracting(Limits.headerLength...))
        var done = 0
        var started: MonotonicInstant?
        while done < bytes.count {
            switch trusted({ () throws(SystemError) in try stream.write(bytes.extracting(done...)) }) {
            case .moved(let count):
                done += count
            case .ended:
                // What it said last, or the end of its output, tells more than a broken pipe; reading will find it.
                return
            case .wouldBlock:
                let since = started ?? .now
                started = since
                let interest: Readiness.Interest =
                    reader.pendingCount > reader.frameLimit ? .writing : [.reading, .writing]
                let ready = trusted { () throws(SystemError) in try stream.wait(for: interest, until: deadline) }
                if ready.isEmpty {
                    if stream.isInterrupted { throw .interrupted }
                    throw .stalled(
                        pending: bytes.count - done,
                        waited: .nanoseconds(Int64(clamping: MonotonicInstant.now.nanoseconds(since: since))))
                }
                // At the end of its output the write fails next, or the reader says so once it is asked.
                if ready.contains(.reading), takeBytes(until: deadline) == .ended { return }
            }
        }
    }

    // MARK: Listening

    /// Waits for the reply to the request that waits; the decoder then holds it.
    ///
    /// - Returns: false if the deadline came first; the request goes on waiting.
    mutating func receive(until deadline: MonotonicInstant) throws(Fault) -> Bool {
        guard let request = waiting else { preconditionFailure("nothing was asked") }
        guard try awaitReply(to: request, until: deadline) else { return false }
        waiting = nil
        return true
    }

    /// Takes the decision that ``receive(until:)`` waited for, checked against its spaces.
    ///
    /// - Returns: microseconds the plugin says it computed.
    func readDecision(into actions: inout Actions, rows: Int) throws(Fault) -> Double {
        switch lastKind {
        case .decision: return try decoder.readDecision(into: &actions, rows: rows)
        case .error:
            if case .error(let reply) = try decoder.message() { throw Fault(reply, request: 0) }
            fallthrough
        default: throw unexpectedReply
        }
    }

    private mutating func awaitReply(to request: Request, until deadline: MonotonicInstant) throws(Fault) -> Bool {
        var frames = 0
        while let head = try nextMessage(until: deadline) {
            try pluginIDs.accept(head.id)
            if head.replyTo == 0 {
                try takeNotice(try decoder.message())
            } else if head.replyTo == request.id {
                guard head.session == request.session else {
                    throw .idViolation(.wrongSession(head.session, expected: request.session))
                }
                lastKind = head.kind
                return true
            } else if head.replyTo == abandoned?.id {
                // The plugin is being stopped, and finishes first what it was at.
                abandoned = nil
            } else {
                throw .idViolation(.unknownRequest(head.replyTo))
            }
            frames += 1
            guard frames % Self.framesBetweenClocks == 0 else { continue }
            if stream.isInterrupted { throw .interrupted }
            if deadline.nanosecondsLeft == 0 { return false }
        }
        return false
    }

    private func takeNotice(_ message: PluginMessage) throws(Fault) {
        switch message {
        case .log(let line): onNotice?(.log(line))
        case .metrics(let metrics): onNotice?(.metrics(metrics))
        case .error(let reply): throw Fault(reply, request: 0)
        case .unknown: break
        default: throw .idViolation(.unknownRequest(0))
        }
    }

    /// Reads until the decoder holds one more message.
    ///
    /// - Returns: what it starts with; `nil` if the deadline came first.
    private mutating func nextMessage(until deadline: MonotonicInstant) throws(Fault) -> PluginMessageDecoder.Header? {
        while true {
            if let header = try decodeFrame() { return header }
            switch takeBytes(until: deadline) {
            case .moved: continue
            case .wouldBlock:
                if stream.isInterrupted { throw .interrupted }
                return nil
            case .ended:
                try reader.finish()
                throw .truncatedFrame(received: 0, expected: Limits.headerLength)
            }
        }
    }

    /// Decodes the next frame, if all of it has arrived.
    private mutating func decodeFrame() throws(Fault) -> PluginMessageDecoder.Header? {
        guard let recording else { return try decoder.next(from: &reader) }
        guard try reader.next() else { return nil }
        return try reader.withFrame { (body) throws(Fault) in
            recording.received(body)
            return try decoder.decode(body)
        }
    }

    /// Records what has arrived and was not taken as a frame, before the plugin is given up.
    func recordRemainder() {
        guard let recording, reader.pendingCount > 0 else { return }
        reader.withPending(recording.receivedRemainder)
    }

    /// Takes in what there is to read, waiting for the first byte.
    private mutating func takeBytes(until deadline: MonotonicInstant) -> Transfer {
        var transfer = Transfer.ended
        _ = reader.fill { free in
            transfer = trusted { () throws(SystemError) in try stream.read(appendingTo: &free, until: deadline) }
        }
        return transfer
    }
}

/// What a plugin says without being asked.
public enum Notice: Sendable, Equatable {
    case log(LogLine)
    case metrics(LearningMetrics)
}

/// A reply of another kind than was asked for.
let unexpectedReply = Fault.decodeError(
    MalformedMessage(offset: 0, path: "", .invalidValue("does not answer the request")))

/// The result of a system call on a pipe of ours, whose only errors are bugs of this program.
private func trusted<Result>(_ body: () throws(SystemError) -> Result) -> Result {
    do throws(SystemError) {
        return try body()
    } catch {
        preconditionFailure("a pipe failed: \(error)")
    }
}
