import Testing

@testable import Wire

@Suite("Faults")
struct FaultTests {
    /// One of each case.
    static let all: [Fault] = [
        .spawnFailed(command: "mine", reason: "No such file or directory"), .handshakeTimeout(limit: .seconds(10)),
        .versionMismatch(host: .current, plugin: ProtocolVersion(major: 2, minor: 0)), .specMismatch("no such stage"),
        .stdoutPollution(text: "hello"), .frameTooLarge(length: 70_000, limit: 65_536),
        .truncatedFrame(received: 3, expected: 4),
        .decodeError(MalformedMessage(offset: 3, path: "decide", .truncated)),
        .decodeBudget(length: 9, budget: 4 << 20),
        .idViolation(.wrongParity(2)),
        .invalidAction(InvalidAction(tensor: "price", .outOfRange(2, low: 0, high: 1))),
        .deadlineMissed(budget: .seconds(1), elapsed: .seconds(2)), .stalled(pending: 9, waited: .seconds(1)),
        .wedged(request: 4, grace: .seconds(1)), .cancelled(request: 4), .pluginError("division by zero"),
        .crashed(.signal(11)), .limitExceeded(.openFiles(64)), .shutdownTimeout(rung: .kill), .unimplemented("save"),
    ]

    @Test("have one code each, and every code a fault")
    func codes() {
        #expect(Self.all.map(\.code) == ErrorCode.allCases)
    }

    @Test("of an interrupt are the user's, and cancelled to everybody else")
    func interrupted() {
        #expect(Fault.interrupted.code == .cancelled)
        #expect(Fault.interrupted.blame == .user)
    }

    @Test("have a remedy of one line", arguments: all.map(\.code.rawValue))
    func remedies(code: String) throws {
        let fault = try #require(Self.all.first { $0.code.rawValue == code })
        #expect(!fault.remedy.isEmpty && !fault.remedy.contains("\n"))
    }

    @Test("are one sentence on one line, without the words of the program", arguments: all.map(\.code.rawValue))
    func sentences(code: String) throws {
        let sentence = try #require(Self.all.first { $0.code.rawValue == code }).description
        #expect(!sentence.contains("\n") && !sentence.contains("Wire.") && !sentence.contains("Optional"))
        // A case name would show as one word with capitals within.
        #expect(sentence.contains(" "))
    }

    @Test("carry the numbers a person needs")
    func numbers() {
        func sentence(_ fault: Fault) -> String { fault.description }
        #expect(sentence(.frameTooLarge(length: 70_000, limit: 65_536)) == "a frame of 70000 bytes, the limit is 65536")
        #expect(sentence(.crashed(.signal(11))) == "its process was ended by SIGSEGV")
        #expect(sentence(.crashed(.signal(31))) == "its process was ended by signal 31")
        #expect(
            sentence(.decodeError(MalformedMessage(offset: 3, path: "save.path", .zeroByteInString)))
                == "a malformed message: byte 3, save.path: a zero byte in text")
        #expect(
            sentence(.invalidAction(InvalidAction(tensor: "price", row: 1, agent: 2, element: 3, .notFinite(.nan))))
                == "an invalid action: tensor price, row 1, agent 2, element 3: nan is not a finite number")
        #expect(sentence(.pluginError("division\r\nby\nzero")) == "it failed: division by zero")
        #expect(sentence(.handshakeTimeout(limit: .seconds(10))).hasSuffix("within 10.0 seconds"))
    }

    @Test("say which side is too old")
    func versions() {
        let newer = ProtocolVersion(major: 2, minor: 0)
        #expect(Fault.versionMismatch(host: newer, plugin: .current).remedy.contains("SDK for protocol 2"))
        #expect(Fault.versionMismatch(host: .current, plugin: newer).remedy.contains("host that speaks protocol 2"))
    }

    @Test("are named in the schema as in reports")
    func schemaNames() throws {
        let schema = Schema.pluginEnvelope
        let names = try #require(schema.valueNames.first { $0.values.contains("ERROR_CODE_UNSPECIFIED") })
        let numbered = names.keys.sorted().dropFirst().map { names[$0] }
        #expect(numbered == ErrorCode.allCases.map { "ERROR_CODE_\($0.rawValue.uppercased())" })
    }
}
