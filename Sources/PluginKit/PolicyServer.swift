import Policy
import System
import Wire

/// The plugin's end of the conversation: takes the host's frames in, asks a policy, gives frames back.
///
/// Does no input or output itself, so that the same code serves a process and its twin in memory. In the steady state a
/// decision allocates nothing here. A struct that cannot be copied, so that the compiler checks exclusive access once.
public struct PolicyServer: ~Copyable {
    private let served: ServedPolicy
    private var reader = FrameReader()
    private var decoder = HostMessageDecoder()
    private var encoder = PluginMessageEncoder()
    private var sessions: [UInt64: ServedSession] = [:]
    private var hostIDs = PeerIDs.host
    private var ownIDs = MessageIDs.plugin
    private var hasGreeted = false

    /// Serves policies of one type, a fresh one a session.
    public init<Served: Policy>(_ type: Served.Type) {
        served = ServedPolicy(type)
    }

    /// How the conversation ended.
    public enum Ending: Equatable, Sendable {
        /// The host asked for it.
        case shutdown
        /// What arrived was no frame from the start: nobody here speaks the protocol.
        case notAHost
        /// The host broke the protocol.
        case broken(Fault)
    }

    /// Whether any frame has arrived.
    public private(set) var hasHeard = false

    /// Lends free space to `read`, which appends what the host sent.
    public mutating func fill(_ read: (inout OutputSpan<UInt8>) -> Void) {
        _ = reader.fill(read)
    }

