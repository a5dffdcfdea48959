import Statistics

/// A result as Markdown for `$GITHUB_STEP_SUMMARY` and comments: the sentence, a table, and what is pinned folded away.
public enum MarkdownSummary {
    /// The Markdown, with a newline at its end.
    public static func text(of document: ResultDocument) -> String {
        var text = "### \(escaped(document.scenario)): \(heading(of: document))\n\n"
        if document.kind == .run || document.comparisons.isEmpty {
            text += "\(escaped(document.sentence))\n\n"
            if let arm = document.arms.first, document.kind == .run { text += table(of: arm, in: document) + "\n" }
        }
        let labels = ArmLabels(document)
        for comparison in document.comparisons {
            text += "\(escaped(document.sentence(of: comparison)))\n\n"
            for sentence in document.guardrailSentences(of: comparison) { text += "**\(escaped(sentence))**\n\n" }
            text += table(of: comparison, in: document, labels) + "\n"
        }
        return text + pins(of: document)
    }

    private static func heading(of document: ResultDocument) -> String {
        document.kind == .run ? "run" : document.verdict.map(phrase) ?? "not judged"
    }

    private static func table(
        of comparison: ComparisonRecord, in document: ResultDocument, _ labels: ArmLabels
    ) -> String {
        guard !comparison.metrics.isEmpty else { return "" }
        var rows = [
            [
                "metric", "unit", labels[0], labels[comparison.arm], "difference", document.confidenceWords, "p",
                "verdict",
            ].map(escaped), ["---", "---", "--:", "--:", "--:", "--:", "--:", "---"],
        ]
        for metric in document.metrics {
            guard let record = comparison.metrics[metric.name] else { continue }
            let decimals = record.decimals
            let interval = record.interval.map {
                "\(Figures.fixed($0.lowerBound, decimals: decimals)) … \(Figures.fixed($0.upperBound, decimals: decimals))"
            }
            let verdict = record.verdict.map(phrase) ?? Figures.unknown
            rows.append([
                escaped(metric.name), escaped(metric.unit), Figures.fixed(record.a, decimals: decimals),
                Figures.fixed(record.b, decimals: decimals), Figures.signed(record.difference, decimals: decimals),
                interval ?? Figures.unknown, escaped(Figures.pValue(record.pValue)),
                record.verdict == .worse ? "**\(verdict)**" : verdict,
            ])
        }
        return table(rows)
    }

    private static func table(of arm: ArmRecord, in document: ResultDocument) -> String {
        var rows = [["metric", "unit", "mean", escaped(document.confidenceWords)], ["---", "---", "--:", "--:"]]
        for metric in document.metrics {
            let cells = MeanCells(arm.samples[metric.name], confidence: document.confidence)
            rows.append([escaped(metric.name), escaped(metric.unit), cells.mean, cells.interval])
        }
        return table(rows)
    }

    private static func pins(of document: ResultDocument) -> String {
        var rows = [["what", "value"], ["---", "---"]]
        for fact in document.pins { rows.append([escaped(fact.name), escaped(fact.value)]) }
        for (index, arm) in document.arms.enumerated() {
            let letter = document.kind == .run ? "arm" : ArmLabels.letter(ofArm: index)
            rows.append([letter, escaped(arm.name)])
            for plugin in arm.plugins {
                let hash = plugin.sha256.map { " (sha256 \($0))" } ?? ""
                rows.append(["\(letter) \(escaped(plugin.role))", escaped(plugin.title + hash)])
            }
        }
        return "<details><summary>What is pinned</summary>\n\n\(table(rows))\n</details>\n"
    }

    private static func table(_ rows: [[String]]) -> String {
        rows.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }

    /// `text` as text: no cell, link, mention, markup or line ends in it.
    private static func escaped(_ text: String) -> String {
        plainLine(text).unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            // The first one on a line would start a list.
            case "-",
                "+" where escaped.isEmpty:
                escaped += "\\\(scalar)"
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "|": escaped += "&#124;"
            // Nobody is to be told of a policy whose name looks like theirs.
            case "@": escaped += "&#64;"
            case "\\", "`", "*", "_", "[", "]", "#", "~", "!", "$": escaped += "\\\(scalar)"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
