import Testing

@testable import Wire

/// A message that is not well-formed, and what is to be said about it.
struct MalformedCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let body: [UInt8]
    let offset: Int
    let path: String
    let problem: MalformedMessage.Problem

    init(_ description: String, _ body: [UInt8], _ offset: Int, _ path: String, _ problem: MalformedMessage.Problem) {
        testDescription = description
        self.body = body
        self.offset = offset
        self.path = path
        self.problem = problem
    }

    /// Fields of the host's envelope: 1 id, 2 session, 3 decide, 5 reset, 16 hello, 17 open, 18 save, 20 ping.
    static let all: [MalformedCase] = [
        // Tags.
        .init("tag cut off", field(20, []) + [0x80], 3, "", .truncated),
        .init("tag of six bytes", field(20, []) + [0x88, 0x80, 0x80, 0x80, 0x80, 0x00], 3, "", .oversizedTag),
        .init("tag of more than 32 bits", field(20, []) + [0xF8, 0xFF, 0xFF, 0xFF, 0x1F], 3, "", .oversizedTag),
        .init("field number 0", field(20, []) + [0x00, 0x01], 3, "", .fieldNumberZero),
        .init("field number 0 in a message", field(3, [0x02, 0x00]), 2, "decide", .fieldNumberZero),
        // Wire types.
        .init("number as bytes", field(1, [1]) + field(20, []), 0, "id", .wrongWireType(found: 2, expected: 0)),
        .init(
            "number as 8 bytes", field(1, wireType: 1) + .init(repeating: 0, count: 8), 0, "id",
            .wrongWireType(found: 1, expected: 0)),
        .init("message as a number", field(3, varint: 1), 0, "decide", .wrongWireType(found: 0, expected: 2)),
        .init(
            "string as 4 bytes", field(18, field(1, wireType: 5) + [0, 0, 0, 0]), 3, "save.path",
            .wrongWireType(found: 5, expected: 2)),
        .init(
            "tensor as a number", field(3, field(6, []) + field(6, varint: 1)), 4, "decide.observation[1]",
            .wrongWireType(found: 0, expected: 2)),
        .init(
            "seed as a number", field(5, field(2, varint: 1)), 2, "reset.seeds",
            .wrongWireType(found: 0, expected: 1)),
        .init("group", field(3, wireType: 3) + field(3, wireType: 4), 0, "decide", .unknownWireType(3)),
        .init("end of a group", field(20, []) + field(1, wireType: 4), 3, "id", .unknownWireType(4)),
        .init(
            "unknown group", field(20, []) + field(99, wireType: 3) + field(99, wireType: 4), 3, "",
            .unknownWireType(3)),
        .init("wire type 6", field(20, []) + field(99, wireType: 6), 3, "", .unknownWireType(6)),
        .init("wire type 7", field(20, []) + field(1, wireType: 7), 3, "id", .unknownWireType(7)),
        // Numbers.
        .init("number cut off", field(20, []) + [0x08, 0xFF], 4, "id", .truncated),
        .init("number missing", field(20, []) + [0x08], 4, "id", .truncated),
        .init(
            "number of 11 bytes", field(1, wireType: 0) + .init(repeating: 0x80, count: 10) + [0], 1, "id",
            .oversizedVarint),
        .init(
            "number of 65 bits", field(1, wireType: 0) + .init(repeating: 0xFF, count: 9) + [0x02], 1, "id",
            .oversizedVarint),
        .init("fixed number cut off", field(5, field(2, wireType: 1) + [1, 2, 3]), 3, "reset.seeds", .truncated),
        .init("packed numbers cut off", field(5, field(1, [1, 2, 0x80])), 6, "reset.rows", .truncated),
        .init(
            "packed number of 65 bits",
            field(5, field(1, .init(repeating: 0xFF, count: 9) + [0x7F])), 4, "reset.rows", .oversizedVarint),
        .init(
            "packed fixed numbers cut off", field(5, field(2, .init(repeating: 0, count: 12))), 12, "reset.seeds",
            .truncated),
        .init("unknown number cut off", field(20, []) + field(99, wireType: 1) + [1, 2], 5, "", .truncated),
        // Lengths.
        .init("length missing", field(3, wireType: 2), 1, "decide", .truncated),
        .init(
            "length of more than 32 bits", field(3, wireType: 2) + [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], 1, "decide",
            .oversizedTag),
        .init(
            "length of 4 GiB", field(3, wireType: 2) + [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], 1, "decide",
            .overrun(excess: 0xFFFF_FFFF)),
        .init("message one byte too long", [0x1A, 0x02, 0x08], 1, "decide", .overrun(excess: 1)),
        .init("tensor beyond its message", [0x1A, 0x02, 0x32, 0x05], 3, "decide.observation[0]", .overrun(excess: 5)),
        .init(
            "tensor beyond its message within the frame", [0x1A, 0x02, 0x32, 0x01] + field(1, varint: 2), 3,
            "decide.observation[0]", .overrun(excess: 1)),
        .init("unknown field too long", field(20, []) + field(99, wireType: 2) + [9], 5, "", .overrun(excess: 9)),
        // Text.
        .init("stray continuation byte", field(18, field(1, [0x2F, 0x80])), 6, "save.path", .invalidUTF8),
        .init("overlong slash", field(18, field(1, [0xC0, 0xAF])), 5, "save.path", .invalidUTF8),
        .init("surrogate", field(18, field(1, [0x2F, 0xED, 0xA0, 0x80])), 6, "save.path", .invalidUTF8),
        .init("beyond U+10FFFF", field(18, field(1, [0xF4, 0x90, 0x80, 0x80])), 5, "save.path", .invalidUTF8),
        .init("character cut off", field(18, field(1, [0x61, 0xE2, 0x82])), 6, "save.path", .invalidUTF8),
        .init("zero byte", field(18, field(1, [0x61, 0x00, 0x62])), 6, "save.path", .zeroByteInString),
        .init(
            "invalid text in a list", field(16, field(3, [0x61]) + field(3, [0xFF])), 8, "hello.features[1]",
            .invalidUTF8),
        // Oneofs and repetition.
        .init(
            "no body", field(1, varint: 2), 0, "",
            .unsetOneof("decide|feedback|reset|cancel|hello|open|save|load|ping|shutdown")),
        .init("two bodies", field(20, []) + field(21, []), 3, "shutdown", .repeatedSingular),
        .init("one body twice", field(20, []) + field(20, []), 3, "ping", .repeatedSingular),
        .init(
            "tensor without a domain", field(17, field(4, field(3, field(1, [0x61])))), 7,
            "open.stages[0].observation[0]", .unsetOneof("box|discrete")),
        .init(
            "tensor with two domains",
            field(17, field(4, field(3, field(4, []) + field(5, [])))), 9, "open.stages[0].observation[0].discrete",
            .repeatedSingular),
        // Bounds.
        .init(
            "too many fields", (0...65_536).flatMap { _ in field(1, varint: 2) }, 131_072, "",
            .tooManyFields(limit: 65_536)),
        .init(
            "too many unknown fields", field(20, []) + (0...1_024).flatMap { _ in [0x58, 0x00] as [UInt8] }, 2_051, "",
            .tooManyUnknownFields(limit: 1_024)),
    ]
}

