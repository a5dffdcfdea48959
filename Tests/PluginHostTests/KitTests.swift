import PluginHost
import PluginKit
import System
import Testing
import Wire

/// Counts its decisions, so that sharing or not sharing weights shows.
struct Counter: Policy {
    static let name = "counter"
    static let version = "2.1.0"
    static let roles: Set<Role> = [.followers]

    private var decisions = 0.0

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        decisions += 1
        for i in actions.tensors[0].float64.indices { actions.tensors[0].float64[i] = decisions }
        if observations.slot == 99 { throw PolicyError("slot 99 is too much") }
    }
}

@Suite("The kit")
struct KitTests {
    /// Sends messages to a kit and reads what it answers.
    struct Peer: ~Copyable {
        private let stream = LoopbackStream(Counter.self)
        private var encoder = HostMessageEncoder(frameLimit: Limits.defaultFrameBytes)
        private var decoder = PluginMessageDecoder()
        private var reader = FrameReader(frameLimit: Limits.defaultFrameBytes)

        var ending: PolicyServer.Ending? { stream.ending }

        mutating func send(_ bytes: [UInt8]) throws -> [PluginEnvelope] {
            _ = try stream.write(bytes.span)
            var answers: [PluginEnvelope] = []
            var transfer = Transfer.moved(0)
            repeat {
                let stream = stream
                _ = reader.fill { free in transfer = (try? stream.read(appendingTo: &free, until: .never)) ?? .ended }
                while let header = try decoder.next(from: &reader) {
                    answers.append(
                        PluginEnvelope(
                            id: header.id, replyTo: header.replyTo, session: header.session, try decoder.message()))
                }
            } while transfer != .wouldBlock && transfer != .ended
            return answers
        }

        mutating func send(_ id: UInt64, session: UInt64 = 0, _ message: HostMessage) throws -> [PluginEnvelope] {
            try encoder.encode(HostEnvelope(id: id, session: session, message))
            return try send(encoder.frame)
        }

        static let hello = HostMessage.hello(Hello(nonce: Array(0..<16), hostVersion: "test"))
    }

    @Test("introduces the policy by its type's facts and repeats the nonce")
    func greeting() throws {
        var peer = Peer()
        let answer = try #require(try peer.send(2, Peer.hello).first)
        guard case .welcome(let welcome) = answer.message else {
            Issue.record("\(answer.message) is not a welcome")
            return
        }
        #expect(answer.id == 1 && answer.replyTo == 2)
        #expect(welcome.identity.name == "counter" && welcome.identity.version == "2.1.0")
        #expect(welcome.roles == [.followers])
        #expect(welcome.nonce == Array(0..<16))
        #expect(!welcome.learns && welcome.isDeterministic)
    }

    @Test("answers several requests that arrive at once, in order, with odd rising ids")
    func order() throws {
        var peer = Peer()
        _ = try peer.send(2, Peer.hello)
        var encoder = HostMessageEncoder()
        var bytes: [UInt8] = []
        for id in [4, 8, 10] as [UInt64] {
            try encoder.encode(HostEnvelope(id: id, session: 0, .ping))
            bytes += encoder.frame
        }
        let answers = try peer.send(bytes)
        #expect(answers.map(\.replyTo) == [4, 8, 10])
        #expect(answers.map(\.id) == [3, 5, 7])
    }

    @Test("answers a body it does not know with unimplemented, and lives on")
    func unknownBody() throws {
        var peer = Peer()
        _ = try peer.send(2, Peer.hello)
        // id = 4, and an empty message as field 40: a later version's request.
        let answers = try peer.send([0, 0, 0, 5, 0x08, 4, 0xC2, 0x02, 0])
        guard case .error(let reply)? = answers.first?.message else {
            Issue.record("\(answers) holds no error")
            return
        }
        #expect(reply.code == .unimplemented)
        #expect(answers.first?.replyTo == 4)
        #expect(try peer.send(6, .ping).first?.message == .pong)
    }

    @Test("tells a host that breaks the protocol what was wrong, and ends")
    func brokenHost() throws {
        var peer = Peer()
        _ = try peer.send(2, Peer.hello)
        let answers = try peer.send(2, .ping)
        guard case .error(let reply)? = answers.first?.message else {
            Issue.record("\(answers) holds no error")
            return
        }
        #expect(reply.code == .idViolation)
        #expect(peer.ending == .broken(.idViolation(.notIncreasing(2, after: 2))))
    }

    @Test("refuses another major version by name")
    func otherMajor() throws {
        var peer = Peer()
        let hello = Hello(version: ProtocolVersion(major: 9, minor: 0), nonce: Array(0..<16), hostVersion: "test")
        let answers = try peer.send(2, .hello(hello))
        guard case .error(let reply)? = answers.first?.message else {
            Issue.record("\(answers) holds no error")
            return
        }
        #expect(reply.code == .versionMismatch)
    }

