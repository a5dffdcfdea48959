import Foundation
import Testing

@testable import Experiments

@Suite("Offloading reference cases, basics")
struct OffloadingBasicsTests {
    static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden/offloading").path

    let verification = Verification(TopicChecker.offloadingBasics)
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func verify(_ file: JSON) throws -> Verification.Result {
        try verification.run(try folder.write(file.text(), to: "cases.json"))
    }

    @Test("hold", arguments: TopicChecker.offloadingBasics.map(\.topic))
    func golden(topic: String) throws {
        let result = try verification.run("\(Self.golden)/\(topic).json")
        #expect(result.off == 0, "\(JSON.array(result.findings.map(\.document)).text(.pretty))")
        #expect(result.held > 0)
    }

    @Test("include the inputs that must be refused")
    func invalid() throws {
        let cases = JSONField(try InputFile.json("\(Self.golden)/chain.json"))
        let count = try cases["cases"].elements.count + cases["invalid"].elements.count
        #expect(try verification.run("\(Self.golden)/chain.json").held == count)
        let legal: JSON = ["F": 3, "R": 0.1, "delta": 0.7, "N": 3]
        #expect(try verify(["game": "offloading", "topic": "chain", "invalid": [legal]]).off == 1)
    }

    /// What a case of each operation expects; everything else is what it starts from.
    static let outputs: [(topic: String, operation: String, keys: [String])] = [
        ("rng", "philox", ["output"]), ("rng", "block", ["uniform", "normal"]), ("chain", "matrix", ["P"]),
        ("chain", "row0", ["row"]), ("chain", "draw", ["next"]), ("chain", "stationary", ["pi"]),
        ("chain", "path", ["mu"]), ("radio", "qinv", ["value"]), ("radio", "gain", ["g"]), ("radio", "noise", ["N0"]),
        ("radio", "rate", ["rate"]), ("radio", "rateInverse", ["sinr"]), ("radio", "sites", ["xy", "first", "last"]),
        ("radio", "gram", ["hn2", "X"]), ("world", "slot", ["library", "positions", "sites", "slot", "H_re", "H_im"]),
        ("split", "split", ["lam", "beta", "T", "feasible", "objective"]),
        ("latency", "dt", ["estimate", "gap", "actual", "literal_es_gap", "literal_es_actual"]),
        ("latency", "evaluate", ["out"]), ("latency", "evaluateFixedSplit", ["out"]),
    ]

    @Test("compare every number that a case expects", arguments: outputs)
    func sensitivity(topic: String, operation: String, keys: [String]) throws {
        let file = JSONField(try InputFile.json("\(Self.golden)/\(topic).json"))
        // The smallest case, since each of its numbers is changed in turn.
        let cases = try file["cases"].elements.filter { try $0["op"].text == operation }
        let smallest = try #require(cases.min { $0.value.text().count < $1.value.text().count })
        func isHeld(_ reference: JSON) throws -> Bool {
            try verify(["game": "offloading", "topic": JSON(topic), "cases": [reference]]).held == 1
        }
        #expect(try isHeld(smallest.value))
        for key in keys {
            for wrong in try Self.mutations(of: try smallest[key].value) {
                var mutant = smallest.value
                mutant.set(key, to: wrong)
                #expect(try !isHeld(mutant), "\(key): \(wrong.text())")
            }
        }
    }

    /// `VerificationTests.mutations`, but for what a slot starts from.
    static func mutations(of value: JSON) throws -> [JSON] {
        let all = try VerificationTests().mutations(of: value)
        guard let parameters = value["params"] else { return all }
        return all.filter { $0["params"] == parameters }
    }

    @Test(
        "compare every number of rows, which stand beside what they start from",
        arguments: ["sinr", "threshold", "primalDual", "violations"])
    func rows(operation: String) throws {
        let topic = ["sinr": "radio", "primalDual": "split"][operation] ?? "latency"
        let inputs = ["j", "on", "m", "k", "a", "e", "bcap", "g", "c_beta", "D", "s", "o", "cap", "K", "active"]
        let file = JSONField(try InputFile.json("\(Self.golden)/\(topic).json"))
        let reference = try #require(try file["cases"].elements.first { try $0["op"].text == operation })
        let others = try file["cases"].elements.filter { try $0["op"].text == "gram" }.map(\.value)
        func isHeld(_ row: JSON) throws -> Bool {
            var single = reference.value
            single.set("rows", to: [row])
            let file: JSON = ["game": "offloading", "topic": JSON(topic), "cases": .array([single] + others)]
            return try verify(file).held == others.count + 1
        }
        for row in try reference["rows"].elements.prefix(3) {
            #expect(try isHeld(row.value))
            for (key, field) in try row.members where !inputs.contains(key) {
                for wrong in try VerificationTests().mutations(of: field.value) {
                    var mutant = row.value
                    mutant.set(key, to: wrong)
                    // A list of violations may also be wrong in that it cannot be read.
                    #expect((try? isHeld(mutant)) != true, "\(key): \(wrong.text())")
                }
            }
        }
    }

    struct Unclear: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let topic: String
        let reference: JSON
        let message: String

        init(_ description: String, _ topic: String, _ reference: JSON, _ message: String) {
            (testDescription, self.topic, self.reference, self.message) = (description, topic, reference, message)
        }
    }

    static let chain: JSON = ["op": "row0", "F": 2, "R": 0.1, "delta": 0.7, "N": 1]

    @Test(
        "refuse what they cannot interpret, naming it",
        arguments: [
            Unclear("unknown operation", "chain", ["op": "sample"], "op is \"sample\""),
            Unclear("no operation", "chain", ["F": 2], "op is missing"),
            Unclear("unread key", "split", ["op": "split", "branch": "parallel", "w": 1], "w is unknown here"),
            Unclear(
                "unread key in a row", "latency",
                ["op": "violations", "rows": [["s": [0], "o": [0], "cap": 1, "K": 1, "active": [1], "p": 1]]],
                "rows[0].p is unknown here"),
            Unclear("unknown branch", "split", ["op": "split", "branch": "both"], "branch is not parallel or serial"),
            Unclear(
                "a chain that is none", "chain", ["op": "row0", "F": 2, "R": 0.1, "delta": 0.7, "N": 3, "row": []],
                "parameter Nn is 3"),
            Unclear(
                "no such case", "radio",
                ["op": "sinr", "gramCase": "x", "xi": 0, "B_ul": 1, "p_ul": [], "rows": []], "gramCase names no case"),
            Unclear(
                "a parameter that is none", "world", ["op": "slot", "params": ["MM": 3], "seed": 1, "episode": 0],
                "no parameter MM; did you mean M?"),
        ])
    func unclear(_ unclear: Unclear) throws {
        let error = #expect(throws: ExperimentsError.self) {
            try verify(["game": "offloading", "topic": JSON(unclear.topic), "cases": [unclear.reference]])
        }
        let description = try #require(error?.description)
        #expect(description.contains(unclear.message), "\(description)")
    }
}
