import Experiments
import Reporting
import Testing

@Suite("Verdict sentence")
struct SentenceTests {
    @Test(
        "says what, by how much, how sure and of how many",
        arguments: [
            (
                "ab",
                "constant-price is worse than analytic: operatorUtility differs by −0.627 utility (−8.0 %), "
                    + "95 % interval −0.685 to −0.569, 30 pairs, p < 0.001."
            ),
            (
                "check",
                "This version is worse than the baseline: operatorUtility differs by −0.060 utility (−0.77 "
                    + "%), 95 % interval −0.085 to −0.035, 30 pairs, p < 0.001. Not the same as the baseline: "
                    + "episode 0 (world seed 0), slot 50: the decision of the operator in stage price differs."
            ),
            (
                "run",
                "analytic + best-response: operatorUtility is 7.755 utility on average, 95 % interval 7.709 to 7.801, "
                    + "10 episodes."
            ),
        ])
    func golden(name: String, sentence: String) throws {
        #expect(try Fixture.document(name).sentence == sentence)
    }

    @Test("counts everything that was compared where there are several")
    func several() throws {
        #expect(try Fixture.document("ab-three").sentence.hasSuffix("30 pairs, p < 0.001 after Holm’s correction."))
    }

    /// The comparison `ab` with other numbers for its primary metric.
    private func sentence(_ members: KeyValuePairs<String, JSON>, _ change: (inout JSON) -> Void = { _ in }) throws
        -> String
    {
        var json = try Fixture.json("ab")
        json.edit("comparisons", 0) { comparison in
            comparison.edit("metrics") { metrics in
                metrics.edit("operatorUtility") { metric in
                    for (key, value) in members { metric.set(key, to: value) }
                }
            }
            for (key, value) in members where key == "verdict" { comparison.set(key, to: value) }
        }
        for (key, value) in members where key == "verdict" { json.set(key, to: value) }
        change(&json)
        return try ResultDocument(json).sentence
    }

    @Test("says which margin equivalent arms are within")
    func equivalent() throws {
        let text = try sentence([
            "verdict": "equivalent", "difference": 0.0012, "interval": [-0.0031, 0.0055], "equivalencePValue": 0.0042,
        ])
        #expect(
            text
                == "constant-price and analytic are equivalent: operatorUtility differs by +0.0012 utility (+0.015 %), "
                + "95 % interval −0.0031 to 0.0055, within the margin of 0.078 utility, 30 pairs, p = 0.004 of equivalence."
        )
    }

    @Test("says that no pair differs where none does")
    func identical() throws {
        let text = try sentence(["verdict": "equivalent", "difference": 0, "interval": [0, 0]])
        #expect(text == "constant-price and analytic are equivalent: operatorUtility differs in no pair, 30 pairs.")
    }

    @Test("says how many pairs an undecided comparison needs")
    func inconclusive() throws {
        let members: KeyValuePairs<String, JSON> = [
            "verdict": "inconclusive", "difference": -0.02, "interval": [-0.13, 0.09], "pValue": 0.713,
            "pairsNeeded": 1412,
        ]
        #expect(
            try sentence(members)
                == "constant-price against analytic is undecided: operatorUtility differs by −0.02 utility (−0.26 %), "
                + "95 % interval −0.13 to 0.09, 30 pairs, p = 0.71; 1412 pairs are needed to decide.")
        #expect(
            try sentence([
                "verdict": "inconclusive", "difference": 0.1, "interval": nil, "pValue": 0.71, "pairsNeeded": nil,
            ])
            .hasSuffix("; no number of pairs decides."))
    }

    @Test("says that pairs were spared only where some were")
    func early() throws {
        func document(pairs: Int, decided: Bool) throws -> ResultDocument {
            var json = SmallComparison.json
            json.set("pairs", to: JSON(pairs))
            json.set("sequential", to: ["decided": JSON(decided), "mostPairs": 40])
            return try ResultDocument(json)
        }
        let note = " Decided before the 40 pairs that were allowed."
        let early = try document(pairs: 39, decided: true)
        #expect(early.sentence.hasSuffix(note))
        #expect(JUnit.text(of: early).contains("\"decided early\" value=\"yes\""))
        // The last pair decided, or none did.
        for isDecided in [true, false] {
            let document = try document(pairs: 40, decided: isDecided)
            #expect(document.sentence.hasSuffix(", 40 pairs, p = 0.002."))
            #expect(JUnit.text(of: document).contains("\"decided early\" value=\"no\""))
        }
    }

    @Test("says why a comparison is invalid")
    func invalid() throws {
        var json = try Fixture.json("ab")
        json.set("pairs", to: 0)
        json.set("verdict", to: "invalid")
        json.set("fault", to: ["arm": "b", "plugin": "mine", "message": "it ended\nwithout an answer"])
        json.edit("comparisons", 0) { comparison in
            comparison.set("metrics", to: [:])
            comparison.set("verdict", to: "invalid")
        }
        #expect(
            try ResultDocument(json).sentence
                == "The comparison is invalid: arm b: mine: it ended without an answer.")
        json.set("fault", to: "mine ended.")
        #expect(try ResultDocument(json).sentence == "The comparison is invalid: mine ended.")
    }

    @Test("says why there is no verdict")
    func unknown() throws {
        let text = try sentence(["verdict": nil, "difference": nil, "interval": nil, "b": nil])
        #expect(
            text
                == "constant-price cannot be judged against analytic in operatorUtility: its value is unknown in some pair."
        )
        let few = try sentence(["verdict": nil, "difference": nil, "interval": nil]) { $0.set("pairs", to: 1) }
        #expect(few.hasSuffix("only 1 pair finished, and a spread needs two."))
    }

    @Test("tells arms apart by what differs, or by letters")
    func labels() throws {
        func arms(_ a: String, _ b: String) throws -> String {
            try sentence([:]) { json in
                json.edit("arms", 0) { $0.set("name", to: JSON(a)) }
                json.edit("arms", 1) { $0.set("name", to: JSON(b)) }
            }
        }
        #expect(
            try arms("operator=x,followers=y", "followers='z -v',operator=x").hasPrefix("'z -v' is worse than y:"))
        #expect(try arms("operator=x,followers=y", "operator=y,followers=x").hasPrefix("y + x is worse than x + y:"))
        #expect(
            try arms("operator=x,followers=y", "operator=x,followers=y").hasPrefix("x + y (b) is worse than x + y (a):")
        )
        #expect(try arms("first", "second").hasPrefix("second is worse than first:"))
    }

    @Test("is one line without control characters, whatever things are called", arguments: Fixture.hostileNames)
    func hostile(name: String) throws {
        let text = try Fixture.hostile(name).sentence
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(!text.contains("\u{2028}") && !text.contains("\u{202E}"))
    }
}
