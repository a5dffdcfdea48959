import Experiments
import Foundation
import Testing

@Suite("A comparison of arms")
struct ABTests {
    private static func arm(_ leader: String) -> String { "operator=\(leader),followers=best-response" }
    private static let two = ["ab", "pricing", "--a", arm("analytic"), "--b", arm("constant-price"), "--quiet"]

    private func comparison(_ flags: [String]) throws -> JSON {
        let outcome = try Command.run(Self.two + ["--format", "json"] + flags)
        try #require(outcome.code == 0, "\(outcome.complaint)")
        return try outcome.document
    }

    private func elements(_ json: JSON?) throws -> [JSON] {
        guard case .array(let elements)? = json else { throw TestFailure("no list") }
        return elements
    }

    @Test("of three arms compares each with the first, corrected over all")
    func threeArms() throws {
        let document = try comparison(["--b", Self.arm("analytic:concept=access"), "--pairs", "6"])
        let comparisons = try elements(document["comparisons"])
        #expect(comparisons.count == 2)
        #expect(
            comparisons.map { $0["b"] } == [
                .string(Self.arm("constant-price")), .string(Self.arm("analytic:concept=access")),
            ])
        #expect(document["verdict"] == comparisons[0]["verdict"])
        // Each is what it is beside the first alone, but for the correction.
        let alone = try elements(try comparison(["--pairs", "6"])["comparisons"])[0]
        for key in ["a", "b", "difference", "interval", "pValue", "robust"] {
            #expect(comparisons[0]["metrics"]?["operatorUtility"]?[key] == alone["metrics"]?["operatorUtility"]?[key])
        }
        let text = try Command.run(Self.two + ["--b", Self.arm("analytic:concept=access"), "--pairs", "6"])
        for line in [
            "b is worse in operatorUtility", "c is worse in operatorUtility",
            "c: \(Self.arm("analytic:concept=access"))",
        ] {
            #expect(text.output.contains(line), "\(text.output)")
        }
    }

    @Test(
        "of three arms one of which fails judges the other as if it were alone", arguments: [[], ["--until-decided"]])
    func failingArm(flags: [String]) throws {
        let scratch = try Scratch()
        let script = try scratch.write("plugin.sh", "exit 3\n")
        let junit = scratch.path("junit.xml")
        let arguments = Self.two + ["--format", "json", "--pairs", "40"] + flags
        let outcome = try Command.run(arguments + ["--b", Self.arm("'sh \(script)'"), "--junit", junit])
        #expect(outcome.code == 4 && outcome.lines.count == 1 && outcome.complaint.contains("arm c: "))
        let document = try outcome.document
        let comparisons = try elements(document["comparisons"])
        #expect(comparisons[1]["verdict"] == "invalid" && comparisons[1]["metrics"] == .object([]))
        #expect(document["fault"]?["arm"] == "c" && document["verdict"] == "worse")
        let two = try Command.run(arguments).document
        let alone = try elements(two["comparisons"])[0]
        #expect(document["pairs"] == two["pairs"] || flags == ["--until-decided"])
        if flags.isEmpty {
            #expect(
                comparisons[0]["metrics"]?["operatorUtility"]?["pValue"]
                    == alone["metrics"]?["operatorUtility"]?["pValue"])
        }
        #expect(try scratch.text("junit.xml").contains("errors=\"1\""))
    }

    /// A policy in Python that fails in the given episode of those it is reset for.
    private func failing(in episode: Int, _ scratch: Scratch) throws -> String {
        let script = try scratch.write(
            "fails\(episode).py",
            """
            import firstmover

            class Fails(firstmover.Policy):
                def open(self, session):
                    self.episodes = 0
                    return super().open(session)

                def reset(self, row, seed):
                    self.episodes += 1

                def decide(self, observations, actions):
                    if self.episodes > \(episode):
                        raise firstmover.PolicyError("I fail in episode \(episode)")
                    actions["u"] = 0.3

            firstmover.serve(Fails)
            """)
        let python = "\(Command.package)/.venv/bin/python"
        return "'env PYTHONPATH=\(Command.package)/plugins/python \(python) \(script)'"
    }

    @Test("blames who fails in the earlier episode, whoever is quicker", arguments: [[], ["--until-decided"]])
    func blame(flags: [String]) throws {
        let scratch = try Scratch()
        let (early, late) = (try failing(in: 1, scratch), try failing(in: 3, scratch))
        for (a, b, arm, episode) in [
            (early, late, "a", 1), (late, early, "b", 1), (early, early, "a", 1), (late, "constant-price", "a", 3),
        ] {
            let outcome = try Command.run(
                [
                    "ab", "pricing", "--a", Self.arm(a), "--b", Self.arm(b), "--pairs", "20", "--format", "json",
                    "--quiet",
                ]
                    + flags)
            #expect(outcome.code == 4, "\(outcome.complaint)")
            let fault = try outcome.document["fault"]
            guard case .string(let message)? = fault?["message"] else { throw TestFailure(outcome.complaint) }
            #expect(fault?["arm"] == .string(arm) && message.contains("I fail in episode \(episode)"), "\(message)")
        }
    }

    @Test("says of every arm that failed why")
    func faults() throws {
        let scratch = try Scratch()
        let (markdown, bad) = (scratch.path("ab.md"), try scratch.write("plugin.sh", "exit 3\n"))
        let outcome = try Command.run(
            Self.two + ["--pairs", "5", "--b", Self.arm("'sh \(bad)'"), "--b", Self.arm(try failing(in: 1, scratch))]
                + ["--markdown", markdown])
        #expect(outcome.code == 4)
        #expect(
            outcome.lines.map { $0.prefix(17) } == ["firstmover: arm c", "firstmover: arm d"], "\(outcome.complaint)")
        let summary = try scratch.text("ab.md")
        #expect(summary.contains("code 3") && summary.contains("I fail in episode 1"), "\(summary)")
    }

    @Test("stops where the verdict stands, at the same pair however it is played")
    func untilDecided() throws {
        let flags = ["--until-decided", "--pairs", "200"]
        let reference = try Command.run(Self.two + ["--format", "json"] + flags)
        #expect(reference.code == 0, "\(reference.complaint)")
        let document = try reference.document
        #expect(document["sequential"]?["decided"] == true && document["verdict"] == "worse")
        guard case .integer(let pairs)? = document["pairs"] else { throw TestFailure("no pairs") }
        #expect((10..<60).contains(pairs))
        for how in [["--envs", "7"], ["--in-process"]] {
            #expect(try Command.run(Self.two + ["--format", "json"] + flags + how).promised == reference.promised)
        }
        // As many pairs as it stopped at, played on purpose, give the same values.
        let fixed = try comparison(["--pairs", "\(pairs)"])
        #expect(fixed["arms"] == document["arms"])
        let undecided = try comparison(["--until-decided", "--pairs", "8"])
        #expect(undecided["sequential"]?["decided"] == false && undecided["verdict"] == "inconclusive")
        #expect(undecided["interrupted"] == nil)
    }

    @Test("takes a margin of one metric")
    func margin() throws {
        let document = try comparison(["--pairs", "6", "--margin", "operatorUtility=5"])
        #expect(document["verdict"] == "equivalent")
        #expect(try elements(document["comparisons"])[0]["metrics"]?["followerUtility"]?["verdict"] != "equivalent")
        let wrong = try Command.run(Self.two + ["--margin", "operatorUtilty=5"])
        #expect(wrong.code == 3 && wrong.complaint.contains("did you mean operatorUtility?"))
        #expect(try Command.run(Self.two + ["--margin", "1", "--margin", "2"]).code == 2)
        #expect(try Command.run(Self.two + ["--margin", "much"]).code == 2)
    }

    @Test("counts decisions that were missed and survived as a guardrail")
    func misses() throws {
        let document = try comparison(["--pairs", "3", "--on-miss", "wait"])
        let metric = try elements(document["comparisons"])[0]["metrics"]?["missedShare"]
        #expect(metric?["a"] == 0.0 && metric?["verdict"] == "equivalent")
        let declarations = document["declarations"]
        #expect(declarations?["missedShare"]?["guardrail"] == true)
        #expect(declarations?["missedShare"]?["certificate"] == false)
        #expect(declarations?["operatorRegret"]?["certificate"] == true)
        #expect(try comparison(["--pairs", "3"])["declarations"]?["missedShare"] == nil)
    }

    @Test("says more than the t test: ranks, signs, bootstrap, middle halves")
    func robust() throws {
        let metrics = try elements(try comparison(["--pairs", "12"])["comparisons"])[0]["metrics"]
        let robust = metrics?["operatorUtility"]?["robust"]
        // All twelve differences have one sign: of 2^12 sign vectors two are as extreme.
        #expect(robust?["permutationPValue"] == .number(2 / 4096.0))
        #expect(robust?["wilcoxonPValue"] == .number(2 / 4096.0))
        guard case .number(let probability)? = robust?["probabilityOfImprovement"] else { throw TestFailure("none") }
        #expect(probability < 0.5)
    }

    @Test("writes its verdicts for CI")
    func files() throws {
        let scratch = try Scratch()
        let (junit, markdown, summary) = (scratch.path("junit.xml"), scratch.path("ab.md"), scratch.path("summary.md"))
        let outcome = try Command.run(
            Self.two + ["--pairs", "4", "--junit", junit, "--markdown", markdown],
            environment: ["GITHUB_ACTIONS=true", "GITHUB_STEP_SUMMARY=\(summary)"])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(try scratch.text("junit.xml").contains("<testsuite"))
        #expect(try scratch.text("ab.md").contains("| operatorUtility"))
        #expect(try scratch.text("summary.md") == scratch.text("ab.md"))
        #expect(outcome.complaint.contains("::"))
        let missing = try Command.run(
            ["check", scratch.path("missing.json")], environment: ["GITHUB_ACTIONS=true"])
        #expect(missing.code == 3 && missing.complaint.contains("::error title=firstmover::cannot read"))
        // What cannot be written is told before anything is played.
        for (flags, environment) in [
            (["--junit", "/nowhere/junit.xml"], []),
            (["--report", scratch.path("x.html")], ["FIRSTMOVER_PYTHON=/bin/false"]),
            (["--report", scratch.path("ab.md")], []),
        ] {
            let outcome = try Command.run(Self.two + ["--pairs", "2"] + flags, environment: environment)
            #expect(outcome.code == 3 && outcome.output.isEmpty, "\(flags): \(outcome.complaint)")
            #expect(outcome.lines.count == 1, "\(outcome.complaint)")
        }
        #expect(try Command.run(Self.two + ["--junit", "x", "--markdown", "x"]).code == 2)
    }
}
