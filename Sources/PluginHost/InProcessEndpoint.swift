import Policy
import System
import Wire

/// A session with a policy that is a value in this process: the same answers as its plugin, without one.
public final class InProcessEndpoint<Player: Policy>: PolicyEndpoint {
    public let name: String
    public let session: Session
    public let acceptance: Acceptance
    public private(set) var latencies = DecisionLatencies()

    private var policy: Player
    /// Is given what the policy says about its learning.
    private let onNotice: ((Notice) -> Void)?
    /// Per stage, what the policy writes its decision into.
    private var decided: [Actions]
    private var asked: (stage: Int, rows: Int)?

    /// Opens a session with a fresh policy.
    ///
    /// - Parameters:
    ///   - type: the policy's type.
    ///   - name: what people call it; without one, the type's own name.
    ///   - session: what is to be played.
    ///   - onNotice: is given its metrics.
    /// - Throws: ``PluginFailure`` with `specMismatch` where the policy cannot play it.
    public convenience init(
        _ type: Player.Type, name: String? = nil, session: Session, onNotice: ((Notice) -> Void)? = nil
    ) throws(PluginFailure) {
        try self.init(Player(), name: name ?? Player.name, session: session, onNotice: onNotice)
    }

    /// Opens a session whose policy starts from the weights of `other`, as evaluation does in the middle of training.
    public convenience init(weightsOf other: InProcessEndpoint, session: Session) throws(PluginFailure) {
        try self.init(other.policy, name: other.name, session: session, onNotice: other.onNotice)
    }

    private init(
        _ policy: Player, name: String, session: Session, onNotice: ((Notice) -> Void)?
    ) throws(PluginFailure) {
        self.name = name
        self.onNotice = onNotice
        self.session = session
        self.policy = policy
        do throws(PolicyError) {
            acceptance = try self.policy.open(session)
        } catch {
            throw PluginFailure(plugin: name, .specMismatch(error.description))
        }
        if let fault = acceptance.violation(of: session) { throw PluginFailure(plugin: name, fault) }
        let acceptance = acceptance
        decided = session.stages.indices.map { Actions(stage: $0, of: session, acceptance) }
    }

    public var identity: PluginIdentity {
        PluginIdentity(name: Player.name, version: Player.version, language: "swift", sdk: "")
    }

    public var learns: Bool { Player.learns }

    public func openSharingWeights(_ session: Session) throws(PluginFailure) -> any PolicyEndpoint {
        try InProcessEndpoint(weightsOf: self, session: session)
    }

    public func reset(rows: [Int], seeds: [UInt64]) throws(PluginFailure) {
        for (row, seed) in zip(rows, seeds) { policy.reset(row: row, seed: seed) }
    }

    public func submit(_ observations: borrowing Observations) throws(PluginFailure) {
        let start = MonotonicInstant.now
        let stage = observations.stage
        decided[stage].clearReports()
        do throws(PolicyError) {
            try policy.decide(observations, into: &decided[stage])
        } catch {
            throw PluginFailure(plugin: name, .pluginError(error.description))
        }
        if !observations.isBootstrap {
            let nanoseconds = MonotonicInstant.now.nanoseconds(since: start)
            latencies.record(
                roundTripNanoseconds: nanoseconds, computeMicroseconds: Double(nanoseconds) / 1000)
        }
        asked = (stage, observations.rows)
    }

    public func collect(into actions: inout Actions) throws(PluginFailure) -> DecisionOutcome {
        guard let asked = asked.take() else { preconditionFailure("no decision was asked for") }
        if let problem = decided[asked.stage].violation(rows: asked.rows) {
            throw PluginFailure(plugin: name, .invalidAction(problem))
        }
        actions.copyRows(0..<asked.rows, of: decided[asked.stage])
        return .decided
    }

    /// Learns at once.
    public func submit(_ feedback: borrowing Feedback) throws(PluginFailure) {
        try attempt { () throws(PolicyError) in try policy.learn(from: feedback) }
        if let metrics = policy.takeMetrics() { onNotice?(.metrics(metrics)) }
    }

    public func finishLearning() throws(PluginFailure) {}

    public func save(to path: String) throws(PluginFailure) {
        try attempt { () throws(PolicyError) in try policy.save(to: path) }
    }

    public func load(from path: String) throws(PluginFailure) {
        try attempt { () throws(PolicyError) in try policy.load(from: path) }
    }

    private func attempt(_ body: () throws(PolicyError) -> Void) throws(PluginFailure) {
        do throws(PolicyError) {
            try body()
        } catch {
            throw PluginFailure(plugin: name, .pluginError(error.description))
        }
    }
}
