import Experiments
import Foundation

extension Plot {
    /// Decision times of every role, a plot a role and a line an arm, on a logarithmic axis.
    static func latencies(of document: ResultDocument) -> [Plot] {
        let labels = ArmLabels(document)
        var roles: [String] = []
        for arm in document.arms {
            for (role, latencies) in arm.timing?.roles ?? [] where !latencies.histogram.isEmpty && !roles.contains(role)
            {
                roles.append(role)
            }
        }
        return roles.compactMap { role in
            var lines: [(arm: String, bins: [LatencyBin])] = []
            var words: [String] = []
            for (index, arm) in document.arms.enumerated() {
                guard let latencies = arm.timing?.roles.first(where: { $0.role == role })?.latencies else { continue }
                let bins = LatencyBin.bins(of: latencies.histogram)
                guard !bins.isEmpty else { continue }
                lines.append((labels[index], bins))
                words.append(
                    "\(labels[index]) has its median at \(Figures.microseconds(latencies.roundTrip.p50Microseconds)) and "
                        + "its 99th percentile at \(Figures.microseconds(latencies.roundTrip.p99Microseconds))")
            }
            guard !lines.isEmpty else { return nil }
            let name = plainLine(role, limit: 40)
            let (finalLines, names) = (lines, labels.all)
            return Plot(
                id:
                    "decisions-\(role == "operator" || role == "followers" ? role : "\(roles.firstIndex(of: role) ?? 0)")",
                title: "Decision time, \(name)",
                description: "Histogram of the \(name)’s decision times: \(words.joined(separator: "; ")).",
                caption: "Share of the \(name)’s decisions by round trip, from the host’s question to its answer; "
                    + "the axis is logarithmic.",
                isWide: false, height: 250
            ) { latencyBody(finalLines, names, $0) }
        }
    }

    private static func latencyBody(
        _ lines: [(arm: String, bins: [LatencyBin])], _ names: [String], _ frame: Frame
    ) -> [JSON.Member] {
        var values: [JSON] = []
        for line in lines {
            for bin in line.bins {
                values.append(
                    ["arm": JSON(line.arm), "microseconds": JSON(bin.lowerMicroseconds), "share": JSON(bin.share)])
            }
        }
        let bounds = lines.flatMap { $0.bins.map(\.lowerMicroseconds) }
        let (least, most) = (bounds.min() ?? 1, bounds.max() ?? 10)
        let decades = log10(most / least)
        let steps: [Double] = decades > 2.5 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 5]
        let first = Int(log10(least).rounded(.down))
        let last = Int(log10(most).rounded(.up))
        let ticks = (first...max(first, last)).flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }
            .filter { least <= $0 && $0 <= most }
        let unit =
            "datum.value >= 1e6 ? datum.value / 1e6 + ' s' : datum.value >= 1e3 ? datum.value / 1e3 + ' ms' : "
            + "datum.value + ' µs'"
        return [
            JSON.Member("data", ["values": .array(values)]),
            JSON.Member("mark", ["type": "area", "interpolate": "step-after", "line": true, "opacity": 0.16]),
            JSON.Member(
                "encoding",
                [
                    "x": [
                        "field": "microseconds", "type": "quantitative",
                        "scale": ["type": "log", "domain": [JSON(least), JSON(most)], "nice": false],
                        "axis": [
                            "title": "round trip", "grid": false, "values": JSON(ticks), "labelExpr": JSON(unit),
                        ],
                    ],
                    "y": [
                        "field": "share", "type": "quantitative", "stack": nil,
                        "axis": ["title": "share of decisions", "format": "%", "tickCount": 5, "domain": false],
                    ],
                    "color": armColors(names, frame),
                ]),
        ]
    }
}

/// Decisions whose round trip fell between this bound and the next one's.
private struct LatencyBin: Sendable {
    let lowerMicroseconds: Double
    let share: Double

    /// Bins a decade: a third again as long each.
    private static let perDecade = 8.0

    /// The buckets of a histogram in bins of equal width on a logarithmic axis; the last is empty and ends the one before.
    static func bins(of buckets: [LatencyRecord.Bucket]) -> [LatencyBin] {
        let total = buckets.reduce(0) { $0 + $1.count }
        guard total > 0 else { return [] }
        var shares: [Int: Double] = [:]
        var lower = 0.0
        for bucket in buckets {
            defer { lower = bucket.upperMicroseconds }
            guard bucket.count > 0 else { continue }
            // A bucket is one place for this purpose: they are narrower than bins but for the very first ones.
            let middle = max((lower + bucket.upperMicroseconds) / 2, 0.1)
            guard middle.isFinite else { continue }
            shares[Int((log10(middle) * perDecade).rounded(.down)), default: 0] += bucket.count / total
        }
        guard let first = shares.keys.min(), let last = shares.keys.max() else { return [] }
        return (first - 1...last + 1).map { bin in
            LatencyBin(lowerMicroseconds: pow(10, Double(bin) / perDecade), share: shares[bin] ?? 0)
        }
    }
}
