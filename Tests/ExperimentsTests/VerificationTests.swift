import Foundation
import Testing

import Games

@testable import Experiments

@Suite("Verification")
struct VerificationTests {
    static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/pricing").path

    let verification = Verification(TopicChecker.pricing)
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func verify(_ file: JSON, as name: String = "cases.json") throws -> Verification.Result {
        try verification.run(try folder.write(file.text(), to: name))
    }

    @Test("holds for every reference case", arguments: TopicChecker.pricing.map(\.topic))
    func golden(topic: String) throws {
        let result = try verification.run("\(Self.golden)/\(topic).json")
        #expect(result.off == 0, "\(JSON.array(result.findings.map(\.document)).text(.pretty))")
        #expect(result.held > 0)
    }

    /// Where each topic states what is to come out; everything else is what a case starts from.
    static let outputs: [(topic: String, keys: [String])] = [
        ("environment/philox", ["output"]),
        ("environment/draws", ["uniform", "normal"]),
        ("environment/cases", ["bs", "frames"]),
        ("algorithm1", ["converged", "access", "leader", "U", "mu", "Z_MB"]),
        ("kernel", ["d", "s", "marginOverK", "V_over_gammaA", "U_over_gammaA", "accuracy"]),
        ("pair", ["status", "a", "b", "k", "q", "mu", "Z", "accuracy", "V", "U"]),
        ("follower", ["status", "Z", "accuracy", "U"]),
        ("rates", ["R_MBps"]),
        ("access", ["silent", "connected"]),
        ("equilibrium", ["silent", "connected"]),
        (
            "slots",
            [
                "mu", "access", "Z_MB", "leader", "followers", "leaderReward", "followerReward", "nashconv",
                "exploitability", "priceRegret", "optimum", "leaderRegret", "relativeGap", "leaderObservation",
                "followerObservation",
            ]
        ),
        ("dual_bound", ["bound", "optimum"]),
        ("bad_input", ["reject"]),
    ]

    @Test("every number that a case expects is compared", arguments: outputs)
    func sensitivity(topic: String, keys: [String]) throws {
        let names = topic.split(separator: "/").map(String.init)
        let list = names.count > 1 ? names[1] : "cases"
        let original = try InputFile.json("\(Self.golden)/\(names[0]).json")
        let reference = try #require(try JSONField(original)[list].elements.first)
        for key in keys {
            for wrong in try mutations(of: reference[key].value) {
                var mutant = reference.value
                mutant.set(key, to: wrong)
                var file: JSON = ["game": "pricing", "topic": JSON(names[0]), list: [mutant]]
                for tolerance in ["rtol", "atol"] {
                    if let value = original[tolerance] { file.set(tolerance, to: value) }
                }
                // A wrong access vector may also be one that the game does not have.
                let isHeld = (try? verify(file).held) == 1
                #expect(!isHeld, "\(key): \(wrong.text())")
            }
        }
    }

    @Test("every mean of a figure is compared")
    func figureSensitivity() throws {
        let original = try InputFile.json("\(Self.golden)/figures.json")
        let reference = try #require(try JSONField(original)["cases"].elements.first)
        // One point of the sweep is enough, and quick.
        var point = reference.value
        let value = try reference["values"].elements[0].value
        let means = try reference["means"].elements[0].value
        point.set("values", to: [value])
        for wrong in [means] + (try mutations(of: means)) {
            point.set("means", to: [wrong])
            let result = try verify(["game": "pricing", "topic": "figures", "rtol": 1e-8, "cases": [point]])
            #expect(result.held == (wrong == means ? 1 : 0), "\(wrong.text())")
        }
    }