    /// Takes in what the host sent, waiting for the first byte.
    mutating func read(from input: borrowing Descriptor) throws(SystemError) -> Transfer {
        var transfer = Transfer.ended
        var failure: SystemError?
        _ = reader.fill { free in
            do throws(SystemError) {
                transfer = try input.read(appendingTo: &free)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return transfer
    }

    /// Answers every request that has arrived whole.
    ///
    /// - Parameter send: is given one frame after the other.
    /// - Returns: `nil` while the conversation goes on.
    public mutating func answer(_ send: (Span<UInt8>) -> Void) -> Ending? {
        var request: HostMessageDecoder.Header?
        do throws(Fault) {
            while let header = try decoder.next(from: &reader) {
                hasHeard = true
                request = header
                try check(header)
                try answer(header, send)
                if header.kind == .cancel { continue }
                send(encoder.frame.span)
                request = nil
                if header.kind == .shutdown { return .shutdown }
            }
            return nil
        } catch {
            guard hasHeard else { return .notAHost }
            // The host is told, if it still listens, before the process ends.
            let reply = ErrorReply(error.code, "\(error)")
            if (try? say(.error(reply), to: request)) != nil { send(encoder.frame.span) }
            return .broken(error)
        }
    }

    private mutating func check(_ header: HostMessageDecoder.Header) throws(Fault) {
        try hostIDs.accept(header.id)
        guard hasGreeted || header.kind == .hello else {
            throw malformed("a conversation starts with hello")
        }
    }

    private mutating func answer(
        _ header: HostMessageDecoder.Header, _ send: (Span<UInt8>) -> Void
    ) throws(Fault) {
        switch header.kind {
        case .decide(let stage): try decide(stage, header)
        case .feedback: try learn(header, send)
        case .hello: try greet(header)
        case .open: try open(header)
        case .reset, .save, .load: try obey(header)
        case .ping: try say(.pong, to: header)
        case .shutdown: try say(.done(computeMicroseconds: 0), to: header)
        // Requests are answered in order and to the end: what is to be cancelled has been answered already.
        case .cancel: break
        case .unknown(let field):
            try say(.error(ErrorReply(.unimplemented, "this kit does not know requests of field \(field)")), to: header)
        }
    }

    // MARK: Requests

    private mutating func greet(_ header: HostMessageDecoder.Header) throws(Fault) {
        guard case .hello(let hello) = try decoder.message(), !hasGreeted else { throw malformed("a second hello") }
        guard hello.version.major == ProtocolVersion.current.major else {
            throw .versionMismatch(host: hello.version, plugin: .current)
        }
        hasGreeted = true
        let identity = PluginIdentity(
            name: served.name, version: served.version, language: "swift", sdk: "firstmover-swift \(kitVersion)")
        let welcome = Welcome(
            answering: hello, identity: identity,
            roles: Role.allCases.filter(served.roles.contains).map(ServedRole.init),
            isDeterministic: served.isDeterministic, learns: served.learns)
        try say(.welcome(welcome), to: header)
        reader.frameLimit = welcome.frameBytes
        encoder.frameLimit = welcome.frameBytes
    }

    private mutating func open(_ header: HostMessageDecoder.Header) throws(Fault) {
        guard case .open(let open) = try decoder.message() else { throw malformed("an open that is none") }
        guard header.session != 0 else { throw malformed("session 0 is the process's own") }
        let weights = open.weightsOf == 0 ? nil : try session(open.weightsOf)
        let answer: PluginMessage
        do throws(PolicyError) {
            guard served.roles.contains(open.session.role) else {
                throw PolicyError("\(served.name) does not play \(open.session.role.rawValue)")
            }
            let session = try served.open(open, weights)
            sessions[header.session] = session
            answer = .opened(session.acceptance)
        } catch {
            answer = .error(ErrorReply(.specMismatch, error.description))
        }
        try say(answer, to: header)
    }

    private mutating func decide(_ stage: Int, _ header: HostMessageDecoder.Header) throws(Fault) {
        let session = try session(header.session)
        guard session.stages.indices.contains(stage) else { throw malformed("no stage \(stage)") }
        _ = try decoder.readDecide(into: &session.stages[stage].observations, rowLimit: session.rows)
        let start = MonotonicInstant.now
        do throws(PolicyError) {
            try session.decide(stage)
        } catch {
            return try say(.error(ErrorReply(.pluginError, error.description)), to: header)
        }
        try encoder.encodeDecision(
            id: ownIDs.next(), replyTo: header.id, session: header.session, session.stages[stage].actions,
            rows: session.stages[stage].observations.rows, computeMicroseconds: start.microsecondsElapsed)
    }

    /// Lets the policy learn and sends what it says about it, before the reply.
    private mutating func learn(
        _ header: HostMessageDecoder.Header, _ send: (Span<UInt8>) -> Void
    ) throws(Fault) {
        let session = try session(header.session)
        try decoder.readFeedback(into: &session.feedback)
        let start = MonotonicInstant.now
        var answer: PluginMessage?
        do throws(PolicyError) {
            try session.learn()
        } catch {
            answer = .error(ErrorReply(.pluginError, error.description))
        }
        let elapsed = start.microsecondsElapsed
        if let metrics = session.takeMetrics() {
            try encoder.encode(
                PluginEnvelope(id: ownIDs.next(), replyTo: 0, session: header.session, .metrics(metrics)))
            send(encoder.frame.span)
        }
        try say(answer ?? .done(computeMicroseconds: elapsed), to: header)
    }

    private mutating func obey(_ header: HostMessageDecoder.Header) throws(Fault) {
        let session = try session(header.session)
        switch try decoder.message() {
        case .reset(let reset):
            guard reset.rows.allSatisfy({ $0 < session.rows }) else { throw malformed("a row beyond the batch") }
            try finish(header) { () throws(PolicyError) in
                for (row, seed) in zip(reset.rows, reset.seeds) { session.reset(row: row, seed: seed) }
            }
        case .save(let path): try finish(header) { () throws(PolicyError) in try session.save(to: path) }
        case .load(let path): try finish(header) { () throws(PolicyError) in try session.load(from: path) }
        default: throw malformed("a request that is none")
        }
    }

    // MARK: Replies

    /// Does what was asked and says that it is done, or why not.
    private mutating func finish(
        _ header: HostMessageDecoder.Header, _ work: () throws(PolicyError) -> Void
    ) throws(Fault) {
        let start = MonotonicInstant.now
        let answer: PluginMessage
        do throws(PolicyError) {
            try work()
            answer = .done(computeMicroseconds: start.microsecondsElapsed)
        } catch {
            answer = .error(ErrorReply(.pluginError, error.description))
        }
        try say(answer, to: header)
    }

    private mutating func say(_ message: PluginMessage, to request: HostMessageDecoder.Header?) throws(Fault) {
        try encoder.encode(
            PluginEnvelope(id: ownIDs.next(), replyTo: request?.id ?? 0, session: request?.session ?? 0, message))
    }

    private func session(_ number: UInt64) throws(Fault) -> ServedSession {
        guard let session = sessions[number] else { throw malformed("session \(number) is not open") }
        return session
    }

    private func malformed(_ reason: String) -> Fault {
        .decodeError(MalformedMessage(offset: 0, path: "", .invalidValue(reason)))
    }
}

/// The release of this kit, as it introduces itself.
let kitVersion = "0.1.0"

extension MonotonicInstant {
    /// Microseconds from this moment to now.
    var microsecondsElapsed: Double { Double(MonotonicInstant.now.nanoseconds(since: self)) / 1000 }
}
