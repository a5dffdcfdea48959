import Policy
import Testing
@testable import Wire

@Suite("Tensors in place")
struct InPlaceTests {
    @Test("a decision and its request arrive in place as they were sent")
    func decisionInPlace() throws {
        let session = Samples.session
        var acceptance = Acceptance(session)
        acceptance.wantsInstance = true
        var sent = Observations(stage: 1, of: session, acceptance)
        var received = sent
        sent.slot = 7
        sent.rows = 2
        sent.isBootstrap = true
        for i in sent.observation[0].float64.indices { sent.observation[0].float64[i] = Double(i) + 0.5 }
        for i in sent.observation[1].float32.indices { sent.observation[1].float32[i] = Float(i) - 0.5 }
        for i in sent.instance[0].float64.indices { sent.instance[0].float64[i] = -Double(i) }

        var hostEncoder = HostMessageEncoder()
        try hostEncoder.encodeDecide(id: 4, session: 1, sent, budgetMicroseconds: 1_000)
        var hostReader = FrameReader()
        hostReader.feed(hostEncoder.frame)
        var hostDecoder = HostMessageDecoder()
        let header = try hostDecoder.next(from: &hostReader)
        #expect(header == HostMessageDecoder.Header(id: 4, session: 1, kind: .decide(stage: 1)))
        #expect(try hostDecoder.readDecide(into: &received, rowLimit: session.rows) == 1_000)
        #expect(received.slot == 7 && received.rows == 2 && received.isBootstrap)
        // Rows beyond the batch are not sent.
        let agents = session.agents.count
        #expect(
            received.observation[0].float64[..<(2 * agents * 3)] == sent.observation[0].float64[..<(2 * agents * 3)])
        #expect(received.observation[0].float64[(2 * agents * 3)...].allSatisfy { $0 == 0 })
        #expect(received.observation[1].float32[..<(2 * agents)] == sent.observation[1].float32[..<(2 * agents)])
        #expect(received.instance[0].float64[..<4] == sent.instance[0].float64[..<4])

        var decided = Actions(stage: 1, of: session, acceptance)
        for i in decided.tensors[0].int32.indices { decided.tensors[0].int32[i] = Int32(i % 4) - 1 }
        for i in decided.tensors[1].float64.indices { decided.tensors[1].float64[i] = Double(i) / 64 }
        var taken = Actions(stage: 1, of: session, acceptance)
        var pluginEncoder = PluginMessageEncoder()
        try pluginEncoder.encodeDecision(id: 3, replyTo: 4, session: 1, decided, rows: 3, computeMicroseconds: 1.25)
        var pluginReader = FrameReader()
        pluginReader.feed(pluginEncoder.frame)
        var pluginDecoder = PluginMessageDecoder()
        let reply = try pluginDecoder.next(from: &pluginReader)
        #expect(reply == PluginMessageDecoder.Header(id: 3, replyTo: 4, session: 1, kind: .decision))
        #expect(try pluginDecoder.readDecision(into: &taken, rows: 3) == 1.25)
        #expect(taken == decided)
    }
}
