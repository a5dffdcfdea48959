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
        #expect(
            sentence(.invalidAction(InvalidAction(tensor: "rounds", row: 1, .infiniteReport(.infinity))))
                == "an invalid action: report rounds, row 1: inf is neither a finite number nor NaN")
        #expect(
            sentence(.invalidAction(InvalidAction(tensor: "", .reportByteCount(8, expected: 16))))
                == "an invalid action: 8 bytes of reports instead of 16")
        let broken = InvalidAction(
            tensor: "beta", row: 1, agent: 2, .ruleBroken(stage: "associate", rule: "0 goes only with lambda = 0"))
        #expect(
            sentence(.invalidAction(broken))
                == "an invalid action: stage associate, tensor beta, row 1, agent 2: 0 goes only with lambda = 0")
        #expect(Fault.invalidAction(broken).remedy.contains("rules"))
        #expect(sentence(.pluginError("division\r\nby\nzero")) == "it failed: division by zero")
        #expect(sentence(.handshakeTimeout(limit: .seconds(10))).hasSuffix("within 10 s"))
    }

    @Test("name the request that was late, and the flag that governs it")
    func late() {
        let decision = Fault.deadlineMissed(budget: .microseconds(1), elapsed: .nanoseconds(55_473))
        #expect("\(decision)" == "no decision within the budget of 1 us, given up after 55.4 us")
        #expect(decision.remedy.contains("--budget"))
        let reset = Fault.deadlineMissed(.reset, budget: .seconds(10), elapsed: .seconds(10))
        #expect("\(reset)" == "no answer to Reset within 10 s")
        #expect(reset.remedy.contains("--handshake-timeout") && !reset.remedy.contains("--budget"))
    }

    @Test("about a report speak of reports, not of the action's shape")
    func reports() {
        #expect(Fault.invalidAction(InvalidAction(tensor: "rounds", .infiniteReport(1))).remedy.contains("report"))
        #expect(!Fault.invalidAction(InvalidAction(tensor: "price", .notFinite(1))).remedy.contains("report"))
    }

    @Test("about an option lead to the option")
    func options() {
        #expect(Fault.specMismatch("option depth is -1").remedy.contains("key=value"))
        #expect(!Fault.specMismatch("it posts prices").remedy.contains("key=value"))
    }

    @Test(
        "show durations for people",
        arguments: [
            (Duration.nanoseconds(7), "7 ns"), (.nanoseconds(55_473), "55.4 us"), (.microseconds(1), "1 us"),
            (.milliseconds(2500), "2.5 s"), (.milliseconds(999), "999 ms"), (.milliseconds(60_050), "60 s"),
            (.milliseconds(1_230), "1.23 s"), (.seconds(100_000), "100000 s"), (.seconds(-1), "0 ns"),
            (.nanoseconds(1_005_000), "1 ms"),
        ])
    func durations(duration: Duration, text: String) {
        #expect(duration.inWords == text)
    }

    @Test("let nothing through that steers a terminal")
    func terminals() {
        #expect("plain, ü and \u{1F600}".terminalSafe == "plain, ü and \u{1F600}")
        #expect("a\u{1B}[2Jb\u{9B}\r\nc\td\u{202E}".terminalSafe == "a\\x1b[2Jb\\x9b c d\\u{202e}")
        #expect("\(Fault.pluginError("\u{1B}[2J"))" == "it failed: \\x1b[2J")
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
