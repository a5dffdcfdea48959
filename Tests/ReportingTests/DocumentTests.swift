import Experiments
import Reporting
import Testing

@Suite("Result document")
struct DocumentTests {
    @Test("is read whole", arguments: ["ab", "ab-three", "check", "run"])
    func reads(name: String) throws {
        let document = try Fixture.document(name)
        #expect(document.primary?.name == "operatorUtility")
        #expect(document.primary?.unit == "utility")
        #expect(document.metrics.count == 10)
        #expect(document.comparisons.count == document.arms.count - 1)
        #expect(!document.host.isEmpty)
        for (index, arm) in document.arms.enumerated() {
            // What a baseline remembers has no times.
            let isRemembered = name == "check" && index == 0
            #expect((arm.timing == nil) == isRemembered)
            #expect(arm.timing?.roles.allSatisfy { !$0.latencies.histogram.isEmpty } ?? isRemembered)
        }
    }

    @Test("knows what a check compares with")
    func baseline() throws {
        let baseline = try #require(try Fixture.document("check").baseline)
        #expect(baseline.path == "baselines/pricing.json")
        #expect(baseline.version == "0.1.0" && baseline.kernels == "avx512" && baseline.subject == "operator")
        #expect(baseline.changed.first == "the operator was analytic and is ./lossy")
        #expect(try Fixture.document("ab").baseline == nil)
    }

    @Test("is read without what may be missing")
    func tolerates() throws {
        var json = try Fixture.json("ab")
        for key in ["declarations", "measured", "primary", "confidence", "seed", "pairs", "slotsPerEpisode", "onMiss"] {
            json.remove(key)
        }
        json.edit("arms", 0) { $0.remove("metrics") }
        json.edit("comparisons", 0) { comparison in
            comparison.remove("worseGuardrails")
            comparison.edit("metrics") { metrics in
                metrics.edit("operatorUtility") { metric in
                    for key in ["margin", "robust", "pValueHolm", "pairsNeeded"] { metric.remove(key) }
                    metric.set("interval", to: [nil, 0.5])
                }
            }
        }
        let document = try ResultDocument(json)
        #expect(document.primary?.name == "operatorUtility")
        #expect(
            document.sentence
                == "constant-price is worse than analytic: operatorUtility differs by −0.627 (−8.0 %), p < 0.001.")
    }

    @Test("puts the primary metric first wherever it is declared")
    func primary() throws {
        var json = SmallComparison.json
        json.set("primary", to: "delay")
        #expect(try ResultDocument(json).metrics.map(\.name) == ["delay", "profit"])
    }

    @Test("of another schema is refused, with what can be reported")
    func schema() throws {
        #expect(throws: ReportingError.schema(found: "firstmover.solve/1", known: known)) {
            try ResultDocument(["schema": "firstmover.solve/1"])
        }
        #expect(throws: ReportingError.schema(found: nil, known: known)) { try ResultDocument([1, 2]) }
        #expect("\(ReportingError.schema(found: nil, known: known))".contains("firstmover.ab/1"))
    }

    private let known = ["firstmover.run/1", "firstmover.ab/1", "firstmover.check/1"]

    @Test("names the member that is wrong")
    func wrong() throws {
        func complaint(_ change: (inout JSON) -> Void) -> String {
            var json = SmallComparison.json
            change(&json)
            do {
                _ = try ResultDocument(json)
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(complaint { $0.set("pairs", to: "four") } == "pairs must be a whole number, not the text \"four\"")
        #expect(
            complaint { $0.edit("comparisons", 0) { $0.set("verdict", to: "good") } }.contains("comparisons[0].verdict")
        )
        #expect(complaint { $0.set("arms", to: [["name": "one"]]) }.contains("comparisons"))
        #expect(complaint { $0.remove("arms") } == "arms is missing")
        let interval = complaint { json in
            json.edit("comparisons", 0) { $0.edit("metrics") { $0.edit("delay") { $0.set("interval", to: [2, 1]) } } }
        }
        #expect(interval.contains("comparisons[0].metrics.delay.interval ends before it starts"))
        let histogram = complaint { json in
            json.set("measured", to: ["arms": [["roles": ["operator": ["histogram": [[5, 1], [4, 1]]]]]]])
        }
        #expect(histogram.contains("measured.arms[0].roles.operator.histogram[1]"))
    }
}