@Suite("The preflight")
struct PreflightTests {
    @Test("says what is wrong, at which byte and in which field", arguments: MalformedCase.all)
    func malformed(_ malformed: MalformedCase) {
        #expect(
            hostProblem(malformed.body)
                == .decodeError(MalformedMessage(offset: malformed.offset, path: malformed.path, malformed.problem)))
    }

    @Test("lets pass what is unusual but well-formed")
    func unusual() throws {
        // A number, a tag and a length longer than they need be.
        #expect(hostProblem([0x08, 0x82, 0x80, 0x00] + field(20, [])) == nil)
        #expect(hostProblem([0x88, 0x80, 0x00, 0x02] + field(20, [])) == nil)
        #expect(hostProblem([0xA2, 0x01, 0x80, 0x00]) == nil)
        // The last value of a number given twice holds, and so does that of a string.
        #expect(try host(field(1, varint: 4) + field(1, varint: 2) + field(20, [])).id == 2)
        #expect(
            try host(field(18, field(1, Array("/a".utf8)) + field(1, Array("/b".utf8)))).message == .save(path: "/b"))
        // Fields in any order, and a later version's fields between them.
        #expect(try host(field(99, [1, 2]) + field(20, [0x78, 0x01]) + field(1, varint: 2)).message == .ping)
        // A number above 32 bits in a field of 32: protobuf keeps the lower half.
        let stage = try host(field(3, field(1, varint: 1 << 32 | 7)))
        #expect(stage.message == .decide(Decide(stage: 7, slot: 0, rows: 0)))
        // The largest number of 64 bits.
        #expect(try host(field(1, varint: .max) + field(20, [])).id == .max)
    }

    @Test("takes repeated numbers packed, one by one, and mixed")
    func packing() throws {
        let seeds = field(2, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0])
        let reset = HostMessage.reset(Reset(rows: [3, 300], seeds: [1, 2]))
        #expect(try host(field(5, field(1, [3, 0xAC, 0x02]) + seeds)).message == reset)
        #expect(try host(field(5, field(1, varint: 3) + seeds + field(1, varint: 300))).message == reset)
        #expect(try host(field(5, field(1, [3]) + field(1, varint: 300) + field(1, []) + seeds)).message == reset)
    }

    @Test("names a body of a later version instead of refusing it")
    func unknownBody() throws {
        #expect(try host(field(1, varint: 2) + field(40, [1])).message == .unknown(field: 40))
        // A number is no body.
        #expect(hostProblem(field(1, varint: 2) + field(40, varint: 1)) != nil)
    }

    @Test("refuses values that mean nothing, naming the field")
    func meaninglessValues() {
        func path(_ fault: Fault?) -> String? {
            guard case .decodeError(let message) = fault, case .invalidValue = message.problem else { return nil }
            return message.path
        }
        #expect(path(hostProblem(field(5, field(1, [0])))) == "reset.seeds")
        #expect(path(hostProblem(field(16, []))) == "hello.frame_bytes")
        #expect(path(hostProblem(field(17, []))) == "open.role")
        #expect(path(hostProblem(field(17, field(1, varint: 3)))) == "open.role")
        #expect(path(pluginProblem(field(19, []) + field(8, field(1, varint: 99)))) == "error.code")
        #expect(path(pluginProblem(field(7, []))) == "log.level")
        #expect(path(pluginProblem(field(16, []))) == "welcome.roles")
        let notANumber: [UInt8] = field(2, wireType: 1) + [0, 0, 0, 0, 0, 0, 0xF8, 0x7F]
        #expect(path(pluginProblem(field(4, notANumber))) == "decision.compute_us")
    }

    private func host(_ body: [UInt8]) throws(Fault) -> HostEnvelope {
        var decoder = HostMessageDecoder()
        let header = try decoder.decode(body.span)
        return HostEnvelope(id: header.id, session: header.session, try decoder.message())
    }
}
