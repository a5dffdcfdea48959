import Testing

@testable import Experiments

@Suite("JSON text")
struct JSONTests {
    @Test("keeps members in order and lays them out")
    func layout() throws {
        let value: JSON = [
            "schema": "firstmover.run/1", "mean": 0.5, "sizes": [1, 2], "none": nil, "empty": [], "nothing": [:],
            "plugins": [["name": "analytic", "learns": false]],
        ]
        #expect(
            value.text() == """
                {"schema":"firstmover.run/1","mean":0.5,"sizes":[1,2],"none":null,"empty":[],"nothing":{},\
                "plugins":[{"name":"analytic","learns":false}]}
                """)
        #expect(
            value.text(.pretty) == """
                {
                  "schema": "firstmover.run/1",
                  "mean": 0.5,
                  "sizes": [1, 2],
                  "none": null,
                  "empty": [],
                  "nothing": {},
                  "plugins": [
                    {
                      "name": "analytic",
                      "learns": false
                    }
                  ]
                }
                """)
        #expect(try JSON(parsing: value.text()) == value)
        #expect(try JSON(parsing: value.text(.pretty)) == value)
    }

    @Test(
        "doubles come back bit for bit",
        arguments: [
            0.1, -0.0, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1e-300, 1.0 / 3, 123456789.123456789,
            4503599627370497.5,
        ])
    func doubles(number: Double) throws {
        guard case .number(let back) = try JSON(parsing: JSON(number).text()) else {
            Issue.record("\(number) came back as something else")
            return
        }
        #expect(back.bitPattern == number.bitPattern)
    }

    @Test("numbers that are not finite are written as null")
    func notFinite() {
        #expect(JSON([.nan, .infinity, 1]).text() == "[null,null,1.0]")
    }

    @Test("seeds up to 2^64 - 1 keep every digit")
    func seeds() throws {
        #expect(JSON(UInt64.max).text() == "18446744073709551615")
        #expect(try JSONField(JSON(parsing: "18446744073709551615")).seed == .max)
        #expect(try JSONField(JSON(parsing: "\"18446744073709551615\"")).seed == .max)
    }

    @Test("texts come back, whatever is in them")
    func texts() throws {
        let text = "quote \" backslash \\ line\n tab\t bell\u{7} null\u{0} é 😀 /"
        #expect(try JSON(parsing: JSON(text).text()) == .string(text))
        #expect(try JSON(parsing: #""\u00e9 \ud83d\ude00 \/ \b""#) == .string("é 😀 / \u{8}"))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let line: Int
        let column: Int
        var testDescription: String { String(text.prefix(20)) }

        init(_ text: String, _ line: Int, _ column: Int) {
            (self.text, self.line, self.column) = (text, line, column)
        }
    }

    @Test(
        "what is not JSON is refused with its place",
        arguments: [
            Fault("", 1, 1), Fault("{", 1, 2), Fault("[1,]", 1, 4), Fault("[1 2]", 1, 4),
            Fault("{\"a\":1,\n\"a\":2}", 2, 1),
            Fault("{a:1}", 1, 2), Fault("{\"a\" 1}", 1, 6), Fault("01", 1, 1), Fault("-", 1, 2), Fault("1.", 1, 3),
            Fault("1e", 1, 3), Fault("1e999", 1, 1), Fault("NaN", 1, 1), Fault("[\n  Infinity]", 2, 3),
            Fault("+1", 1, 1),
            Fault("\"abc", 1, 1), Fault("\"a\nb\"", 1, 3), Fault("\"\\x\"", 1, 2), Fault("\"\\ud800\"", 1, 2),
            Fault("\"\\u12\"", 1, 4), Fault("\"\\u+123\"", 1, 4), Fault("1 2", 1, 3), Fault("nul", 1, 1),
            Fault("// c", 1, 1),
            Fault("[\"é\" x]", 1, 6), Fault(String(repeating: "[", count: 100_000), 1, 65),
        ])
    func faults(fault: Fault) {
        do {
            _ = try JSON(parsing: fault.text)
            Issue.record("was read")
        } catch ExperimentsError.malformed(let line, let column, _) {
            #expect(line == fault.line)
            #expect(column == fault.column)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("bytes that are not UTF-8 are refused")
    func notUTF8() {
        #expect(throws: ExperimentsError.malformed(line: 1, column: 1, reason: "this text is not UTF-8")) {
            try JSONParser.parse([0x22, 0xFF, 0x22])
        }
    }

    @Test("members are read, added and replaced by key")
    func members() {
        var value: JSON = ["a": 1]
        value.set("b", to: 2)
        value.set("a", to: 3)
        #expect(value == ["a": 3, "b": 2])
        #expect(value["b"] == 2)
        #expect(value["c"] == nil)
        #expect(JSON([1, 2, 3, 4], columns: 2) == [[1.0, 2.0], [3.0, 4.0]])
    }
}

@Suite("JSON field")
struct JSONFieldTests {
    let root = JSONField(["cases": [["game": ["h": [[1, 2], [3, "x"]]], "n": 2.5, "o": "-Infinity"]]])

    @Test("an error names the path to the field")
    func paths() throws {
        let element = try root["cases"].elements[0]
        #expect(
            throws: ExperimentsError.field(
                path: "cases[0].game.h[1][1]", reason: "must be a number, not the text \"x\"")
        ) {
            try element["game"]["h"].matrix
        }
        #expect(throws: ExperimentsError.field(path: "cases[0].seed", reason: "is missing")) { try element["seed"] }
        #expect(throws: ExperimentsError.field(path: "cases[0].n", reason: "must be a whole number, not 2.5")) {
            try element["n"].integer
        }
        #expect(throws: ExperimentsError.field(path: "the file", reason: "must be a list, not an object")) {
            try root.elements
        }
    }

    @Test("numbers that JSON cannot write stand in quotes")
    func nonFinite() throws {
        #expect(try root["cases"].elements[0]["o"].number == -.infinity)
        #expect(try JSONField("NaN").number.isNaN)
        #expect(try JSONField("inf").number == .infinity)
    }

    @Test("seeds out of range are refused", arguments: ["-1", "18446744073709551616", "", "0x10", "1.5"])
    func badSeeds(digits: String) {
        #expect(throws: ExperimentsError.self) { try JSONField(.string(digits)).seed }
    }
}

@Suite("Input file")
struct InputFileTests {
    @Test("what cannot be read is refused in one line")
    func unreadable() {
        #expect(throws: ExperimentsError.unreadable(path: "/nonexistent/a.json", reason: "there is no such file")) {
            try InputFile.json("/nonexistent/a.json")
        }
        #expect(throws: ExperimentsError.unreadable(path: "/", reason: "it is a folder; name a file in it")) {
            try InputFile.json("/")
        }
        #expect(
            throws: ExperimentsError.unreadable(
                path: "/dev/zero", reason: "it holds more than 256 KiB; is it the right file?")
        ) { try InputFile.read("/dev/zero", limit: InputFile.configurationLimit) }
    }
}
