import Foundation
import Testing

@testable import Experiments

@Suite("Verification of the offloading game's rewards, gains and learning figures")
struct OffloadingPlayVerificationTests {
    private static let golden = OffloadingBasicsTests.golden + "/kpi.json"

    private let verification = Verification([.offloadingPlay])
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func isHeld(_ reference: JSON) throws -> Bool {
        let file: JSON = ["game": "offloading", "topic": "kpi", "cases": [reference]]
        return try verification.run(try folder.write(file.text(), to: "kpi.json")).held == 1
    }

    @Test("holds for every reference case")
    func holds() throws {
        let result = try verification.run(Self.golden)
        #expect(result.off == 0, "\(JSON.array(result.findings.map(\.document)).text(.pretty))")
        #expect(result.held == 21)
    }

    /// What a case of each operation expects.
    static let outputs: [(operation: String, keys: [String])] = [
        ("rewardUL", ["all", "incOnly"]), ("rewardDL", ["value"]), ("rewardGlobal", ["value", "literal"]),
        ("gain", ["pg", "cg"]), ("auc", ["value"]), ("normalise", ["value"]), ("gae", ["advantage", "returns"]),
    ]

    @Test("compares every number that a case expects", arguments: outputs)
    func sensitivity(operation: String, keys: [String]) throws {
        let cases = try JSONField(InputFile.json(Self.golden))["cases"].elements
        let reference = try #require(try cases.first { try $0["op"].text == operation }).value
        #expect(try isHeld(reference))
        for key in keys {
            for wrong in try VerificationTests().mutations(of: try #require(reference[key])) {
                var mutant = reference
                mutant.set(key, to: wrong)
                #expect(try !isHeld(mutant), "\(key): \(wrong.text())")
            }
        }
    }

    @Test(
        "refuses what it cannot interpret, naming it",
        arguments: [
            (["op": "rewardUL", "n0": 1, "n": [1, -1], "cap": 1, "all": 0], "n[1] is -1, not from 0"),
            (["op": "rewardDL", "active": [1, 0], "p_dl": [1], "p_min": 0, "p_max": 1], "has 1 elements, not 2"),
            (["op": "rewardGlobal", "active": [1], "U": [1], "T_O": [1], "feasible": [], "g": 1], "has 0 elements"),
            (["op": "auc", "curve": [], "value": 0], "curve is empty"),
            (["op": "gae", "r": [1], "v": [1, 2], "gamma": 1, "lam": 1], "has 2 elements, not 1"),
            (["op": "gain", "T": 1, "watts": 2], "watts is unknown here"), (["op": "sum"], "op is \"sum\""),
        ] as [(JSON, String)])
    func unclear(reference: JSON, message: String) throws {
        let error = #expect(throws: ExperimentsError.self) { try isHeld(reference) }
        let description = try #require(error?.description)
        #expect(description.contains(message), "\(description)")
    }
}