    @Test("a trajectory means the default radio where it names none, and a figure any parameter by symbol or key")
    func optionalKeys() throws {
        let environment = try InputFile.json("\(Self.golden)/environment.json")
        let trajectory = try #require(try JSONField(environment)["cases"].elements.first)
        let bare: JSON = [
            "seed": try trajectory["seed"].value, "env": try trajectory["env"].value, "N": try trajectory["N"].value,
            "M": try trajectory["M"].value, "frames": try trajectory["frames"].value,
        ]
        #expect(try verify(["game": "pricing", "topic": "environment", "cases": [bare]]).held == 1)
        for parameter in ["gammaD", "o", "sigma2", "x", "eps", "K", "limit"] {
            let figure: JSON = [
                "parameter": JSON(parameter), "values": [0.5], "firstSeed": "18446744073709551615", "seeds": 2,
                "columns": ["SE.active", "FPc.leader"], "means": [[2.0, -1.0]],
            ]
            // Nobody knows these means, but none can be these: a share above 1, a loss.
            #expect(try verify(["game": "pricing", "topic": "figures", "cases": [figure]]).off == 1)
        }
    }

    /// The same value with one leaf changed, for each leaf.
    func mutations(of value: JSON) throws -> [JSON] {
        switch value {
        case .null: return [1]
        case .bool(let bool): return [.bool(!bool)]
        case .integer(let integer): return [.integer(integer + 1)]
        case .number(let number): return [.number(number == 0 ? 0.01 : number * 1.001)]
        case .string(let text): return [.string(text + "x")]
        case .array(let elements):
            return try elements.indices.flatMap { index in
                try mutations(of: elements[index]).map { wrong in
                    var copy = elements
                    copy[index] = wrong
                    return .array(copy)
                }
            } + [.array(elements + [0])]
        case .object(let members):
            return try members.flatMap { member in
                try mutations(of: member.value).map { wrong in
                    var copy = value
                    copy.set(member.key, to: wrong)
                    return copy
                }
            }
        }
    }

    @Test("counts cases, names the worst and says what is off")
    func result() throws {
        let result = try verify(
            [
                "game": "pricing", "topic": "kernel", "rtol": 1e-13,
                "cases": [
                    ["name": "right", "k": 1.0, "q": 0.0, "d": 1.0],
                    ["name": "a little off", "k": 1.0, "q": 0.0, "d": 1.0, "accuracy": 0.632120558828],
                    ["name": "far off", "k": 1.0, "q": 0.0, "d": 0.5, "rtol": 0.25],
                ],
            ])
        #expect(result.held == 1)
        #expect(result.off == 2)
        #expect(result.findings.map(\.caseName) == ["a little off", "far off"])
        #expect(result.worst?.caseName == "a little off")
        #expect(result.worst?.comparison.field == "accuracy")
        let json = result.document
        #expect(json["schema"] == "firstmover.verify/1")
        #expect(json["held"] == 1)
        #expect(json["off"] == 2)
        #expect(json["worst"]?["file"] == "cases.json")
        #expect(json["findings"] == .array(result.findings.map(\.document)))
        guard
            case .number(let tolerance) = try #require(
                json["findings"]?["far"] ?? result.findings[1].document["tolerance"])
        else {
            Issue.record("a tolerance is a number")
            return
        }
        #expect(tolerance == 0.125)
    }

    @Test("a folder is searched to any depth, in the order of names, and progress is told")
    func folders() throws {
        let file: JSON = ["game": "pricing", "topic": "kernel", "cases": [["k": 1.0, "q": 1.0, "d": 0.0]]]
        try folder.write(file.text(), to: "b/kernel.json")
        try folder.write(file.text(), to: "a.json")
        try folder.write("no reference", to: "README.md")
        var seen: [Verification.Progress] = []
        let result = try verification.run(folder.path) { seen.append($0) }
        #expect(result.held == 2)
        #expect(
            seen == [
                Verification.Progress(file: "a.json", done: 0, count: 2),
                Verification.Progress(file: "b/kernel.json", done: 1, count: 2),
                Verification.Progress(file: "b/kernel.json", done: 2, count: 2),
            ])
    }

    struct Unclear: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let file: JSON
        let message: String

        init(_ description: String, _ file: JSON, _ message: String) {
            (testDescription, self.file, self.message) = (description, file, message)
        }
    }

    static func kernel(_ reference: JSON) -> JSON { ["game": "pricing", "topic": "kernel", "cases": [reference]] }

    @Test(
        "what cannot be interpreted is an error that names the case and the field",
        arguments: [
            Unclear(
                "unknown topic", ["game": "pricing", "topic": "kernels", "cases": []],
                "cases.json: nothing recomputes the topic kernels of the game pricing; known are kernel, "),
            Unclear("unknown game", ["game": "chess", "topic": "kernel", "cases": []], "the game chess; known are "),
            Unclear("no topic", ["game": "pricing", "cases": []], "cases.json: topic is missing"),
            Unclear("no case", ["game": "pricing", "topic": "kernel", "cases": []], "cases.json: cases holds no case"),
            Unclear(
                "an input missing", kernel(["name": "x", "k": 1.0, "d": 1.0]), "cases.json: case \"x\": q is missing"),
            Unclear("no name", kernel(["k": 1.0, "d": 1.0]), "case \"cases[0]\": q is missing"),
            Unclear(
                "a wrong type", kernel(["k": "one", "q": 0.0, "d": 1.0]), "k must be a number, not the text \"one\""),
            Unclear("out of range", kernel(["k": -1.0, "q": 0.0, "d": 1.0]), "k and q are -1.0 and 0.0"),
            Unclear("nothing to compare", kernel(["k": 1.0, "q": 0.0]), "the case states nothing to compare"),
            Unclear("an unknown field", kernel(["k": 1.0, "q": 0.0, "w": 3.0]), "w is unknown here"),
            Unclear(
                "an unknown operation", kernel(["op": "inverse", "k": 1.0, "q": 0.0, "d": 1.0]), "op is \"inverse\""),
            Unclear(
                "a bad tolerance", kernel(["k": 1.0, "q": 0.0, "d": 1.0, "rtol": "NaN"]), "states a tolerance"),
        ])
    func unclear(unclear: Unclear) throws {
        let error = #expect(throws: ExperimentsError.self) { try verify(unclear.file) }
        let description = try #require(error?.description)
        #expect(description.contains(unclear.message), "\(description)")
    }

    @Test("a folder without files, and no folder at all, are errors")
    func nothing() throws {
        #expect(throws: ExperimentsError.self) { try verification.run(folder.path) }
        #expect(throws: ExperimentsError.self) { try verification.run(folder.path + "/none") }
    }
}

