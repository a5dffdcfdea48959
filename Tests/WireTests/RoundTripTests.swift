import Policy
import Testing

@testable import Wire

@Suite("Messages in their frames")
struct RoundTripTests {
    @Test("arrive as they were sent, whatever they say", arguments: 0..<10)
    func roundTrip(seed: Int) throws {
        var messages = RandomMessages(generator: SplitMix64(seed: UInt64(seed)))
        var hostEncoder = HostMessageEncoder()
        var hostDecoder = HostMessageDecoder()
        var pluginEncoder = PluginMessageEncoder()
        var pluginDecoder = PluginMessageDecoder()
        var toPlugin = FrameReader()
        var toHost = FrameReader()
        for _ in 0..<100 {
            let asked = messages.hostEnvelope()
            try hostEncoder.encode(asked)
            toPlugin.feed(hostEncoder.frame)
            let request = try #require(try hostDecoder.next(from: &toPlugin))
            #expect(try HostEnvelope(id: request.id, session: request.session, hostDecoder.message()) == asked)

            let answered = messages.pluginEnvelope()
            try pluginEncoder.encode(answered)
            toHost.feed(pluginEncoder.frame)
            let reply = try #require(try pluginDecoder.next(from: &toHost))
            let received = try PluginEnvelope(
                id: reply.id, replyTo: reply.replyTo, session: reply.session, pluginDecoder.message())
            #expect(received == answered)
        }
        #expect(toPlugin.pendingCount == 0 && toHost.pendingCount == 0)
    }

    @Test("that are too large are refused before they are written")
    func tooLarge() throws {
        var encoder = PluginMessageEncoder(frameLimit: 65_536)
        let message = String(repeating: "a", count: 65_536)
        try encoder.encode(PluginEnvelope(id: 1, replyTo: 0, session: 0, .log(LogLine(.info, "short"))))
        let before = encoder.frame
        #expect(throws: Fault.frameTooLarge(length: 65_548, limit: 65_536)) {
            try encoder.encode(PluginEnvelope(id: 3, replyTo: 0, session: 0, .log(LogLine(.info, message))))
        }
        #expect(encoder.frame == before)
    }

    @Test("announce tensors without elements, with and without bounds", arguments: [[], [0.0]])
    func emptyTensor(high: [Double]) throws {
        let empty = TensorSpace(
            name: "none", shape: [0], elementType: .float64, domain: .box(low: [0], high: high))
        let stage = Stage(
            name: "idle", role: .operator, observation: [empty], instance: [],
            actions: [ActionSpace(name: "none", tensors: [empty])])
        let session = Session(
            role: .operator, scenario: "idle", scenarioHash: "", stages: [stage], agents: 0..<0, agentCount: 0, rows: 1,
            mode: .evaluate)
        try expectRoundTrip(session)
    }

    @Test("announce what thousands of agents share by its own size, once a row")
    func sharedInstance() throws {
        // The channels of 10,000 users at 101 sites: 8 MB a row, but not for each of the users again.
        let shared = TensorSpace.box("hn2", shape: [101, 10_000], 0...1)
        func session(rows: Int, observation: [TensorSpace]) -> Session {
            let stage = Stage(
                name: "associate", role: .followers, observation: observation, instance: [shared],
                actions: [ActionSpace(name: "none", tensors: [])])
            return Session(
                role: .followers, scenario: "large", scenarioHash: "", stages: [stage], agents: 0..<10_000,
                agentCount: 10_000, rows: rows, mode: .evaluate)
        }
        try expectRoundTrip(session(rows: 1, observation: []))
        // As many rows as fit in no frame are refused, and so is as much for each agent.
        #expect(throws: Fault.self) { try expectRoundTrip(session(rows: 100, observation: [])) }
        #expect(throws: Fault.self) { try expectRoundTrip(session(rows: 1, observation: [shared])) }
    }

    private func expectRoundTrip(_ session: Session) throws {
        let sent = HostMessage.open(Open(session, rewardComponents: []))
        var encoder = HostMessageEncoder()
        try encoder.encode(HostEnvelope(id: 2, session: 1, sent))
        let body = Array(encoder.frame[4...])
        var decoder = HostMessageDecoder()
        _ = try decoder.decode(body.span)
        #expect(try decoder.message() == sent)
    }

    @Test("hold no zero byte in their text, where C would cut it")
    func zeroBytes() throws {
        var encoder = HostMessageEncoder()
        try encoder.encode(HostEnvelope(id: 2, session: 1, .save(path: "a\0b")))
        var decoder = HostMessageDecoder()
        let body = Array(encoder.frame[4...])
        _ = try decoder.decode(body.span)
        #expect(try decoder.message() == .save(path: "a\u{FFFD}b"))
    }

    @Test("say the same in place and as values")
    func sameBytes() throws {
        var loop = Loop(Samples.session, stage: 1)
        for i in loop.sent.observation[0].float64.indices { loop.sent.observation[0].float64[i] = Double(i) }
        loop.sent.rows = 2
        var inPlace = HostMessageEncoder()
        try inPlace.encodeDecide(id: 2, session: 1, loop.sent, budgetMicroseconds: 5)
        var decoder = HostMessageDecoder()
        let decide = Array(inPlace.frame[4...])
        let header = try decoder.decode(decide.span)
        var asValues = HostMessageEncoder()
        try asValues.encode(HostEnvelope(id: header.id, session: header.session, decoder.message()))
        #expect(asValues.frame == inPlace.frame)

        try inPlace.encodeFeedback(id: 4, session: 1, loop.feedback)
        let feedback = Array(inPlace.frame[4...])
        let second = try decoder.decode(feedback.span)
        try asValues.encode(HostEnvelope(id: second.id, session: second.session, decoder.message()))
        #expect(asValues.frame == inPlace.frame)
    }
}
