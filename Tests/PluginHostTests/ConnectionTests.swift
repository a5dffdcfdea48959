import PluginHost
import PluginKit
import System
import Testing
import Wire

/// A plugin by script: answers each request with the bytes it was given for it, in the pieces it was given.
final class ScriptedStream: ByteStream {
    /// Pieces of the answer to each request, in order; a read returns one piece.
    private var answers: [[[UInt8]]]
    private var pending: [[UInt8]] = []
    private let endsAfterLast: Bool
    /// Everything the host wrote.
    private(set) var heard = FrameReader(frameLimit: Limits.defaultFrameBytes)

    init(_ answers: [[[UInt8]]], endsAfterLast: Bool = false) {
        self.answers = answers
        self.endsAfterLast = endsAfterLast
    }

    func write(_ bytes: Span<UInt8>) throws(SystemError) -> Transfer {
        heard.feed(bytes.indices.map { bytes[$0] })
        if !answers.isEmpty { pending += answers.removeFirst() }
        return .moved(bytes.count)
    }

    func read(
        appendingTo bytes: inout OutputSpan<UInt8>, until deadline: MonotonicInstant
    ) throws(SystemError) -> Transfer {
        guard !pending.isEmpty else {
            if answers.isEmpty, endsAfterLast { return .ended }
            MonotonicInstant.sleep(until: deadline)
            return .wouldBlock
        }
        for byte in pending.removeFirst() { bytes.append(byte) }
        return .moved(1)
    }

    func wait(
        for interest: Readiness.Interest, until deadline: MonotonicInstant
    ) throws(SystemError) -> Readiness.Interest {
        interest
    }
}

/// Frames of a plugin that behaves, made to be bent.
enum Script {
    static func frame(_ id: UInt64, to request: UInt64, session: UInt64 = 0, _ message: PluginMessage) -> [UInt8] {
        var encoder = PluginMessageEncoder()
        do throws(Fault) {
            try encoder.encode(PluginEnvelope(id: id, replyTo: request, session: session, message))
        } catch {
            preconditionFailure("a scripted message is too long: \(error)")
        }
        return encoder.frame
    }

    static func decision(_ id: UInt64, to request: UInt64, session: UInt64 = 1) -> [UInt8] {
        frame(id, to: request, session: session, .decision(Decision(actions: [Array(repeating: 0, count: 64)])))
    }

    static func opened(_ id: UInt64, to request: UInt64) -> [UInt8] {
        frame(id, to: request, session: 1, .opened(Acceptance(Fixture.session())))
    }
}

/// Shakes hands in the kit's way, because a nonce cannot be scripted, then follows the script.
final class ScriptedPlugin: ByteStream {
    private let kit = LoopbackStream(Echo.self)
    private let script: ScriptedStream
    private var hasGreeted = false
    private var hasRead = false

    init(_ script: ScriptedStream) {
        self.script = script
    }

    func write(_ bytes: Span<UInt8>) throws(SystemError) -> Transfer {
        if hasGreeted { return try script.write(bytes) }
        hasGreeted = true
        return try kit.write(bytes)
    }

    func read(
        appendingTo bytes: inout OutputSpan<UInt8>, until deadline: MonotonicInstant
    ) throws(SystemError) -> Transfer {
        guard hasRead else {
            let transfer = try kit.read(appendingTo: &bytes, until: deadline)
            if case .moved = transfer { hasRead = true }
            return transfer
        }
        return try script.read(appendingTo: &bytes, until: deadline)
    }

    func wait(
        for interest: Readiness.Interest, until deadline: MonotonicInstant
    ) throws(SystemError) -> Readiness.Interest {
        try hasRead ? script.wait(for: interest, until: deadline) : kit.wait(for: interest, until: deadline)
    }
}

@Suite("A conversation, byte by byte")
struct ConnectionTests {
    /// Opens a session and asks for one decision; hello has id 2, open 4, decide 6; the plugin's Welcome had id 1.
    private func decide(
        _ answers: [[[UInt8]]], ends: Bool = false, rules: DecisionRules = DecisionRules(budget: .milliseconds(50))
    ) throws -> DecisionOutcome {
        let stream = ScriptedPlugin(ScriptedStream(answers, endsAfterLast: ends))
        let endpoint = try Plugin(name: "script", stream: stream, rules: rules).open(Fixture.session())
        let observations = Observations(stage: 0, of: endpoint.session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: endpoint.session, endpoint.acceptance)
        return try endpoint.decide(observations, into: &actions)
    }

    private func fault(_ answers: [[[UInt8]]], ends: Bool = false) -> Fault? {
        #expect(throws: PluginFailure.self) { try decide(answers, ends: ends) }?.fault
    }

    @Test("a reply may come in pieces of any size", arguments: [1, 2, 3, 5, 64, 1000])
    func pieces(size: Int) throws {
        let reply = Script.decision(5, to: 6)
        let pieces = stride(from: 0, to: reply.count, by: size).map { Array(reply[$0..<min($0 + size, reply.count)]) }
        #expect(try decide([[Script.opened(3, to: 4)], pieces]) == .decided)
    }

