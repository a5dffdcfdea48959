import Policy
import Testing

@testable import Wire

@Suite("Ids")
struct MessageIDTests {
    @Test("of each side have its parity and never return")
    func given() throws {
        var host = MessageIDs.host
        var plugin = MessageIDs.plugin
        var fromHost = PeerIDs.host
        var fromPlugin = PeerIDs.plugin
        for _ in 0..<100 {
            try fromHost.accept(host.next())
            try fromPlugin.accept(plugin.next())
        }
    }

    @Test("of the wrong parity, repeated or falling are refused")
    func refused() throws {
        var ids = PeerIDs.plugin
        #expect(throws: Fault.idViolation(.wrongParity(0))) { try ids.accept(0) }
        #expect(throws: Fault.idViolation(.wrongParity(2))) { try ids.accept(2) }
        try ids.accept(5)
        try ids.accept(9)
        #expect(throws: Fault.idViolation(.notIncreasing(9, after: 9))) { try ids.accept(9) }
        #expect(throws: Fault.idViolation(.notIncreasing(7, after: 9))) { try ids.accept(7) }
        try ids.accept(.max)
    }
}

@Suite("The handshake")
struct HandshakeTests {
    private let hello = Hello(
        features: ["a", "b"], frameBytes: 1_000_000, requestsInFlight: 4, nonce: Array(1...16), hostVersion: "0.1.0")
    private let identity = PluginIdentity(name: "p", version: "1", language: "swift", sdk: "")

    private func welcome() -> Welcome {
        Welcome(answering: hello, identity: identity, roles: [.operator], features: ["b", "c"], requestsInFlight: 9)
    }

    @Test("settles on what both sides can do")
    func settled() {
        let welcome = welcome()
        #expect(welcome.features == ["b"])
        #expect(welcome.frameBytes == 1_000_000 && welcome.requestsInFlight == 4)
        #expect(welcome.nonce == hello.nonce && welcome.violation(of: hello) == nil)
        var newer = hello
        newer.version = ProtocolVersion(major: 1, minor: 7)
        #expect(Welcome(answering: newer, identity: identity, roles: [.operator]).version == .current)
    }

    @Test("fails where the answer is not one to this question")
    func violations() {
        func path(_ edit: (inout Welcome) -> Void) -> String? {
            var changed = welcome()
            edit(&changed)
            guard case .decodeError(let message) = changed.violation(of: hello) else { return nil }
            return message.path
        }
        #expect(path { $0.nonce[3] = 0 } == "welcome.nonce")
        #expect(path { $0.version = ProtocolVersion(major: 1, minor: 1) } == "welcome.minor")
        #expect(path { $0.features = ["c"] } == "welcome.features")
        #expect(path { $0.frameBytes = 65_535 } == "welcome.frame_bytes")
        #expect(path { $0.frameBytes = 1_000_001 } == "welcome.frame_bytes")
        #expect(path { $0.requestsInFlight = 0 } == "welcome.requests_in_flight")
        #expect(path { $0.requestsInFlight = 5 } == "welcome.requests_in_flight")
        var other = welcome()
        other.version = ProtocolVersion(major: 2, minor: 0)
        #expect(other.violation(of: hello) == .versionMismatch(host: .current, plugin: other.version))
    }

    @Test("of a session fails where the chosen action spaces are not there")
    func acceptance() {
        var acceptance = Acceptance(Samples.session)
        #expect(acceptance.violation(of: Samples.session) == nil)
        acceptance.actionSpaces = [0, 2]
        #expect(acceptance.violation(of: Samples.session)?.code == .specMismatch)
        acceptance.actionSpaces = [0]
        #expect(acceptance.violation(of: Samples.session)?.code == .specMismatch)
        acceptance.actionSpaces = [0, 1]
        #expect(acceptance.violation(of: Samples.session) == nil)
    }
}