    @Test("takes text for a person, not for a host")
    func text() throws {
        var peer = Peer()
        #expect(try peer.send(Array("hello?\n".utf8)) == [])
        #expect(peer.ending == .notAHost)
    }

    @Test("keeps sessions apart, and starts one from another's weights where asked")
    func sessions() throws {
        let plugin = try Plugin(name: "counter", stream: LoopbackStream(Counter.self))
        let session = Fixture.session()
        let first = try plugin.open(session)
        let observations = Observations(stage: 0, of: session, first.acceptance)
        var actions = Actions(stage: 0, of: session, first.acceptance)
        for expected in 1...3 {
            _ = try first.decide(observations, into: &actions)
            #expect(actions.tensors[0].float64[0] == Double(expected))
        }
        let apart = try plugin.open(session)
        let sharing = try plugin.open(session, weightsOf: first)
        _ = try apart.decide(observations, into: &actions)
        #expect(actions.tensors[0].float64[0] == 1)
        _ = try sharing.decide(observations, into: &actions)
        #expect(actions.tensors[0].float64[0] == 4)
    }

    @Test("passes on what a policy says when it cannot go on, and is asked again")
    func policyError() throws {
        let plugin = try Plugin(name: "counter", stream: LoopbackStream(Counter.self))
        let session = Fixture.session()
        let endpoint = try plugin.open(session)
        var observations = Observations(stage: 0, of: session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: session, endpoint.acceptance)
        observations.slot = 99
        let failure = #expect(throws: PluginFailure.self) { try endpoint.decide(observations, into: &actions) }
        #expect(failure?.fault == .pluginError("slot 99 is too much"))
        try plugin.ping()
    }

    @Test("does not play a role that the policy does not have")
    func role() throws {
        let plugin = try Plugin(name: "counter", stream: LoopbackStream(Counter.self))
        let stages = Fixture.session().stages
        let session = Session(
            role: .operator, scenario: "echo", scenarioHash: String(repeating: "0", count: 64), stages: stages,
            agents: 0..<1, agentCount: 1, rows: 1, mode: .evaluate)
        let failure = #expect(throws: PluginFailure.self) { try plugin.open(session) }
        #expect(failure?.fault == .specMismatch("counter does not play operator"))
    }
}

@Suite("A kit's process")
struct KitProcessTests {
    /// Runs the echo plugin by hand with `input`; returns its exit code and what it said on standard error.
    private func run(_ input: [UInt8]) throws -> (code: Int32?, said: String, output: [UInt8]) {
        let stdin = try Pipe()
        let stdout = try Pipe()
        let stderr = try Pipe()
        let control = try ControlPair()
        let child = try ChildProcess(
            path: Fixture.folder + "/firstmover-echo", arguments: ["firstmover-echo"], environment: [],
            descriptors: (stdin.reader.number, stdout.writer.number, stderr.writer.number, control.far.number))
        _ = try stdin.writer.writeAll(input.span)
        stdin.writer.closeNow()
        stdout.writer.closeNow()
        stderr.writer.closeNow()
        let output = try stdout.reader.readAll()
        let said = String(decoding: try stderr.reader.readAll(), as: UTF8.self)
        return (child.wait(), said, output)
    }

    @Test("started by hand it says so in one sentence and exits with 64", arguments: ["", "hello\n"])
    func byHand(input: String) throws {
        let result = try run(Array(input.utf8))
        #expect(result.code == 64)
        #expect(result.said.hasPrefix("echo is a firstmover policy"))
        #expect(result.said.split(separator: "\n").count == 1)
        #expect(result.output == [])
    }

    @Test("exits with 76 when the host breaks the protocol, with 0 at the end of input")
    func exitCodes() throws {
        var encoder = HostMessageEncoder()
        try encoder.encode(
            HostEnvelope(id: 2, session: 0, .hello(Hello(nonce: Array(0..<16), hostVersion: "test"))))
        #expect(try run(encoder.frame).code == 0)
        #expect(try run(encoder.frame + encoder.frame).code == 76)
    }

    @Test("what a policy prints goes to standard error")
    func printing() throws {
        let plugin = try Plugin(Fixture.echo)
        let session = Fixture.session(mode: .train)
        let endpoint = try plugin.open(session, rewardComponents: ["utility"])
        var feedback = Feedback(rows: 1, agents: 1, components: ["utility"])
        feedback.rewards[0] = 2.5
        try endpoint.learn(from: feedback)
        let stopped = plugin.stop()
        #expect(stopped?.rung == .request)
        #expect(stopped?.standardError == ["learned 2.5"])
    }

    @Test("a closed standard input alone ends it")
    func closedInput() throws {
        let marker = Marker()
        do {
            var specification = Fixture.echo
            specification.environment.append(marker.variable)
            // Let go of without a word.
            _ = try Plugin(specification)
        }
        #expect(marker.survivors == [])
    }
}
