import Experiments
import Foundation
import Statistics

extension Plot {
    /// The difference in every metric with its interval, in margins where these are known, so that all share one axis.
    ///
    /// What is better is on the right, whichever way a metric points. Where no margin is known, differences are shares of
    /// |mean of a|. Beyond ten margins the axis is logarithmic outside the margin.
    ///
    /// - Returns: nil where no metric has a difference.
    static func intervals(
        of comparison: ComparisonRecord, in document: ResultDocument, id: String
    ) -> Plot? {
        let labels = ArmLabels(document)
        let inMargins = comparison.metrics.values.contains { $0.margin ?? 0 > 0 && $0.difference != nil }
        let rows = document.metrics.compactMap { metric in
            comparison.metrics[metric.name].flatMap { IntervalRow(metric, $0, inMargins: inMargins) }
        }
        guard !rows.isEmpty else { return nil }
        let missing = document.metrics.filter { metric in
            comparison.metrics[metric.name] != nil && !rows.contains { $0.name == IntervalRow.name(of: metric) }
        }
        let extent = rows.flatMap { [$0.low, $0.high] }.map { abs($0) }.max() ?? 1
        let isLogarithmic = inMargins && extent > 12
        let unit = inMargins ? "margins" : "% of |\(labels[0])|"
        var caption = "Each metric’s difference and \(document.confidenceWords), "
        caption += inMargins ? "in multiples of its margin; the band is the margin. " : "as a share of |\(labels[0])|. "
        caption += "To the right \(labels[comparison.arm]) is better."
        if isLogarithmic { caption += " Outside the band the axis is logarithmic." }
        if !missing.isEmpty {
            caption += " Not shown, for want of a difference or a margin: "
            caption += missing.map(IntervalRow.name).joined(separator: ", ") + "."
        }
        let words = rows.map { "\($0.name) \($0.verdict), \($0.words)" }.joined(separator: "; ")
        let (b, finalRows) = (labels[comparison.arm], rows)
        return Plot(
            id: id, title: "Difference in every metric",
            description: "Intervals of the difference of \(b) from \(labels[0]) in \(rows.count) metrics: \(words).",
            caption: caption, isWide: true, height: 54 + 28 * rows.count
        ) { frame in
            intervalBody(
                finalRows, isLogarithmic, inMargins, title: "← worse · difference in \(unit) · better →", frame)
        }
    }

    private static func intervalBody(
        _ rows: [IntervalRow], _ isLogarithmic: Bool, _ inMargins: Bool, title: String, _ frame: Frame
    ) -> [JSON.Member] {
        let theme = frame.theme
        let values = rows.map { row -> JSON in
            [
                "metric": JSON(row.name), "low": JSON(row.low), "middle": JSON(row.middle), "high": JSON(row.high),
                "verdict": JSON(row.verdict),
                "words": JSON(frame.isNarrow ? row.verdict : "\(row.verdict), \(row.words)"),
            ]
        }
        let floor = inMargins ? 1.6 : 0
        let least = min(rows.map(\.low).min() ?? 0, -floor)
        let most = max(rows.map(\.high).max() ?? 0, floor)
        let room = isLogarithmic ? 1.25 : 1.06
        var axis: JSON = ["title": JSON(title), "grid": true, "domain": false, "tickCount": frame.isNarrow ? 5 : 9]
        var scale: JSON = ["domain": [JSON(least * room), JSON(most * room)], "nice": false, "zero": false]
        if isLogarithmic {
            scale.set("type", to: "symlog")
            axis.set("values", to: JSON(ticks(from: least * room, to: most * room, most: frame.isNarrow ? 5 : 11)))
            axis.set("labelExpr", to: "format(datum.value, ',')")
        }
        func position(_ field: String) -> JSON {
            ["field": JSON(field), "type": "quantitative", "scale": scale, "axis": axis]
        }
        let metric: JSON = [
            "field": "metric", "type": "nominal", "sort": nil,
            "axis": [
                "title": nil, "domain": false, "labelColor": JSON(theme.ink), "labelFontSize": 12,
                "labelLimit": JSON(frame.isNarrow ? 105 : 180), "labelPadding": 10,
            ],
        ]
        let color: JSON = [
            "field": "verdict", "type": "nominal", "legend": nil,
            "scale": ["domain": JSON(Theme.verdicts), "range": JSON(theme.verdictColors)],
        ]
        let shape: JSON = [
            "field": "verdict", "type": "nominal", "legend": nil,
            "scale": ["domain": JSON(Theme.verdicts), "range": JSON(Theme.verdictShapes)],
        ]
        let band: JSON = [
            "data": ["values": [["from": -1, "to": 1]]],
            "mark": ["type": "rect", "color": JSON(theme.band)],
            "encoding": ["x": position("from"), "x2": ["field": "to"]],
        ]
        let zero: JSON = [
            "data": ["values": [["zero": 0]]], "mark": ["type": "rule", "color": JSON(theme.muted)],
            "encoding": ["x": position("zero")],
        ]
        let lines: JSON = [
            "mark": ["type": "rule", "strokeWidth": 2.5],
            "encoding": ["x": position("low"), "x2": ["field": "high"], "y": metric, "color": color],
        ]
        let points: JSON = [
            "mark": ["type": "point", "filled": true, "size": 80, "opacity": 1],
            "encoding": ["x": position("middle"), "y": metric, "color": color, "shape": shape],
        ]
        let text: JSON = [
            "mark": [
                "type": "text", "align": "left", "dx": 12, "fontSize": JSON(frame.isNarrow ? 11 : 12),
                "limit": JSON(frame.isNarrow ? 90 : 260),
            ],
            "encoding": ["x": ["value": "width"], "y": metric, "text": ["field": "words"], "color": color],
        ]
        return [
            // A page's font may be a tenth wider than the one that the words were measured in.
            JSON.Member("padding", ["left": 14, "top": 2, "bottom": 2, "right": JSON(frame.isNarrow ? 12 : 26)]),
            JSON.Member("data", ["values": .array(values)]),
            JSON.Member("layer", .array((inMargins ? [band] : []) + [zero, lines, points, text])),
        ]
    }

