import Policy
import System
import Wire

/// A plugin that runs and has introduced itself; sessions are opened on it.
///
/// One thread uses it and its endpoints. When its owner lets go of it without ``stop()``, its process is killed.
public final class Plugin {
    /// What people call it.
    public let name: String
    /// What it said about itself and agreed to.
    public let welcome: Welcome
    public let rules: DecisionRules

    /// Number of its process and process group; `nil` for one in memory.
    public var processID: Int32? { process?.processID }

    var connection: PluginConnection
    private let process: PluginProcess?
    /// Time for a request that is neither a decision nor learning.
    private let controlLimit: Duration
    private var sessions: UInt64 = 0
    /// The failure that ended the conversation; every later request fails with it.
    private var failure: PluginFailure?

    /// Starts a plugin's process and shakes hands with it.
    ///
    /// - Parameters:
    ///   - specification: what to start.
    ///   - rules: how long decisions may take.
    ///   - placement: on which cores, seen from the calling thread, which is pinned too unless the plugin computes in
    ///     parallel; from here on the same thread uses the plugin.
    ///   - recording: where its frames are recorded, if anywhere.
    ///   - onStandardErrorLine: is given each line it writes to standard error, on another thread.
    ///   - onNotice: is given its log lines and metrics.
    /// - Throws: ``PluginFailure`` with `spawnFailed`, `handshakeTimeout`, `versionMismatch`, or how it misbehaved.
    public convenience init(
        _ specification: PluginSpecification, rules: DecisionRules = DecisionRules(), placement: Placement = .auto,
        recording: RecordingWriter? = nil, onStandardErrorLine: (@Sendable (String) -> Void)? = nil,
        onNotice: ((Notice) -> Void)? = nil
    ) throws(PluginFailure) {
        let deadline = MonotonicInstant.after(specification.handshakeLimit)
        let process: PluginProcess
        do throws(Fault) {
            // A machine that refuses to pin is slower, not wrong.
            let cores = (try? placement.cores(threads: specification.threads)) ?? Affinity.initial
            process = try PluginProcess(specification, cores: cores, onStandardErrorLine: onStandardErrorLine)
        } catch {
            throw PluginFailure(plugin: specification.name, error)
        }
        try self.init(
            name: specification.name, stream: process.stream, process: process, rules: rules,
            handshakeLimit: specification.handshakeLimit, deadline: deadline,
            recording: recording?.channel(named: specification.name), onNotice: onNotice)
    }

    /// Shakes hands with a plugin at the other end of `stream`, for tests and recordings.
    public convenience init(
        name: String, stream: any ByteStream, rules: DecisionRules = DecisionRules(),
        handshakeLimit: Duration = .seconds(10), recording: RecordingWriter? = nil,
        onNotice: ((Notice) -> Void)? = nil
    ) throws(PluginFailure) {
        try self.init(
            name: name, stream: stream, process: nil, rules: rules, handshakeLimit: handshakeLimit,
            deadline: .after(handshakeLimit), recording: recording?.channel(named: name), onNotice: onNotice)
    }

    private init(
        name: String, stream: any ByteStream, process: PluginProcess?, rules: DecisionRules, handshakeLimit: Duration,
        deadline: MonotonicInstant, recording: RecordingChannel?, onNotice: ((Notice) -> Void)?
    ) throws(PluginFailure) {
        self.name = name
        self.process = process
        self.rules = rules
        controlLimit = rules.controlLimit ?? handshakeLimit
        connection = PluginConnection(stream, recording: recording)
        connection.onNotice = onNotice
        do throws(Fault) {
            welcome = try Self.shakeHands(on: &connection, limit: handshakeLimit, until: deadline)
        } catch {
            throw Self.failure(name, error, process)
        }
    }

    private static func shakeHands(
        on connection: inout PluginConnection, limit: Duration, until deadline: MonotonicInstant
    ) throws(Fault) -> Welcome {
        var generator = SystemRandomNumberGenerator()
        let nonce = (0..<Limits.nonceLength).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let hello = Hello(nonce: nonce, hostVersion: hostVersion)
        try connection.send(.hello(hello), until: deadline)
        guard try connection.receive(until: deadline) else { throw .handshakeTimeout(limit: limit) }
        switch try connection.decoder.message() {
        case .welcome(let welcome):
            if let fault = welcome.violation(of: hello) { throw fault }
            connection.agree(frameLimit: welcome.frameBytes)
            return welcome
        case .error(let reply):
            throw Fault(reply, request: 0)
        default:
            throw .decodeError(MalformedMessage(offset: 0, path: "", .invalidValue("is not a Welcome")))
        }
    }

    /// The release that introduces itself to plugins.
    static let hostVersion = "0.1.0"

    // MARK: Sessions

