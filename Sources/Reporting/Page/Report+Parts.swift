import Statistics

extension Report {
    func section(_ title: String, _ content: [Markup]) -> [Markup] {
        content.isEmpty ? [] : [.element("section", [:], .element("h2", [:], .text(title)), .group(content))]
    }

    func gallery(
        _ title: String?, _ plots: [Plot], _ figures: [String: Markup], _ more: [Markup] = []
    ) -> Markup {
        let shown = plots.compactMap { figures[$0.id] }
        guard !shown.isEmpty || !more.isEmpty else { return .group([]) }
        let grid = shown.isEmpty ? Markup.group([]) : .element("div", ["class": "plots"], all: shown)
        return .element(
            "section", [:], title.map { .element("h2", [:], .text($0)) } ?? .group([]), grid,
            more.isEmpty ? .group([]) : .element("section", all: more))
    }

    func answer(_ sentence: String, _ verdict: Verdict?, _ alerts: [String]) -> Markup {
        let word = document.kind == .run ? "Result" : verdict?.name.capitalized ?? "Not judged"
        return .element(
            "section", ["class": "answer \(verdict?.name ?? "none")", "aria-label": "Verdict"],
            .element("p", ["class": "badge"], .text(word)),
            .element("p", ["class": "sentence"], .text(unbroken(sentence))),
            .group(alerts.map { .element("p", ["class": "alert"], .text(unbroken($0))) }))
    }

    /// `sentence` with no line break between a number and its sign of percent, or within `p < 0.001`.
    private func unbroken(_ sentence: String) -> String {
        sentence.replacing(" %", with: "\u{A0}%").replacing("p < ", with: "p\u{A0}<\u{A0}")
            .replacing("p = ", with: "p\u{A0}=\u{A0}")
    }

    /// The primary metric's numbers, to be read at a glance.
    func keyFigures(of comparison: ComparisonRecord) -> Markup {
        guard let metric = document.primary, let record = comparison.metrics[metric.name] else { return .group([]) }
        let labels = ArmLabels(document)
        let decimals = record.decimals
        func entry(_ name: String, _ value: String, unit: String = "") -> Markup {
            .element(
                "div", [:], .element("dt", [:], .element("bdi", [:], .text(name))),
                .element(
                    "dd", [:], .text(value),
                    unit.isEmpty ? .group([]) : .element("span", ["class": "unit"], .text(" \(unit)"))))
        }
        let unit = plainLine(metric.unit, limit: 24)
        var entries = [
            entry(labels[0], Figures.fixed(record.a, decimals: decimals), unit: record.a == nil ? "" : unit),
            entry(
                labels[comparison.arm], Figures.fixed(record.b, decimals: decimals), unit: record.b == nil ? "" : unit),
        ]
        if record.difference != nil {
            entries.append(entry("difference", Figures.signed(record.difference, decimals: decimals), unit: unit))
        }
        if let share = record.relativeDifference, abs(share) < 10 {
            entries.append(entry("relative to \(labels[0])", Figures.percentage(share)))
        }
        if let interval = record.interval {
            let ends = [interval.lowerBound, interval.upperBound].map { Figures.fixed($0, decimals: decimals) }
            entries.append(entry(document.confidenceWords, ends.joined(separator: " to ")))
        }
        return .element("dl", ["class": "key", "role": "group", "aria-label": plainLine(metric.name)], all: entries)
    }
}
