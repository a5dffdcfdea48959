import Experiments
import Foundation
import Reporting
import System
import Testing

@Suite("JUnit")
struct JUnitTests {
    @Test("has a suite a comparison and a case a metric")
    func golden() throws {
        #expect(
            JUnit.text(of: try SmallComparison.document) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="firstmover" tests="2" failures="1" errors="0">
                  <testsuite name="duopoly: new against old" tests="2" failures="1" errors="0" skipped="0">
                    <properties>
                      <property name="scenario" value="duopoly"/>
                      <property name="scenario hash" value="abc"/>
                      <property name="seed" value="7"/>
                      <property name="pairs" value="4"/>
                      <property name="confidence" value="95 %"/>
                      <property name="a" value="operator=old,followers=f"/>
                      <property name="a operator" value="old 1.0"/>
                      <property name="a operator sha256" value="aa"/>
                      <property name="b" value="operator=new,followers=f"/>
                    </properties>
                    <testcase classname="firstmover.duopoly" name="profit">
                      <system-out>new is better than old: profit differs by +2.00 EUR (+20.0 %), 95 % interval 1.50 to 2.50, \
                4 pairs, p = 0.002.</system-out>
                    </testcase>
                    <testcase classname="firstmover.duopoly" name="delay">
                      <failure message="guardrail got worse: worse: b − a +1.00 ms (+20.0 %), 95 % interval 0.80 to 1.20" \
                type="worse">guardrail got worse: worse: b − a +1.00 ms (+20.0 %), 95 % interval 0.80 to 1.20</failure>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    /// What Tests/Python/test_junit.py reads with another parser; FIRSTMOVER_REWRITE=1 writes them anew.
    @Test("is what other parsers are tested with", arguments: ["ab", "ab-three", "check", "run", "hostile", "invalid"])
    func files(name: String) throws {
        let document =
            switch name {
            case "hostile": try Fixture.hostile(Fixture.hostileNames.joined(separator: " "))
            case "invalid": try SmallComparison.invalid
            default: try Fixture.document(name)
            }
        let text = JUnit.text(of: document)
        if ProcessContext.environment("FIRSTMOVER_REWRITE") == "1" {
            let file = Fixture.package.appending(path: "Tests/ReportingTests/Fixtures/\(name).junit.xml")
            try Data(text.utf8).write(to: file)
        }
        #expect(try Fixture.text("\(name).junit.xml") == text)
    }

    @Test("is an error where the comparison is invalid")
    func invalid() throws {
        let text = JUnit.text(of: try SmallComparison.invalid)
        #expect(text.contains("tests=\"1\" failures=\"0\" errors=\"1\""))
        #expect(text.contains("<error message=\"The comparison is invalid: arm b: it ended.\" type=\"invalid\">"))
    }

    @Test("calls the third arm c")
    func letters() throws {
        let text = JUnit.text(of: try Fixture.document("ab-three"))
        let suites = text.components("<testsuite ").dropFirst()
        #expect(suites.first?.contains(": b − a ") == true && suites.first?.contains(": c − a ") == false)
        #expect(suites.last?.contains(": c − a ") == true && suites.last?.contains(": b − a ") == false)
        #expect(suites.last?.contains("<property name=\"c operator\" value=\"random 0.1.0\"/>") == true)
    }

    @Test("skips what cannot be judged")
    func skipped() throws {
        var json = SmallComparison.json
        json.edit("comparisons", 0) { comparison in
            comparison.edit("metrics") { $0.set("profit", to: ["a": 1, "b": nil, "difference": nil, "verdict": nil]) }
        }
        let text = JUnit.text(of: try ResultDocument(json))
        #expect(text.contains("skipped=\"1\""))
        #expect(text.contains("<skipped message="))
    }

    @Test("fails where a check's primary metric cannot be judged, as the command does")
    func unjudgedCheck() throws {
        let text = JUnit.text(of: try Fixture.unjudgedCheck)
        #expect(text.contains("name=\"operatorUtility\">\n      <failure message=\"This version cannot be judged"))
        #expect(text.contains("type=\"not judged\""))
        #expect(text.contains("skipped=\"0\""))
    }

    @Test("fails where a check is not exact, though it is asked to be")
    func exactness() throws {
        #expect(
            JUnit.text(of: try Fixture.document("check")).contains(
                "name=\"exact\">\n      <failure message=\"first number"))
    }

    @Test("keeps hostile names within their attributes", arguments: Fixture.hostileNames)
    func hostile(name: String) throws {
        let text = JUnit.text(of: try Fixture.hostile(name))
        let plain = JUnit.text(of: try Fixture.document("ab"))
        // A name can neither open an element nor end a line.
        #expect(text.count { $0 == "<" } == plain.count { $0 == "<" })
        #expect(text.split(separator: "\n").count == plain.split(separator: "\n").count)
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }
}

