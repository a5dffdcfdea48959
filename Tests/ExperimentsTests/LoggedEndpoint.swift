import PluginHost
import Policy
import Wire

/// What several policies were asked, in order.
final class RequestLog {
    private(set) var lines: [String] = []

    func add(_ line: String) { lines.append(line) }
}

/// A policy that writes down what it is asked.
final class LoggedEndpoint: PolicyEndpoint {
    private let policy: any PolicyEndpoint
    private let label: String
    private let log: RequestLog

    init(_ policy: any PolicyEndpoint, _ label: String, _ log: RequestLog) {
        self.policy = policy
        self.label = label
        self.log = log
    }

    var name: String { policy.name }
    var identity: PluginIdentity { policy.identity }
    var learns: Bool { policy.learns }
    var session: Session { policy.session }
    var acceptance: Acceptance { policy.acceptance }
    var latencies: DecisionLatencies { policy.latencies }

    func reset(rows: [Int], seeds: [UInt64]) throws(PluginFailure) {
        log.add("\(label) reset \(rows.count)")
        try policy.reset(rows: rows, seeds: seeds)
    }

    func submit(_ observations: borrowing Observations) throws(PluginFailure) {
        let bootstrap = observations.isBootstrap ? " bootstrap" : ""
        log.add("\(label) decide \(session.stages[observations.stage].name) \(observations.slot)\(bootstrap)")
        try policy.submit(observations)
    }

    func collect(into actions: inout Actions) throws(PluginFailure) -> DecisionOutcome {
        log.add("\(label) answer")
        return try policy.collect(into: &actions)
    }

    func submit(_ feedback: borrowing Feedback) throws(PluginFailure) {
        let ends = feedback.truncated.contains(true) ? " truncated" : ""
        log.add("\(label) feedback \(feedback.slot)\(ends)")
        try policy.submit(feedback)
    }

    func finishLearning() throws(PluginFailure) {
        log.add("\(label) learned")
        try policy.finishLearning()
    }

    func openSharingWeights(_ session: Session) throws(PluginFailure) -> any PolicyEndpoint {
        LoggedEndpoint(try policy.openSharingWeights(session), "\(label)'", log)
    }

    func save(to path: String) throws(PluginFailure) { try policy.save(to: path) }
    func load(from path: String) throws(PluginFailure) { try policy.load(from: path) }
}
