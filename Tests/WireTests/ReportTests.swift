import Policy
import Testing

@testable import Wire

@Suite("What a policy reports about its decisions")
struct ReportTests {
    private static let names = ["rounds", "residual"]

    /// Storage for the second stage of the samples, 3 rows of 3 followers, with two reports a row.
    private func actions(reports: [String] = names) -> Actions {
        var acceptance = Acceptance(Samples.session)
        acceptance.reports = reports
        return Actions(stage: 1, of: Samples.session, acceptance)
    }

    /// What a host reads of a decision of two rows that a plugin wrote by hand.
    private func read(reports: [UInt8], into actions: inout Actions) throws {
        let tensors = [[UInt8](repeating: 0, count: 24), [UInt8](repeating: 0, count: 96)]
        var encoder = PluginMessageEncoder()
        try encoder.encode(
            PluginEnvelope(id: 1, replyTo: 2, session: 1, .decision(Decision(actions: tensors, reports: reports))))
        let body = Array(encoder.frame[4...])
        var decoder = PluginMessageDecoder()
        _ = try decoder.decode(body.span)
        _ = try decoder.readDecision(into: &actions, rows: 2)
    }

    /// The eight bytes of `value` as they go over the wire.
    private func littleEndian(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    @Test("is nothing until it is said, and again when it is cleared")
    func nothing() {
        var actions = actions()
        #expect(actions.reportNames == Self.names)
        #expect(actions.reports.count == 6 && actions.reports.allSatisfy(\.isNaN))
        let before = actions
        actions.reports[3] = 4
        #expect(actions != before)
        actions.clearReports()
        #expect(actions == before)
    }

    @Test("arrives row by row and name by name, NaN as NaN, and beyond the batch not at all")
    func inPlace() throws {
        var decided = actions()
        decided.reports = [1, .nan, -3.5, .leastNonzeroMagnitude, 5, 6]
        var encoder = PluginMessageEncoder()
        try encoder.encodeDecision(id: 1, replyTo: 2, session: 1, decided, rows: 2)
        let body = Array(encoder.frame[4...])
        var decoder = PluginMessageDecoder()
        _ = try decoder.decode(body.span)
        var taken = actions()
        _ = try decoder.readDecision(into: &taken, rows: 2)
        decided.reports[4...5] = [.nan, .nan]
        #expect(taken == decided)
    }

    @Test("says the same in place and as a value")
    func asValue() throws {
        var decided = actions()
        decided.reports = [1, 2, 3, 4, 5, 6]
        var encoder = PluginMessageEncoder()
        try encoder.encodeDecision(id: 1, replyTo: 2, session: 1, decided, rows: 3, computeMicroseconds: 2)
        let frame = encoder.frame
        var decoder = PluginMessageDecoder()
        let body = Array(frame[4...])
        _ = try decoder.decode(body.span)
        let message = try decoder.message()
        guard case .decision(let decision) = message else {
            Issue.record("\(message) is not a decision")
            return
        }
        #expect(decision.reports == decided.reports.flatMap { littleEndian($0.bitPattern) })
        try encoder.encode(PluginEnvelope(id: 1, replyTo: 2, session: 1, message))
        #expect(encoder.frame == frame)
    }

    @Test("takes no byte of a frame where there is none")
    func costsNothing() throws {
        let none = actions(reports: [])
        #expect(none.reports.isEmpty)
        let payloads = [[UInt8](repeating: 0, count: 24), [UInt8](repeating: 0, count: 96)]
        var encoder = PluginMessageEncoder()
        try encoder.encodeDecision(id: 1, replyTo: 2, session: 1, none, rows: 2)
        let decision = field(4, payloads.flatMap { field(1, $0) })
        #expect(
            encoder.frame == framed(field(1, varint: 1) + field(2, varint: 2) + field(3, varint: 1) + decision))
    }

