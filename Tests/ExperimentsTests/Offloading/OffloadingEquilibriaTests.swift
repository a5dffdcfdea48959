import Foundation
import Testing

@testable import Experiments

@Suite("Offloading reference cases, equilibria")
struct OffloadingEquilibriaTests {
    let verification = Verification(TopicChecker.offloadingEquilibria)
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func verify(_ file: JSON) throws -> Verification.Result {
        try verification.run(try folder.write(file.text(), to: "cases.json"))
    }

    @Test("hold", arguments: TopicChecker.offloadingEquilibria.map(\.topic))
    func golden(topic: String) throws {
        let result = try verification.run("\(OffloadingBasicsTests.golden)/\(topic).json")
        #expect(result.off == 0, "\(JSON.array(result.findings.map(\.document)).text(.pretty))")
        #expect(result.held > 0)
    }

    @Test("include the scores that must be refused")
    func invalid() throws {
        let path = "\(OffloadingBasicsTests.golden)/knapsack.json"
        let file = JSONField(try InputFile.json(path))
        let count = try file["cases"].elements.count + file["invalid"].elements.count
        #expect(try verification.run(path).held == count)
        let legal: JSON = ["scores": [1.0, 2.0], "cmax": 1]
        #expect(try verify(["game": "offloading", "topic": "knapsack", "invalid": [legal]]).off == 1)
        let refused: JSON = ["op": "knapsack", "scores": [1.0, "nan"], "cmax": 1, "b": [0, 1]]
        let error = #expect(throws: ExperimentsError.self) {
            try verify(["game": "offloading", "topic": "knapsack", "cases": [refused]])
        }
        #expect(error?.description.contains("scores: element 1 is nan") == true)
    }

    /// What a case of each topic expects; everything else is what it starts from.
    static let outputs: [(topic: String, keys: [String])] = [
        ("dlpower", ["p_star", "cost_star", "cost", "rate"]),
        (
            "games",
            [
                "active", "profiles", "v", "cost", "pure_ne", "pure_ne_count", "pure_ne_first", "ne_cost_min",
                "ne_cost_max", "social_cost", "social_s", "improvement_cycle", "four_cycle_max", "algorithm1",
            ]
        ),
        ("direct", ["s", "converged", "rounds", "moves", "nashconv", "cost", "T", "hn2_row0"]),
        ("knapsack", ["b", "value"]),
        ("operator", ["active", "p_star", "br", "opt", "pes", "soc", "per_ofmo", "ne_all_ones"]),
    ]

    @Test("compare every number that a case expects", arguments: outputs)
    func sensitivity(topic: String, keys: [String]) throws {
        let file = JSONField(try InputFile.json("\(OffloadingBasicsTests.golden)/\(topic).json"))
        // The smallest case that states everything, since each of its numbers is changed in turn.
        let complete = try file["cases"].elements.filter { reference in
            try keys.allSatisfy { key throws in try reference.optional(key) != nil }
        }
        let smallest = try #require(complete.min { $0.value.text().count < $1.value.text().count })
        func isHeld(_ reference: JSON) throws -> Bool {
            try verify(["game": "offloading", "topic": JSON(topic), "cases": [reference]]).held == 1
        }
        #expect(try isHeld(smallest.value))
        for key in keys {
            // The o of an iteration is what it starts from.
            let modes = try Self.modes(in: try smallest[key])
            for wrong in try VerificationTests().mutations(of: try smallest[key].value)
            where try Self.modes(in: JSONField(wrong)) == modes {
                var mutant = smallest.value
                mutant.set(key, to: wrong)
                // A row too many cannot be read.
                #expect((try? isHeld(mutant)) != true, "\(key): \(wrong.text())")
            }
        }
    }

    /// Every `o` in a list of objects; nothing of any other value.
    static func modes(in field: JSONField) throws -> [JSON] {
        guard case .array(let elements) = field.value else { return [] }
        return elements.compactMap { element in
            guard case .object = element else { return nil }
            return element["o"]
        }
    }

    @Test("an operator of less capacity decides as one, and more active users than can be searched are refused")
    func operatorInputs() throws {
        let file = JSONField(try InputFile.json("\(OffloadingBasicsTests.golden)/operator.json"))
        let reference = try #require(try file["cases"].elements.first { try $0["name"].text == "cmax=2" })
        var wider = reference.value
        wider.set("cmax", to: 3)
        #expect(try verify(["game": "offloading", "topic": "operator", "cases": [wider]]).off == 1)
        var negative = reference.value
        negative.set("cmax", to: -1)
        #expect(throws: ExperimentsError.self) {
            try verify(["game": "offloading", "topic": "operator", "cases": [negative]])
        }
    }
}
