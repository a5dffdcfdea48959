import Experiments

extension Plot {
    /// More pairs than this are counted in bins instead of shown one by one.
    static let mostPoints = 1000

    /// The primary metric's difference in every pair, with mean, interval and margin.
    ///
    /// - Returns: nil where fewer than two pairs are known.
    static func pairs(of comparison: ComparisonRecord, in document: ResultDocument, id: String) -> Plot? {
        guard let metric = document.primary, let record = comparison.metrics[metric.name],
            let mean = record.difference, document.arms.count > comparison.arm,
            let a = document.arms[0].samples[metric.name], let b = document.arms[comparison.arm].samples[metric.name]
        else { return nil }
        let differences = zip(a.episodes, b.episodes).enumerated().compactMap { index, pair in
            if let a = pair.0, let b = pair.1, (b - a).isFinite { (pair: index + 1, value: b - a) } else { nil }
        }
        guard differences.count > 1 else { return nil }
        let labels = ArmLabels(document)
        let name = plainLine(metric.name)
        let above = differences.count { $0.value > 0 }
        let level = PairLevel(mean: mean, interval: record.interval, margin: record.margin, arm: comparison.arm)
        let isBinned = differences.count > mostPoints
        let axis = "difference in \(name)" + (metric.unit.isEmpty ? "" : " (\(plainLine(metric.unit)))")
        let values = differences.map(\.value)
        var caption =
            isBinned
            ? "How many pairs differ by how much" : "Each point is one pair: the same episode played by both arms"
        caption += ", \(labels[comparison.arm]) less \(labels[0]). The line is the mean"
        caption += record.interval == nil ? "." : ", the band around it its \(document.confidenceWords)."
        if record.margin ?? 0 > 0 { caption += " Dashes mark the margin." }
        return Plot(
            id: id, title: "Difference pair by pair",
            description: "Differences in \(name) over \(differences.count) pairs: positive in \(above), "
                + "smallest \(Figures.significant(values.min())), mean \(Figures.significant(mean)), "
                + "largest \(Figures.significant(values.max())).",
            caption: caption, isWide: false, height: 290
        ) { frame in
            isBinned ? binnedBody(values, level, axis, frame) : pointBody(differences, level, axis, frame)
        }
    }

    private static func pointBody(
        _ differences: [(pair: Int, value: Double)], _ level: PairLevel, _ title: String, _ frame: Frame
    ) -> [JSON.Member] {
        let theme = frame.theme
        let values = differences.map { difference -> JSON in
            ["pair": JSON(difference.pair), "difference": JSON(difference.value)]
        }
        func height(_ field: String) -> JSON {
            [
                "field": JSON(field), "type": "quantitative", "scale": ["zero": true],
                "axis": ["title": JSON(title), "tickCount": 6, "domain": false],
            ]
        }
        let points: JSON = [
            "mark": [
                "type": "point", "filled": true, "size": JSON(differences.count > 200 ? 18 : 38), "opacity": 0.75,
            ],
            "encoding": [
                "x": [
                    "field": "pair", "type": "quantitative", "scale": ["zero": false, "nice": false, "padding": 8],
                    "axis": ["title": "pair", "grid": false, "tickCount": 6, "format": "d"],
                ],
                "y": height("difference"), "color": ["value": JSON(theme.arm(level.arm))],
            ],
        ]
        return [
            JSON.Member("data", ["values": .array(values)]),
            JSON.Member(
                "layer",
                .array(
                    level.layers(theme) { from, to in
                        to.map { ["y": height(from), "y2": ["field": JSON($0)]] } ?? ["y": height(from)]
                    } + [points])),
        ]
    }

    private static func binnedBody(
        _ values: [Double], _ level: PairLevel, _ title: String, _ frame: Frame
    ) -> [JSON.Member] {
        let theme = frame.theme
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        let count = 40
        let width = most > least ? (most - least) / Double(count) : 1
        var counts = Array(repeating: 0, count: count)
        for value in values { counts[min(Int((value - least) / width), count - 1)] += 1 }
        let bins = counts.enumerated().map { index, count -> JSON in
            [
                "from": JSON(least + Double(index) * width), "to": JSON(least + Double(index + 1) * width),
                "count": JSON(count),
            ]
        }
        func place(_ field: String) -> JSON {
            [
                "field": JSON(field), "type": "quantitative", "scale": ["zero": true],
                "axis": ["title": JSON(title), "grid": false, "tickCount": 6],
            ]
        }
        let bars: JSON = [
            "data": ["values": .array(bins)],
            "mark": ["type": "bar", "color": JSON(theme.arm(level.arm)), "opacity": 0.75, "binSpacing": 1],
            "encoding": [
                "x": place("from"), "x2": ["field": "to"],
                "y": ["field": "count", "type": "quantitative", "axis": ["title": "pairs", "domain": false]],
            ],
        ]
        let layers = level.layers(theme) { from, to in
            to.map { ["x": place(from), "x2": ["field": JSON($0)]] } ?? ["x": place(from)]
        }
        return [JSON.Member("layer", .array([bars] + layers))]
    }
}

/// Mean, interval and margin of a difference as marks across a plot.
private struct PairLevel: Sendable {
    let mean: Double
    let interval: ClosedRange<Double>?
    let margin: Double?
    /// Whose colour the marks have.
    let arm: Int

    /// The marks, lowest first.
    ///
    /// - Parameters:
    ///   - theme: their colours.
    ///   - encoding: of one field, or from one to another.
    /// - Returns: a layer each.
    func layers(_ theme: Theme, encoding: (String, String?) -> JSON) -> [JSON] {
        func layer(_ values: [JSON], _ mark: JSON, _ from: String, _ to: String? = nil) -> JSON {
            ["data": ["values": .array(values)], "mark": mark, "encoding": encoding(from, to)]
        }
        var layers: [JSON] = []
        if let interval {
            layers.append(
                layer(
                    [["low": JSON(interval.lowerBound), "high": JSON(interval.upperBound)]],
                    ["type": "rect", "color": JSON(theme.arm(arm)), "opacity": 0.2], "low", "high"))
        }
        layers.append(layer([["zero": 0]], ["type": "rule", "color": JSON(theme.muted)], "zero"))
        if let margin, margin > 0 {
            layers.append(
                layer(
                    [["margin": JSON(-margin)], ["margin": JSON(margin)]],
                    ["type": "rule", "color": JSON(theme.muted), "strokeDash": [3, 3]], "margin"))
        }
        layers.append(
            layer([["mean": JSON(mean)]], ["type": "rule", "color": JSON(theme.arm(arm)), "strokeWidth": 2], "mean"))
        return layers
    }
}
