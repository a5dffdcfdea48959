import Foundation
import Testing

@testable import Experiments

@Suite("Verification of the offloading game's heuristics")
struct OffloadingHeuristicsVerificationTests {
    private static let golden = OffloadingBasicsTests.golden + "/heuristics.json"

    private let verification = Verification([.offloadingHeuristics])

    @Test("holds for every reference case")
    func holds() throws {
        let result = try verification.run(Self.golden)
        #expect(result.off == 0, "\(JSON.array(result.findings.map(\.document)).text(.pretty))")
        #expect(result.held == 5)
    }

    @Test(
        "notices a change of what is stated",
        arguments: [
            ("\"s\":[0", "\"s\":[1"), ("\"cg\":1.0", "\"cg\":1.000001"), ("\"lam\":0.5", "\"lam\":0.25"),
            ("\"episode\":0", "\"episode\":3"), ("\"seed\":1041", "\"seed\":1042"),
        ])
    func notices(text: String, replacement: String) throws {
        let folder = try TemporaryFolder()
        let cases = try String(contentsOfFile: Self.golden, encoding: .utf8)
        try #require(cases.contains(text))
        let changed = cases.replacing(text, with: replacement, maxReplacements: 1)
        let path = try folder.write(changed, to: "heuristics.json")
        #expect(try verification.run(path).off == 1)
    }
}
