import Experiments
import Foundation
import Testing

@testable import Reporting

@Suite("Page")
struct PageTests {
    private func page(_ document: ResultDocument, title: String? = nil) throws -> String {
        try Report(document, curves: [try Fixture.curve("sac")], title: title).draw(with: Fixture.renderer).page
    }

    @Test("starts with the verdict, and has its parts in order")
    func order() throws {
        let document = try Fixture.document("ab")
        let page = try page(document)
        let marks = [
            "<title>pricing: constant-price against analytic</title>", "class=\"badge\">Worse",
            "Guardrail priceRegret", "Guardrail operatorRegret",
            "plot-intervals", "plot-pairs", "plot-distribution", "plot-learning", "plot-decisions-operator",
            "id=\"decision-times\"", "id=\"certificates\"", "id=\"metrics-1\"", "id=\"robust-1\"", "What is pinned",
            "id=\"plugins\"",
        ]
        var rest = page[...]
        for mark in marks {
            let found = try #require(rest.range(of: mark), "\(mark)")
            rest = rest[found.upperBound...]
        }
    }

    @Test("has a plot a specification, and ids of its own")
    func specifications() throws {
        let report = Report(try Fixture.document("ab-three"))
        let page = try report.draw(with: Fixture.renderer).page
        let ids = page.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        for plot in report.plots {
            let opening = "<script type=\"application/json\" id=\"spec-\(plot.id)\">"
            let start = try #require(page.range(of: opening)).upperBound
            let end = try #require(page[start...].range(of: "</script>")).lowerBound
            #expect(try JSON(parsing: String(page[start..<end])) == plot.lightSpec)
        }
        // Whatever refers to an id refers to one of the same picture.
        for reference in page.matches(of: /url\(#([^)]*)\)/) { #expect(ids.contains(String(reference.1))) }
    }

    @Test("asks for nothing and forbids everything but its own style sheet")
    func policy() throws {
        let page = try page(try Fixture.document("check"))
        #expect(page.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
        for attribute in ["src=", "href=\"http", "@import", "style=\"", "onload=", "url(http"] {
            #expect(!page.contains(attribute), "\(attribute)")
        }
    }

    @Test("keeps hostile names as text", arguments: Fixture.hostileNames)
    func hostile(name: String) throws {
        let document = try Fixture.hostile(name)
        let page = try page(document, title: name)
        #expect(!page.contains("<script>") && !page.contains("<img") && !page.contains("<x>"))
        #expect(page.count(of: "</script>") == page.count(of: "<script type=\"application/json\""))
        #expect(!page.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test("says what is wrong with an invalid comparison, and what was pinned")
    func invalid() throws {
        let page = try page(try SmallComparison.invalid)
        #expect(page.contains("The comparison is invalid: arm b: it ended."))
        #expect(page.contains("What is pinned"))
    }

    @Test("tells of every comparison where only one is invalid")
    func partlyInvalid() throws {
        var json = try Fixture.json("ab-three")
        json.set("verdict", to: "invalid")
        json.set("fault", to: "it ended")
        json.edit("comparisons", 0) { comparison in
            comparison.set("verdict", to: "invalid")
            comparison.set("metrics", to: [:])
        }
        let page = try page(try ResultDocument(json))
        #expect(page.contains("The comparison is invalid: it ended."))
        #expect(page.contains("random:seed=1 is worse than analytic"))
        #expect(page.contains("plot-pairs-b2") && !page.contains("plot-pairs-b1"))
    }

    @Test("comes with pictures and their specifications where these are asked for")
    func files() throws {
        let drawn = try Report(try SmallComparison.document).draw(with: Fixture.renderer, svg: true, png: true)
        #expect(drawn.files.map(\.name) == ["intervals.svg", "intervals.png", "intervals.vl.json"])
        #expect(String(decoding: drawn.files[0].bytes, as: UTF8.self).contains("#ffffff"))
        #expect(!String(decoding: drawn.files[0].bytes, as: UTF8.self).contains("var(--"))
    }

    @Test("has certificates by what their declarations say, whatever they are called")
    func certificates() throws {
        var json = SmallComparison.json
        json.edit("arms", 0) { $0.set("metrics", to: ["delay": ["mean": 5.0], "profit": ["mean": 10.0]]) }
        #expect(Report(try ResultDocument(json)).certificates.isEmpty)
        json.edit("declarations") { $0.edit("delay") { $0.set("certificate", to: true) } }
        var text = ""
        for part in Report(try ResultDocument(json)).certificates { part.write(to: &text) }
        #expect(text.contains("delay") && !text.contains("profit"))
    }

    @Test("is the same for the same document")
    func reproducible() throws {
        #expect(try page(try Fixture.document("ab")) == page(try Fixture.document("ab")))
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
