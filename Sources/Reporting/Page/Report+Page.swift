import Experiments
import Foundation

extension Report {
    /// How a page of ours starts; what a new one may replace.
    public static let generator = "firstmover report"

    /// The whole page.
    ///
    /// - Parameter figures: one for every plot, by its id.
    /// - Returns: its text.
    func page(_ figures: [String: Markup]) -> String {
        var text = "<!DOCTYPE html>\n"
        Markup.element(
            "html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"],
            head,
            .element("body", [:], header, main(figures), footer)
        ).write(to: &text)
        return text
    }

    private var head: Markup {
        .element(
            "head", [:],
            .element("meta", ["charset": "utf-8"]),
            .element("meta", ["name": "generator", "content": Self.generator]),
            .element("meta", ["http-equiv": "Content-Security-Policy", "content": Self.contentPolicy]),
            .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .element("meta", ["name": "description", "content": document.sentence]),
            .element("title", [:], .text(title)),
            // An empty picture, so that no browser asks the server for one.
            .element("link", ["rel": "icon", "href": "data:,"]),
            .element("style", [:], .verbatim(Stylesheet.text)))
    }

    /// Nothing is loaded, run, framed or sent; the one style sheet is known by its hash.
    private static var contentPolicy: String {
        let digits = Array(sha256(of: Array(Stylesheet.text.utf8)))
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { index in
            UInt8(String(digits[index...index + 1]), radix: 16)
        }
        return "default-src 'none'; style-src 'sha256-\(Data(bytes).base64EncodedString())'; img-src data:; "
            + "base-uri 'none'; form-action 'none'"
    }

    private var header: Markup {
        let kind =
            switch document.kind {
            case .run: "run"
            case .comparison: "A/B comparison"
            case .check: "check against a baseline"
            }
        let common = ArmLabels(document).common
        return .element(
            "header", [:],
            .element("p", ["class": "eyebrow"], .text("firstmover · \(kind)")),
            .element("h1", [:], .element("bdi", [:], .text(title))),
            .element("p", ["class": "eyebrow"], .text(extent + (common.isEmpty ? "" : " · all with \(common)"))))
    }

    private var extent: String {
        var parts: [String] = []
        if let pairs = document.pairs { parts.append(Figures.count(pairs, document.kind == .run ? "episode" : "pair")) }
        if let slots = document.slotsPerEpisode { parts.append("of \(Figures.count(slots, "slot"))") }
        return parts.joined(separator: " ") + (document.seed.map { " · seed \($0)" } ?? "")
    }

    private func main(_ figures: [String: Markup]) -> Markup {
        let isOne = document.comparisons.count == 1
        let labels = ArmLabels(document)
        var parts: [Markup] = []
        let isJudged = document.comparisons.contains { !$0.metrics.isEmpty }
        if !isJudged {
            parts.append(answer(document.sentence, document.verdict, []))
            if document.kind == .run { parts += meansOfRun }
        }
        if isJudged {
            for comparison in document.comparisons {
                parts.append(
                    answer(
                        document.sentence(of: comparison), comparison.verdict,
                        document.guardrailSentences(of: comparison)))
            }
            if let changed = document.baseline?.changed, !changed.isEmpty {
                let list = changed.map { plainLine($0) }.joined(separator: "; ")
                parts.append(
                    .element("p", ["class": "note changed"], .text("Changed since the baseline was made: \(list).")))
            }
            for (index, comparison) in document.comparisons.enumerated() where !comparison.metrics.isEmpty {
                let plots = comparisonPlots[index] + (isOne ? distributionPlots : [])
                let figures = gallery(isOne ? "Differences" : nil, plots, figures)
                parts +=
                    isOne
                    ? [keyFigures(of: comparison), figures]
                    : section(
                        "\(labels[comparison.arm]) against \(labels[0])", [keyFigures(of: comparison), figures])
            }
        }
        if !isOne || !isJudged { parts.append(gallery("Distribution", distributionPlots, figures)) }
        parts.append(gallery("Learning", learningPlots, figures))
        parts.append(gallery("Decision time", latencyPlots, figures, latencyTable))
        parts += section("Certificates", certificates)
        for (index, comparison) in document.comparisons.enumerated() {
            let title = isOne ? "All metrics" : "All metrics, \(labels[comparison.arm])"
            parts += section(title, metricTables(of: comparison, index))
        }
        parts += section("What is pinned", pinned)
        return .element("main", all: parts)
    }

    private var footer: Markup {
        .element(
            "footer", [:],
            """
            Made by firstmover report. \(differences)Every plot carries its Vega-Lite specification, data included, in \
            this file.
            """)
    }

    /// Which way round differences are, and a space; empty where there are none.
    private var differences: String {
        let a = ArmLabels.letter(ofArm: 0)
        let all = document.comparisons.map { "\(ArmLabels.letter(ofArm: $0.arm)) − \(a)" }
        return all.isEmpty ? "" : "Differences are \(all.joined(separator: ", ")). "
    }
}
