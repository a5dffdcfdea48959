import Experiments
import Statistics

extension Plot {
    /// The primary metric's distribution over episodes, an arm a line.
    ///
    /// - Returns: nil where no arm has two known episodes.
    static func distributions(of document: ResultDocument) -> Plot? {
        guard let metric = document.primary else { return nil }
        let labels = ArmLabels(document)
        var lines: [(arm: String, points: [EmpiricalDistribution.Point])] = []
        var medians: [String] = []
        for (index, arm) in document.arms.enumerated() {
            let known = (arm.samples[metric.name]?.known ?? []).filter(\.isFinite)
            guard known.count > 1 else { continue }
            let distribution = EmpiricalDistribution(known)
            lines.append((labels[index], distribution.points(most: 300)))
            medians.append("\(labels[index]) has its median at \(Figures.significant(distribution.quantile(0.5)))")
        }
        guard !lines.isEmpty else { return nil }
        let title = plainLine(metric.name) + (metric.unit.isEmpty ? "" : " (\(plainLine(metric.unit)))")
        let finalLines = lines
        let names = labels.all
        return Plot(
            id: "distribution", title: "Distribution over episodes",
            description: "Cumulative distribution of \(plainLine(metric.name)) over episodes: "
                + medians.joined(separator: "; ") + ".",
            caption: "Share of episodes in which \(plainLine(metric.name)) is at most the value below.", isWide: false,
            height: 290
        ) { frame in
            var values: [JSON] = []
            for line in finalLines {
                // A step up at the smallest value, from nothing.
                let start = line.points.first.map { [($0.value, 0.0)] } ?? []
                for (value, share) in start + line.points.map({ ($0.value, $0.cumulativeShare) }) {
                    values.append(["arm": JSON(line.arm), "value": JSON(value), "share": JSON(share)])
                }
            }
            return [
                JSON.Member("data", ["values": .array(values)]),
                JSON.Member("mark", ["type": "line", "interpolate": "step-after", "strokeWidth": 2]),
                JSON.Member(
                    "encoding",
                    [
                        "x": [
                            "field": "value", "type": "quantitative", "scale": ["zero": false],
                            "axis": ["title": JSON(title), "grid": false, "tickCount": frame.isNarrow ? 4 : 6],
                        ],
                        "y": [
                            "field": "share", "type": "quantitative", "scale": ["domain": [0, 1]],
                            "axis": [
                                "title": "share of episodes", "format": "%", "domain": false,
                                "values": [0, 0.25, 0.5, 0.75, 1],
                            ],
                        ],
                        "color": armColors(names, frame),
                    ]),
            ]
        }
    }
}
