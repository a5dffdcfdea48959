import Experiments
import Foundation
import Testing

@Suite("Report command")
struct ReportCommandTests {
    private let fixtures = "\(Command.package)/Tests/ReportingTests/Fixtures"

    @Test("writes the page, and pictures with their specifications where they are asked for")
    func files() throws {
        let scratch = try Scratch()
        let outcome = try Command.run([
            "report", "\(fixtures)/ab.json", "-o", scratch.path("page.html"), "--curves", "\(fixtures)/sac.monitor.csv",
            "\(fixtures)/ppo.monitor.csv", "--svg", scratch.path("svg"), "--png", scratch.path("png"), "--title",
            "Mine",
            "--format", "json", "--quiet",
        ])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.complaint.isEmpty)
        let document = try outcome.document
        #expect(document["schema"] == "firstmover.report/1" && document["verdict"] == "worse")
        let page = try scratch.text("page.html")
        #expect(document["bytes"] == JSON(page.utf8.count))
        #expect(page.contains("<title>Mine</title>"))
        let names = [
            "decisions-followers", "decisions-operator", "distribution", "intervals", "learning", "pairs",
        ]
        for kind in ["svg", "png"] {
            let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path(kind)).sorted()
            #expect(files == names.flatMap { ["\($0).\(kind)", "\($0).vl.json"] }.sorted())
        }
        let spec = try JSON(parsing: try scratch.text("svg/learning.vl.json"))
        #expect(spec["$schema"] == "https://vega.github.io/schema/vega-lite/v6.json")
    }

    @Test("prints the page where it is told to")
    func standardOutput() throws {
        let outcome = try Command.run(["report", "\(fixtures)/run.json", "-o", "-", "--quiet"])
        #expect(outcome.code == 0, "\(outcome.complaint)")
        #expect(outcome.output.hasPrefix("<!DOCTYPE html>") && outcome.output.hasSuffix("</html>\n"))
    }

    @Test("complains on one line of what it cannot report")
    func complaints() throws {
        let scratch = try Scratch()
        let cases = [
            (try scratch.write("broken.json", "{\"schema\": "), "line 1, column 12: "),
            (try scratch.write("other.json", "{\"schema\": \"firstmover.solve/1\"}"), "firstmover.ab/1"),
            (scratch.path("none.json"), "there is no such file"),
        ]
        for (path, words) in cases {
            let outcome = try Command.run(["report", path, "-o", scratch.path("page.html")])
            #expect(outcome.code == 3)
            #expect(outcome.lines.count == 1 && outcome.complaint.contains(words), "\(outcome.complaint)")
        }
        let curves = try scratch.write("monitor.csv", "#{}\nr,l,t\n1,x,2\n")
        for arguments in [
            ["-o", scratch.path("none/page.html")], ["-o", scratch.path("page.html"), "--curves", curves],
            ["-o", scratch.path("page.html"), "--svg", "\(fixtures)/ab.json"],
        ] {
            let outcome = try Command.run(["report", "\(fixtures)/ab.json"] + arguments)
            #expect(outcome.code == 3)
            #expect(outcome.lines.count == 1, "\(outcome.complaint)")
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.path("page.html")))
    }
}
