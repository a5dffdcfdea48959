import Foundation
import Testing

@testable import Wire

@Suite("A frame shown to people")
struct FrameDumpTests {
    @Test("names fields, values and what it does not know")
    func wellFormed() {
        let body =
            field(1, varint: 2) + field(5, field(1, [1, 0xAC, 0x02]) + field(1, varint: 3)) + field(99, varint: 7)
            + field(98, [1, 2])
        let expected = """
            00 00 00 13                                       length 19
            08 02                                             id = 2
            2a 07                                             reset: 7 bytes
              0a 03 01 ac 02                                  rows = [1, 300]
              08 03                                           rows = 3
            98 06 07                                          unknown field 99 = 7
            92 06 02 01 02                                    unknown field 98, 2 bytes
            """
        #expect(FrameDump.host(framed(body)) == expected)
    }

    @Test("shows signs, truth, names and fractions as such")
    func values() {
        let discrete = field(5, field(1, varint: 5) + field(2, varint: 2))
        let tensor = field(3, varint: 9) + discrete
        let dump = FrameDump.host(framed(field(17, field(4, field(3, tensor)))))
        #expect(dump.contains("start = -3\n") && dump.contains("count = 2") && dump.contains("element_type = 9"))
        let opened = FrameDump.plugin(framed(field(17, field(2, varint: 1) + field(3, varint: 0))))
        #expect(opened.contains("wants_observation = true") && opened.contains("wants_instance = false"))
        let done = FrameDump.plugin(framed(field(5, field(1, wireType: 1) + [0, 0, 0, 0, 0, 0, 0xF8, 0x3F])))
        #expect(done.hasSuffix("compute_us = 1.5"))
    }

    @Test("goes on to the end where the frame is malformed", arguments: MalformedCase.all)
    func malformed(_ malformed: MalformedCase) {
        let frame = framed(malformed.body)
        let dump = FrameDump.host(frame)
        // Every byte is there, in order: on each line the bytes end where two spaces begin the text.
        let bytes = dump.components(separatedBy: "\n").flatMap { line in
            String(line.drop { $0 == " " }).components(separatedBy: "  ")[0].split(separator: " ").map {
                UInt8($0, radix: 16)
            }
        }
        #expect(bytes == frame)
    }

    @Test("shows what there is of a frame cut off", arguments: 0...3)
    func cutOff(count: Int) {
        #expect(FrameDump.host(Array([0, 0, 0, 9].prefix(count))).hasSuffix("cut off"))
    }
}
