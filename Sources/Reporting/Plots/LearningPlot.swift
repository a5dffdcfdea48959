import Experiments

extension Plot {
    /// Learning curves, raw and smoothed.
    ///
    /// - Returns: nil where there are none.
    static func learning(_ curves: [LearningCurve]) -> Plot? {
        guard !curves.isEmpty else { return nil }
        var names = curves.map { plainLine($0.name, limit: 48) }
        if Set(names).count < names.count { names = zip(names, 1...).map { "\($0) (\($1))" } }
        let ends = zip(names, curves).map { "\($0) ends at \(Figures.significant($1.smoothed.last))" }
        let windows = Set(curves.map(\.window)).sorted().map { "\($0)" }.joined(separator: " or ")
        let labels = names
        return Plot(
            id: "learning", title: "Learning curves",
            description: "Episode reward over training steps, smoothed: \(ends.joined(separator: "; ")).",
            caption:
                "Reward of training episodes; the line is the mean of the last \(windows) episodes, faint lines are single "
                + "ones.",
            isWide: true, height: 320
        ) { frame in
            var values: [JSON] = []
            for (name, curve) in zip(labels, curves) {
                let smoothed = curve.smoothed
                for index in curve.thinned(to: 500) {
                    values.append([
                        "arm": JSON(name), "steps": JSON(curve.steps[index]), "reward": JSON(curve.rewards[index]),
                        "smoothed": JSON(smoothed[index]),
                    ])
                }
            }
            func layer(_ field: String, width: Double, opacity: Double) -> JSON {
                [
                    "mark": ["type": "line", "strokeWidth": JSON(width), "opacity": JSON(opacity)],
                    "encoding": [
                        "x": [
                            "field": "steps", "type": "quantitative",
                            "axis": [
                                "title": "steps", "grid": false, "tickCount": 6,
                                "labelExpr": "format(datum.value, '~s')",
                            ],
                        ],
                        "y": [
                            "field": JSON(field), "type": "quantitative", "scale": ["zero": false],
                            "axis": ["title": "episode reward", "domain": false, "tickCount": 6],
                        ],
                        "color": armColors(labels, frame, first: 1),
                    ],
                ]
            }
            return [
                JSON.Member("data", ["values": .array(values)]),
                JSON.Member(
                    "layer",
                    [layer("reward", width: 1, opacity: 0.25), layer("smoothed", width: 2.25, opacity: 1)]),
            ]
        }
    }
}
