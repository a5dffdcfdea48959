import Testing

@testable import Wire

@Suite("The schema")
struct SchemaTests {
    @Test("holds no message within itself, so that depth is bounded", arguments: [true, false])
    func noRecursion(host: Bool) {
        let schema = host ? Schema.hostEnvelope : .pluginEnvelope
        /// Messages on the longest way down from message `index`; traps at `schema.messages.count`, a cycle.
        func depth(_ index: Int, above: [Int]) -> Int {
            guard !above.contains(index) else {
                Issue.record("\(schema.messageNames[index]) holds itself")
                return 0
            }
            let first = schema.messages[index].firstField
            let children = schema.fields[first..<first + schema.messages[index].fieldCount].map(\.child)
            return 1 + (children.filter { $0 >= 0 }.map { depth($0, above: above + [index]) }.max() ?? 0)
        }
        #expect((2...6).contains(depth(0, above: [])))
    }

    @Test("gives the numbers 1 to 15, a byte each, to what is sent every slot")
    func shortNumbers() throws {
        let everySlot: Set = ["Decide", "Decision", "Feedback", "Reset", "Done", "Cancel"]
        let bodies: Set = ["decide", "feedback", "reset", "cancel", "decision", "done", "metrics", "log", "error"]
        for schema in [Schema.hostEnvelope, .pluginEnvelope] {
            for (index, message) in schema.messages.enumerated() {
                for field in message.firstField..<message.firstField + message.fieldCount {
                    let name = schema.fieldNames[field]
                    let isEverySlot =
                        index == 0
                        ? bodies.contains(name) || schema.fields[field].oneof < 0
                        : everySlot.contains(schema.messageNames[index])
                    if isEverySlot { #expect(schema.fields[field].number <= 15, "\(name)") }
                }
            }
        }
    }

    @Test("starts every enumeration with a value that says nothing")
    func enumerations() {
        for schema in [Schema.hostEnvelope, .pluginEnvelope] {
            for names in schema.valueNames where !names.isEmpty {
                #expect(names[0]?.hasSuffix("_UNSPECIFIED") == true, "\(names)")
            }
        }
    }

    @Test("is proto3 without what libprotobuf-c or other languages lack")
    func plainProto3() throws {
        let files = try Contract.files()
        #expect(files.count == 5)
        for (name, lines) in files {
            #expect(lines.first == "syntax = \"proto3\";", "\(name)")
            #expect(lines.contains("package firstmover.v1;"), "\(name)")
            for line in lines {
                let words = line.split(separator: "//", omittingEmptySubsequences: false)[0].split { " <".contains($0) }
                for word in ["optional", "required", "group", "map", "extend", "extensions", "google.protobuf.Any"] {
                    #expect(words.first.map(String.init) != word, "\(name): \(line)")
                }
                #expect(!line.contains("google/protobuf"), "\(name): \(line)")
            }
        }
    }

    @Test("says beside every message, field and value what it means")
    func comments() throws {
        for (name, lines) in try Contract.files() {
            for (line, previous) in zip(lines.dropFirst(), lines) {
                let text = line.drop { $0 == " " }
                let declares =
                    ["message ", "enum ", "oneof "].contains { text.hasPrefix($0) }
                    || (text.hasSuffix(";") && text.contains(" = ") && !text.hasPrefix("syntax"))
                if declares {
                    #expect(previous.drop { $0 == " " }.hasPrefix("// "), "\(name): \(line)")
                }
            }
        }
    }

    @Test("uses one word for the one who leads and one for those who follow")
    func oneWord() throws {
        for (name, lines) in try Contract.files() {
            for line in lines where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                for word in ["leader", "follower_", "LEADER", "player", "env_"] {
                    #expect(!line.contains(word), "\(name): \(line)")
                }
            }
        }
    }
}
