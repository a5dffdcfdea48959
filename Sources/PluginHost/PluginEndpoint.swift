import Policy
import System
import Wire

/// A session with a policy in a process of its own.
public final class PluginEndpoint: PolicyEndpoint {
    public let session: Session
    public let acceptance: Acceptance
    public private(set) var latencies = DecisionLatencies()
    public var name: String { plugin.name }
    public var identity: PluginIdentity { plugin.welcome.identity }
    public var learns: Bool { plugin.welcome.learns }

    private let plugin: Plugin
    /// The session's number on the wire.
    let number: UInt64

    /// The decision that was asked for.
    private var asked: (start: MonotonicInstant, rows: Int, isBootstrap: Bool)?

    /// When the learning that was asked for began.
    private var learning: MonotonicInstant?

    /// Nanoseconds for one decision; a duration's arithmetic is too slow to be done for each.
    private let budgetNanoseconds: UInt64

    init(plugin: Plugin, number: UInt64, session: Session, acceptance: Acceptance) {
        self.plugin = plugin
        self.number = number
        self.session = session
        self.acceptance = acceptance
        budgetNanoseconds = plugin.rules.budget?.wholeNanoseconds ?? .max
    }

    public func reset(rows: [Int], seeds: [UInt64]) throws(PluginFailure) {
        try finish(.reset) { .reset(Reset(rows: rows, seeds: seeds)) }
    }

    public func submit(_ observations: borrowing Observations) throws(PluginFailure) {
        let microseconds = budgetNanoseconds == .max ? 0 : max(budgetNanoseconds / 1000, 1)
        let number = number
        // Waiting out a decision that was given up is the earlier one's time, not this one's.
        try plugin.attempt { () throws(Fault) in try plugin.connection.settle() }
        let start = MonotonicInstant.now
        let deadline = start.advanced(byNanoseconds: budgetNanoseconds)
        try plugin.attempt { () throws(Fault) in
            try plugin.connection.sendDecide(
                observations, session: number, budgetMicroseconds: microseconds, until: deadline)
        }
        asked = (start, observations.rows, observations.isBootstrap)
    }

    public func collect(into actions: inout Actions) throws(PluginFailure) -> DecisionOutcome {
        guard let asked = asked.take() else { preconditionFailure("no decision was asked for") }
        let rules = plugin.rules
        let deadline = asked.start.advanced(byNanoseconds: budgetNanoseconds)
        var outcome = DecisionOutcome.decided
        var compute = 0.0
        try plugin.attempt { () throws(Fault) in
            if try !plugin.connection.receive(until: deadline) {
                latencies.recordMiss()
                switch rules.onMiss {
                case .abort:
                    throw .deadlineMissed(budget: rules.budget ?? .zero, elapsed: asked.start.elapsed)
                case .skip:
                    outcome = .missed
                    actions.clearReports()
                    return try plugin.connection.cancel(grace: rules.cancelGrace)
                case .wait:
                    outcome = .decidedLate
                    _ = try plugin.connection.receive(until: .never)
                }
            }
            compute = try plugin.connection.readDecision(into: &actions, rows: asked.rows)
        }
        if outcome != .missed, !asked.isBootstrap {
            latencies.record(
                roundTripNanoseconds: MonotonicInstant.now.nanoseconds(since: asked.start),
                computeMicroseconds: compute)
        }
        return outcome
    }

    public func submit(_ feedback: borrowing Feedback) throws(PluginFailure) {
        let number = number
        let start = MonotonicInstant.now
        let deadline = learningDeadline(from: start)
        try plugin.attempt { () throws(Fault) in
            try plugin.connection.sendFeedback(feedback, session: number, until: deadline)
        }
        learning = start
    }

    public func finishLearning() throws(PluginFailure) {
        guard let start = learning.take() else { preconditionFailure("no learning was asked for") }
        let deadline = learningDeadline(from: start)
        try plugin.attempt { () throws(Fault) in
            guard try plugin.connection.receive(until: deadline) else {
                throw .deadlineMissed(
                    .feedback, budget: plugin.rules.learningLimit ?? .zero, elapsed: start.elapsed)
            }
            try finished(try plugin.connection.decoder.message())
        }
    }

    private func learningDeadline(from start: MonotonicInstant) -> MonotonicInstant {
        plugin.rules.learningLimit.map(start.advanced) ?? .never
    }

    public func openSharingWeights(_ session: Session) throws(PluginFailure) -> any PolicyEndpoint {
        try plugin.open(session, weightsOf: self)
    }

    public func save(to path: String) throws(PluginFailure) {
        try finish(.save) { .save(path: path) }
    }

    public func load(from path: String) throws(PluginFailure) {
        try finish(.load) { .load(path: path) }
    }

    private func finish(_ request: Fault.Request, _ message: () -> HostMessage) throws(PluginFailure) {
        try plugin.ask(request, session: number, finished, by: message)
    }
}

/// Checks that a reply says that what was asked is finished.
private func finished(_ message: PluginMessage) throws(Fault) {
    switch message {
    case .done: break
    case .error(let reply): throw Fault(reply, request: 0)
    default: throw unexpectedReply
    }
}