@Suite("Pricing instance as JSON")
struct PricingInstanceJSONTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    static func game() throws -> JSON {
        let file = JSONField(try InputFile.json("\(VerificationTests.golden)/bad_input.json"))
        return try file["cases"].elements[0]["game"].value
    }

    func read(_ document: JSON, as scenario: String = "pricing") throws -> PricingInstance {
        let path = try folder.write(document.text(), to: "instance.json")
        let loaded = try GameCatalogue.scenarios.load(scenario)
        return try #require(try loaded.solvable(path: path, seed: 0) as? PricingInstance)
    }

    static let refused: [(key: String, value: JSON, message: String)] = [
        ("h", [[1e-9, 1e-9], [1e-9, "x"], [1e-9, 1e-9], [1e-9, 1e-9]], "h: element [1][1] must be a number"),
        ("h", 3, "h: must be a list, not 3"),
        ("eps", nil, "eps: must be a number, not null"),
        ("sigma2_W", "NaN", "sigma2_W: "),
        ("gammaA", [10.0, 10.0, 10.0], "gammaA: has 3 elements, not 4"),
        ("W_MHz", [], "W_MHz: is empty"),
    ]

    @Test("the field at fault is named, with the element", arguments: refused)
    func faults(key: String, value: JSON, message: String) throws {
        var game = try Self.game()
        game.set(key, to: value)
        let error = #expect(throws: ExperimentsError.self) { try read(game) }
        let description = try #require(error?.description)
        #expect(description.hasPrefix("\(folder.path)/instance.json: \(message)"), "\(description)")
    }

    @Test("an instance stands alone or in a case, and the scenario says who interferes")
    func places() throws {
        let game = try Self.game()
        let alone = try read(game)
        let inCase = try read(["name": "a case", "game": game])
        #expect(alone == inCase)
        #expect(alone.idleMode == .silent)
        #expect(try read(game, as: "pricing/connected").idleMode == .connected)
        #expect(alone.followerCount == 4)
    }
}