    /// Opens a session: the policy looks at the shapes of everything to come and says what it takes.
    ///
    /// - Parameters:
    ///   - session: what is to be played.
    ///   - rewardComponents: names of the reward's components, the first is what an agent maximises.
    ///   - weights: the session whose weights the new one starts from, as evaluation does in the middle of training.
    /// - Returns: the session, to be played from the thread that uses the plugin.
    /// - Throws: ``PluginFailure`` with `specMismatch` where the policy cannot play it.
    public func open(
        _ session: Session, rewardComponents: [String] = [], weightsOf weights: PluginEndpoint? = nil
    ) throws(PluginFailure) -> PluginEndpoint {
        sessions += 1
        let number = sessions
        let open = Open(session, rewardComponents: rewardComponents, weightsOf: weights?.number ?? 0)
        let acceptance = try ask(.open, session: number) { (message: PluginMessage) throws(Fault) in
            guard case .opened(let acceptance) = message else { throw unexpectedReply }
            if let fault = acceptance.violation(of: session) { throw fault }
            return acceptance
        } by: {
            .open(open)
        }
        return PluginEndpoint(plugin: self, number: number, session: session, acceptance: acceptance)
    }

    /// Asks for a sign of life.
    ///
    /// - Returns: how long it took.
    @discardableResult
    public func ping() throws(PluginFailure) -> Duration {
        let start = MonotonicInstant.now
        try ask(.ping, session: 0) { (message: PluginMessage) throws(Fault) in
            guard case .pong = message else { throw unexpectedReply }
        } by: {
            .ping
        }
        return .nanoseconds(Int64(clamping: MonotonicInstant.now.nanoseconds(since: start)))
    }

    /// Sends a request and hands its reply to `read`.
    func ask<Result>(
        _ request: Fault.Request, session: UInt64, _ read: (PluginMessage) throws(Fault) -> Result,
        by message: () -> HostMessage
    ) throws(PluginFailure) -> Result {
        let limit = controlLimit
        return try attempt { () throws(Fault) in
            let start = MonotonicInstant.now
            let deadline = start.advanced(by: limit)
            try connection.send(message(), session: session, until: deadline)
            guard try connection.receive(until: deadline) else {
                throw .deadlineMissed(request, budget: limit, elapsed: start.elapsed)
            }
            let reply = try connection.decoder.message()
            if case .error(let error) = reply { throw Fault(error, request: 0) }
            return try read(reply)
        }
    }

    /// Runs one exchange; a fault that ends the conversation ends the process as well, at once.
    func attempt<Result>(_ exchange: () throws(Fault) -> Result) throws(PluginFailure) -> Result {
        if let failure { throw failure }
        do throws(Fault) {
            return try exchange()
        } catch {
            let failed = Self.failure(name, error, process)
            if error.endsConversation { failure = failed }
            throw failed
        }
    }

    // MARK: Endings

    /// What a fault comes to once the process has been asked about it.
    ///
    /// A stream that ended says little; how the process ended says more, and the launcher knows it a moment later.
    private static func failure(_ name: String, _ fault: Fault, _ process: PluginProcess?) -> PluginFailure {
        guard let process else { return PluginFailure(plugin: name, fault) }
        var fault = fault
        if case .truncatedFrame(let received, _) = fault,
            let ending = process.waitForEnding(until: .after(.milliseconds(500)))
        {
            fault = ending.fault(limits: process.specification.limits, receivedBytes: received) ?? fault
        }
        if fault.endsConversation {
            process.kill()
            process.standardError.waitForEnd(until: .after(.milliseconds(200)))
        }
        return PluginFailure(
            plugin: name, fault, standardError: process.standardError.tail, ending: process.ending)
    }

    /// Ends the plugin by the shutdown ladder: ask, close its input, 2 s, SIGTERM, 2 s, SIGKILL.
    ///
    /// - Parameter patience: the time after closing its input, and again after SIGTERM.
    /// - Returns: the rung that it took; `nil` where the plugin had gone before.
    @discardableResult
    public func stop(patience: Duration = .seconds(2)) -> Stopped? {
        guard let process, failure == nil else { return nil }
        failure = PluginFailure(plugin: name, .shutdownTimeout(rung: .request))
        var rung = Fault.ShutdownRung.closedInput
        let deadline = MonotonicInstant.after(patience)
        process.stream.heedsInterrupts = false
        do throws(Fault) {
            // A decision that nobody collected is given up first.
            try connection.cancel(grace: patience)
            try connection.send(.shutdown, until: deadline)
            process.stream.closeWriter()
            if try connection.receive(until: deadline) { rung = .request }
        } catch {
            // It does not follow the conversation any more; the rest of the ladder does not need it to.
            process.stream.closeWriter()
        }
        if process.waitForEnding(until: deadline) == nil {
            rung = .terminate
            process.terminate()
            if process.waitForEnding(until: .after(patience)) == nil { rung = .kill }
        }
        process.kill()
        process.standardError.waitForEnd(until: .after(.milliseconds(200)))
        return Stopped(rung: rung, ending: process.ending, standardError: process.standardError.tail)
    }

    /// How a plugin was ended.
    public struct Stopped: Sendable {
        /// The step of the ladder that ended it.
        public let rung: Fault.ShutdownRung
        /// Its exit and what it used; `nil` where even the launcher could not say.
        public let ending: LauncherReport.Ending?
        public let standardError: [String]

        /// The fault, where it took force.
        public var fault: Fault? {
            switch rung {
            case .request, .closedInput: nil
            case .terminate, .kill: .shutdownTimeout(rung: rung)
            }
        }
    }
}