    @Test("notices may come in front of a reply, in the same piece or not")
    func notices() throws {
        let log = Script.frame(5, to: 0, .log(LogLine(.info, "thinking")))
        let reply = Script.decision(7, to: 6)
        #expect(try decide([[Script.opened(3, to: 4)], [log + reply]]) == .decided)
        #expect(try decide([[Script.opened(3, to: 4)], [log, reply]]) == .decided)
    }

    @Test("ids must be odd, rising, and answer what was asked, in its session")
    func ids() {
        let opened = [Script.opened(3, to: 4)]
        #expect(fault([opened, [Script.decision(4, to: 6)]]) == .idViolation(.wrongParity(4)))
        #expect(fault([opened, [Script.decision(3, to: 6)]]) == .idViolation(.notIncreasing(3, after: 3)))
        #expect(fault([opened, [Script.decision(5, to: 4)]]) == .idViolation(.unknownRequest(4)))
        #expect(fault([opened, [Script.decision(5, to: 8)]]) == .idViolation(.unknownRequest(8)))
        #expect(
            fault([opened, [Script.decision(5, to: 6, session: 2)]]) == .idViolation(.wrongSession(2, expected: 1)))
        #expect(fault([opened, [Script.decision(5, to: 0, session: 1)]]) == .idViolation(.unknownRequest(0)))
    }

    @Test("the end of the stream says how much of a frame there was")
    func endOfStream() {
        let opened = [Script.opened(3, to: 4)]
        let reply = Script.decision(5, to: 6)
        #expect(fault([opened, []], ends: true) == .truncatedFrame(received: 0, expected: 4))
        #expect(fault([opened, [[0, 0]]], ends: true) == .truncatedFrame(received: 2, expected: 4))
        #expect(
            fault([opened, [Array(reply.dropLast(3))]], ends: true)
                == .truncatedFrame(received: reply.count - 3, expected: reply.count))
    }

    @Test("a reply of another kind, or a refusal, is not a decision")
    func otherReplies() {
        let opened = [Script.opened(3, to: 4)]
        #expect(fault([opened, [Script.frame(5, to: 6, session: 1, .pong)]])?.code == .decodeError)
        let refusal = Script.frame(5, to: 6, session: 1, .error(ErrorReply(.pluginError, "no weights")))
        #expect(fault([opened, [refusal]]) == .pluginError("no weights"))
        #expect(
            fault([[Script.frame(3, to: 4, session: 1, .error(ErrorReply(.specMismatch, "too many agents")))]])
                == .specMismatch("too many agents"))
    }

    @Test("a refusal names the plugin's version, and what a policy says becomes one line")
    func refusals() {
        let words = "this plugin speaks protocol 7.2,\nthe host 1.0"
        let refusal = Script.frame(3, to: 4, .error(ErrorReply(.versionMismatch, words)))
        let failure = #expect(throws: PluginFailure.self) {
            try Plugin(name: "script", stream: ScriptedPlugin(ScriptedStream([[refusal]]))).ping()
        }
        #expect(failure?.fault == .versionMismatch(host: .current, plugin: ProtocolVersion(major: 7, minor: 2)))
        let lines = PluginFailure(plugin: "p", .pluginError("first\nsecond")).description
        #expect(!lines.contains("\n") && lines.contains("first second"))
    }

    @Test("after a failure every request fails the same way")
    func staysFailed() throws {
        let stream = ScriptedPlugin(ScriptedStream([[[0x48, 0x65]]]))
        let plugin = try Plugin(name: "script", stream: stream)
        let first = #expect(throws: PluginFailure.self) { try plugin.ping() }
        let second = #expect(throws: PluginFailure.self) { try plugin.ping() }
        #expect(first?.fault.code == .stdoutPollution)
        #expect(second?.fault == first?.fault)
    }

    @Test("a late reply is dropped by its id, and the next decision is the right one")
    func lateReply() throws {
        // To the decision nothing, to the cancel the late reply, to the second decision (id 10) its own.
        let script = ScriptedStream([
            [Script.opened(3, to: 4)], [], [Script.decision(5, to: 6)], [Script.decision(7, to: 10)],
        ])
        let rules = DecisionRules(budget: .milliseconds(20), onMiss: .skip)
        let endpoint = try Plugin(name: "script", stream: ScriptedPlugin(script), rules: rules).open(Fixture.session())
        let observations = Observations(stage: 0, of: endpoint.session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: endpoint.session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .missed)
        #expect(try endpoint.decide(observations, into: &actions) == .decided)
    }

    @Test("a cancelled request may end in an error with cancelled just as well")
    func cancelled() throws {
        let script = ScriptedStream([
            [Script.opened(3, to: 4)], [],
            [Script.frame(5, to: 6, session: 1, .error(ErrorReply(.cancelled, "gave up")))],
            [Script.decision(7, to: 10)],
        ])
        let rules = DecisionRules(budget: .milliseconds(20), onMiss: .skip)
        let endpoint = try Plugin(name: "script", stream: ScriptedPlugin(script), rules: rules).open(Fixture.session())
        let observations = Observations(stage: 0, of: endpoint.session, endpoint.acceptance)
        var actions = Actions(stage: 0, of: endpoint.session, endpoint.acceptance)
        #expect(try endpoint.decide(observations, into: &actions) == .missed)
        #expect(try endpoint.decide(observations, into: &actions) == .decided)
    }
}
