import CAllocationCounter
import Policy
import Testing

@testable import Wire

/// Both ends of a wire with storage for everything that goes over it, as a host and a kit keep it.
struct Loop: ~Copyable {
    var sent: Observations
    var received: Observations
    var decided: Actions
    var taken: Actions
    var feedback: Feedback
    var learned: Feedback
    private let session: Session
    private var hostIDs = MessageIDs.host
    private var pluginIDs = MessageIDs.plugin
    private var hostEncoder = HostMessageEncoder(frameLimit: Limits.defaultFrameBytes)
    private var hostDecoder = HostMessageDecoder()
    private var pluginEncoder = PluginMessageEncoder(frameLimit: Limits.defaultFrameBytes)
    private var pluginDecoder = PluginMessageDecoder()
    private var toPlugin = FrameReader(frameLimit: Limits.defaultFrameBytes)
    private var toHost = FrameReader(frameLimit: Limits.defaultFrameBytes)

    init(_ session: Session, stage: Int, reports: [String] = []) {
        self.session = session
        var acceptance = Acceptance(session)
        acceptance.wantsInstance = true
        acceptance.reports = reports
        sent = Observations(stage: stage, of: session, acceptance)
        received = sent
        decided = Actions(stage: stage, of: session, acceptance)
        taken = decided
        feedback = Feedback(rows: session.rows, agents: session.agents.count, components: ["utility"])
        learned = feedback
    }

    /// Asks, answers, and tells what followed.
    mutating func exchange() throws(Fault) {
        let request = hostIDs.next()
        try hostEncoder.encodeDecide(id: request, session: 1, sent, budgetMicroseconds: 1_000)
        toPlugin.feed(hostEncoder.frame)
        _ = try hostDecoder.next(from: &toPlugin)
        _ = try hostDecoder.readDecide(into: &received, rowLimit: session.rows)
        try pluginEncoder.encodeDecision(
            id: pluginIDs.next(), replyTo: request, session: 1, decided, rows: received.rows, computeMicroseconds: 1)
        toHost.feed(pluginEncoder.frame)
        _ = try pluginDecoder.next(from: &toHost)
        _ = try pluginDecoder.readDecision(into: &taken, rows: sent.rows)
        try hostEncoder.encodeFeedback(id: hostIDs.next(), session: 1, feedback)
        toPlugin.feed(hostEncoder.frame)
        _ = try hostDecoder.next(from: &toPlugin)
        try hostDecoder.readFeedback(into: &learned)
    }
}

@Suite("The steady state", .enabled(if: allocations_are_counted()))
struct SteadyStateTests {
    @Test("allocates nothing on either side", arguments: [1, 3], [[], ["rounds", "residual"]])
    func allocatesNothing(rows: Int, reports: [String]) throws {
        var loop = Loop(Samples.session, stage: 1, reports: reports)
        loop.sent.rows = rows
        loop.feedback.rows = rows
        // The first exchanges grow the buffers; a message's length grows with the digits of its id.
        for _ in 0..<100 { try loop.exchange() }
        let before = allocation_count()
        for _ in 0..<100 { try loop.exchange() }
        #expect(allocation_count() == before)
    }

    @Test("is measured by a counter that counts")
    func counterCounts() {
        let before = allocation_count()
        let values = [Int](repeating: 1, count: 100)
        #expect(values.count == 100 && allocation_count() > before)
    }
}