    @Test("of any other length than announced is refused, none at all too", arguments: [0, 1, 16, 31, 33, 48, 4096])
    func wrongLength(count: Int) {
        var actions = actions()
        #expect(throws: Fault.invalidAction(InvalidAction(tensor: "", .reportByteCount(count, expected: 32)))) {
            try read(reports: Array(repeating: 0, count: count), into: &actions)
        }
    }

    @Test("that was not announced is refused")
    func unannounced() {
        var actions = actions(reports: [])
        #expect(throws: Fault.invalidAction(InvalidAction(tensor: "", .reportByteCount(8, expected: 0)))) {
            try read(reports: Array(repeating: 0, count: 8), into: &actions)
        }
    }

    @Test("may be any number or NaN, signalling ones and those with a payload too, but not infinite")
    func values() throws {
        func bytes(_ value: UInt64) -> [UInt8] { [UInt8](repeating: 0, count: 24) + littleEndian(value) }
        let allowed: [UInt64] = [
            Double.greatestFiniteMagnitude.bitPattern, (-Double.greatestFiniteMagnitude).bitPattern,
            Double.signalingNaN.bitPattern, 0x7FF8_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF, 0x7FF0_0000_0000_0001,
        ]
        for value in allowed {
            var actions = actions()
            try read(reports: bytes(value), into: &actions)
            #expect(actions.reports[3].bitPattern == value)
        }
        for value in [Double.infinity, -.infinity] {
            var actions = actions()
            #expect(throws: Fault.invalidAction(InvalidAction(tensor: "residual", row: 1, .infiniteReport(value)))) {
                try read(reports: bytes(value.bitPattern), into: &actions)
            }
        }
    }

    @Test("is not looked at beyond the batch")
    func beyondTheBatch() {
        var actions = actions()
        actions.reports[4] = .infinity
        #expect(actions.violation(rows: 2) == nil)
        #expect(actions.violation(rows: 3) == InvalidAction(tensor: "rounds", row: 2, .infiniteReport(.infinity)))
    }
}

@Suite("Names of reports")
struct ReportNameTests {
    /// What a host says to a policy that announces `names`.
    private func verdict(_ names: [String]) -> Fault? {
        var acceptance = Acceptance(Samples.session)
        acceptance.reports = names
        return acceptance.violation(of: Samples.session)
    }

    @Test("are letters, digits, hyphens and underlines, up to both limits")
    func legal() {
        #expect(verdict([]) == nil)
        #expect(verdict(["rounds", "Rounds", "r", "best-response_2", String(repeating: "n", count: 64)]) == nil)
        #expect(verdict((0..<64).map { "n\($0)" }) == nil)
    }

    @Test(
        "are refused by their place where they are anything else",
        arguments: [
            "", "2nd", "-", "_n", "a b", "a.b", "a/b", "größe", "a\n", "a\u{1B}[2J", "ａ", "e\u{301}",
            String(repeating: "n", count: 65),
        ])
    func illegal(name: String) {
        guard case .decodeError(let malformed)? = verdict(["rounds", name]) else {
            Issue.record("\(name.debugDescription) passed")
            return
        }
        #expect(malformed.path == "opened.reports[1]")
        // What is refused for its letters is not repeated to a terminal.
        #expect("\(malformed)".allSatisfy(\.isASCII) && !"\(malformed)".contains("\u{1B}"))
    }

    @Test("stand once each, and are not too many")
    func lists() {
        #expect(verdict(["a", "b", "a"])?.description.contains("opened.reports[2]") == true)
        #expect(verdict((0..<65).map { "n\($0)" })?.description.contains("65 names") == true)
    }

    @Test("that are no text never reach the host")
    func preflight() {
        let opened = field(17, field(5, Array("rounds".utf8)) + field(5, [0x61, 0xFF]))
        #expect(
            pluginProblem(opened) == .decodeError(MalformedMessage(offset: 14, path: "opened.reports[1]", .invalidUTF8))
        )
        #expect(
            pluginProblem(field(17, field(5, [0x61, 0])))
                == .decodeError(MalformedMessage(offset: 6, path: "opened.reports[0]", .zeroByteInString)))
        #expect(
            pluginProblem(field(4, field(3, varint: 1)))
                == .decodeError(
                    MalformedMessage(offset: 2, path: "decision.reports", .wrongWireType(found: 0, expected: 2))))
    }
}