    /// Powers of ten with both signs and 0 that lie within an axis, at most `most` of them.
    private static func ticks(from least: Double, to greatest: Double, most: Int) -> [Double] {
        let decades = Int(log10(max(-least, greatest, 1)).rounded(.down))
        var stride = 1
        while true {
            let powers = Swift.stride(from: 0, through: decades, by: stride).map { pow(10, Double($0)) }
            let ticks = (powers.map { -$0 } + [0] + powers).sorted().filter { least <= $0 && $0 <= greatest }
            if ticks.count <= most || stride > decades { return ticks }
            stride += 1
        }
    }
}

extension MetricRecord {
    /// Whether less of `metric` is better: as declared, else as the verdict implies.
    fileprivate func isLowerBetter(_ metric: MetricDeclaration) -> Bool {
        if let direction = metric.direction { return direction == .lower }
        return switch verdict {
        case .better: difference ?? 0 < 0
        case .worse: difference ?? 0 > 0
        default: false
        }
    }
}

/// One metric on the common axis.
private struct IntervalRow: Sendable {
    let name: String
    let low: Double
    let middle: Double
    let high: Double
    let verdict: String
    /// The difference in the metric's own unit.
    let words: String

    static func name(of metric: MetricDeclaration) -> String { plainLine(metric.name, limit: 40) }

    /// nil where the metric has no difference, or no measure to take it in.
    init?(_ metric: MetricDeclaration, _ record: MetricRecord, inMargins: Bool) {
        guard let difference = record.difference else { return nil }
        let measure: Double
        if inMargins {
            guard let margin = record.margin, margin > 0 else { return nil }
            measure = margin
        } else {
            // Beside a mean near zero, as a regret's, a share says nothing.
            guard let a = record.a, let share = record.relativeDifference, abs(share) < 10 else { return nil }
            measure = abs(a) / 100
        }
        let sign: Double = record.isLowerBetter(metric) ? -1 : 1
        let interval = record.interval ?? difference...difference
        let ends = [sign * interval.lowerBound / measure, sign * interval.upperBound / measure].sorted()
        guard ends.allSatisfy(\.isFinite) else { return nil }
        name = Self.name(of: metric)
        (low, middle, high) = (ends[0], sign * difference / measure, ends[1])
        verdict = record.verdict?.name ?? "unknown"
        words = withUnit(Figures.signed(difference, decimals: record.decimals), metric)
    }
}