@Suite("GitHub annotations")
struct GitHubAnnotationsTests {
    @Test("are a line a comparison and one a guardrail")
    func golden() throws {
        #expect(
            GitHubAnnotations.text(of: try SmallComparison.document) == """
                ::notice title=duopoly%3A better::new is better than old: profit differs by +2.00 EUR (+20.0 %25), 95 %25 \
                interval 1.50 to 2.50, 4 pairs, p = 0.002.
                ::warning title=duopoly%3A guardrail::Guardrail delay got worse: it differs by +1.00 ms (+20.0 %25), 95 %25 \
                interval 0.80 to 1.20.

                """)
        #expect(GitHubAnnotations.text(of: try Fixture.document("run")).isEmpty)
    }

    @Test("warn of what is not decided, and call an invalid comparison an error")
    func levels() throws {
        #expect(GitHubAnnotations.text(of: try SmallComparison.invalid).hasPrefix("::error title=duopoly%3A invalid::"))
        var json = SmallComparison.json
        json.edit("comparisons", 0) { $0.set("verdict", to: "inconclusive") }
        #expect(
            GitHubAnnotations.text(of: try ResultDocument(json)).hasPrefix("::warning title=duopoly%3A inconclusive::"))
        json.edit("comparisons", 0) { $0.set("verdict", to: nil) }
        #expect(
            GitHubAnnotations.text(of: try ResultDocument(json)).hasPrefix("::warning title=duopoly%3A not judged::"))
        #expect(
            GitHubAnnotations.text(of: try Fixture.unjudgedCheck).hasPrefix("::error title=pricing%3A not judged::"))
    }

    @Test("stay one command a line, whatever things are called", arguments: Fixture.hostileNames)
    func hostile(name: String) throws {
        let lines = GitHubAnnotations.text(of: try Fixture.hostile(name)).split(separator: "\n")
        // The verdict, and two guardrails.
        #expect(lines.count == 3)
        for line in lines {
            #expect(line.hasPrefix("::warning title="))
            let title = line.dropFirst("::warning title=".count).components("::")[0]
            #expect(!title.contains(":") && !title.contains(","))
            #expect(!line.contains("\r"))
        }
    }
}

@Suite("Markdown summary")
struct MarkdownSummaryTests {
    @Test("is the sentence, a table, and what is pinned")
    func golden() throws {
        #expect(
            MarkdownSummary.text(of: try SmallComparison.document) == """
                ### duopoly: better

                new is better than old: profit differs by +2.00 EUR (+20.0 %), 95 % interval 1.50 to 2.50, 4 pairs, p = 0.002.

                **Guardrail delay got worse: it differs by +1.00 ms (+20.0 %), 95 % interval 0.80 to 1.20.**

                | metric | unit | old | new | difference | 95 % interval | p | verdict |
                | --- | --- | --: | --: | --: | --: | --: | --- |
                | profit | EUR | 10.00 | 12.00 | +2.00 | 1.50 … 2.50 | 0.002 | better |
                | delay | ms | 5.00 | 6.00 | +1.00 | 0.80 … 1.20 | &lt; 0.001 | **worse** |

                <details><summary>What is pinned</summary>

                | what | value |
                | --- | --- |
                | scenario | duopoly |
                | scenario hash | abc |
                | seed | 7 |
                | pairs | 4 |
                | confidence | 95 % |
                | a | operator=old,followers=f |
                | a operator | old 1.0 (sha256 aa) |
                | b | operator=new,followers=f |

                </details>

                """)
    }

    @Test("has the means of a run, and says why a comparison is invalid")
    func others() throws {
        #expect(MarkdownSummary.text(of: try Fixture.document("run")).contains("| operatorUtility | utility | 7.755 |"))
        #expect(MarkdownSummary.text(of: try Fixture.document("ab-three")).contains("| c operator | random 0.1.0 (sha"))
        let invalid = MarkdownSummary.text(of: try SmallComparison.invalid)
        #expect(invalid.hasPrefix("### duopoly: invalid\n\nThe comparison is invalid: arm b: it ended.\n"))
    }

    @Test("keeps hostile names within their cells", arguments: Fixture.hostileNames)
    func hostile(name: String) throws {
        let text = MarkdownSummary.text(of: try Fixture.hostile(name))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        let plain = MarkdownSummary.text(of: try Fixture.document("ab")).split(separator: "\n")
        #expect(text.split(separator: "\n").count == plain.count)
        for (row, other) in zip(rows, plain.filter { $0.hasPrefix("|") }) {
            #expect(row.count { $0 == "|" } == other.count { $0 == "|" })
        }
        #expect(!text.contains("@") && !text.contains("<img") && !text.contains("<script"))
        #expect(!text.replacing("\\`", with: "").contains("`") && !text.replacing("\\[", with: "").contains("["))
    }
}

extension StringProtocol {
    fileprivate func components(_ separator: String) -> [String] {
        var parts = [""]
        var rest = String(self)[...]
        while let character = rest.first {
            if rest.hasPrefix(separator) {
                parts.append("")
                rest = rest.dropFirst(separator.count)
            } else {
                parts[parts.count - 1].append(character)
                rest = rest.dropFirst()
            }
        }
        return parts
    }
}
