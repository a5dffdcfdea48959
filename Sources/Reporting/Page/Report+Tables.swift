import Statistics

extension Report {
    var meansOfRun: [Markup] {
        var table = PageTable(
            "Means over episodes", id: "means",
            columns: [
                .init("metric", isNumeric: false), .init("unit", isNumeric: false), .init("mean"),
                .init(document.confidenceWords), .init("sd"),
            ])
        for metric in document.metrics {
            let cells = MeanCells(document.arms.first?.samples[metric.name], confidence: document.confidence)
            table.add([metric.name, metric.unit, cells.mean, cells.interval, cells.standardDeviation])
        }
        return table.isEmpty ? [] : section("Metrics", [table.markup])
    }

    var latencyTable: [Markup] {
        let labels = ArmLabels(document)
        var table = PageTable(
            "Time of a decision. Own is the policy’s part, inference or solving; the rest is the way there and back.",
            id: "decision-times",
            columns: [
                .init("arm", isNumeric: false), .init("role", isNumeric: false), .init("decisions"), .init("missed"),
                .init("median"), .init("p99"), .init("own median"), .init("own p99"),
            ])
        for (index, arm) in document.arms.enumerated() {
            guard let timing = arm.timing else { continue }
            let rows = timing.roles.isEmpty ? [(role: "both", latencies: timing.all)] : timing.roles
            for (role, latencies) in rows {
                let policy = arm.plugins.first { $0.role == role && !$0.standsIn }
                table.add([
                    labels[index], policy.map { "\(role): \($0.name)" } ?? role, Figures.count(latencies.count),
                    Figures.count(latencies.missed), Figures.microseconds(latencies.roundTrip.p50Microseconds),
                    Figures.microseconds(latencies.roundTrip.p99Microseconds),
                    Figures.microseconds(latencies.compute.p50Microseconds),
                    Figures.microseconds(latencies.compute.p99Microseconds),
                ])
            }
        }
        return table.isEmpty ? [] : [table.markup]
    }

    var certificates: [Markup] {
        let labels = ArmLabels(document)
        var columns = [PageTable.Column("certificate", isNumeric: false), .init("unit", isNumeric: false)]
        for index in document.arms.indices { columns += [.init(labels[index]), .init(document.confidenceWords)] }
        var table = PageTable(
            "What is proven of each arm’s play: means over episodes with their intervals. Nash convergence, exploitability, "
                + "regrets and gaps are zero at an equilibrium or optimum.",
            id: "certificates", columns: columns)
        for metric in document.metrics where metric.isCertificate {
            let cells = document.arms.map { MeanCells($0.samples[metric.name], confidence: document.confidence) }
            guard cells.contains(where: { $0.mean != Figures.unknown }) else { continue }
            table.add([metric.name, metric.unit] + cells.flatMap { [$0.mean, $0.interval] })
        }
        return table.isEmpty ? [] : [table.markup]
    }

    func metricTables(of comparison: ComparisonRecord, _ index: Int) -> [Markup] {
        let labels = ArmLabels(document)
        let (a, b) = (labels[0], labels[comparison.arm])
        var table = PageTable(
            "\(b) against \(a). Holm’s p counts everything that was compared.", id: "metrics-\(index + 1)",
            columns: [
                .init("metric", isNumeric: false), .init("verdict", isNumeric: false), .init("unit", isNumeric: false),
                .init(a), .init(b), .init("difference"), .init("relative"), .init(document.confidenceWords), .init("p"),
                .init("Holm’s p"), .init("margin"),
            ])
        var robust = PageTable(
            "Equivalence is tested against the margin; the others do without a normal distribution. Middle half is the "
                + "interquartile mean; chance is that of a random pair to be better for \(b).",
            id: "robust-\(index + 1)",
            columns: [
                .init("metric", isNumeric: false), .init("equivalence p"), .init("Wilcoxon p"), .init("permutation p"),
                .init("bootstrap interval"), .init("\(a), middle half"), .init("\(b), middle half"), .init("chance"),
            ])
        for metric in document.metrics {
            guard let record = comparison.metrics[metric.name] else { continue }
            let decimals = record.decimals
            func range(_ interval: ClosedRange<Double>?) -> String {
                interval.map {
                    "\(Figures.fixed($0.lowerBound, decimals: decimals)) … \(Figures.fixed($0.upperBound, decimals: decimals))"
                } ?? Figures.unknown
            }
            let share = record.relativeDifference.flatMap { abs($0) < 10 ? Figures.percentage($0) : nil }
            let cells = [
                metric.unit,
                Figures.fixed(record.a, decimals: decimals), Figures.fixed(record.b, decimals: decimals),
                Figures.signed(record.difference, decimals: decimals), share ?? Figures.unknown, range(record.interval),
                Figures.pValue(record.pValue), Figures.pValue(record.holmPValue),
                record.margin.map { "±\(Figures.significant($0, 2))" } ?? Figures.unknown,
            ].map { PageTable.Cell(text: $0) }
            let name = PageTable.Cell(text: metric.name + (metric.isGuardrail ? " (guardrail)" : ""))
            let verdict = PageTable.Cell(
                text: record.verdict.map(phrase) ?? Figures.unknown, style: record.verdict?.name ?? "")
            table.add([name, verdict] + cells)
            if let own = record.robust {
                robust.add([
                    metric.name, Figures.pValue(record.equivalencePValue), Figures.pValue(own.wilcoxonPValue),
                    Figures.pValue(own.permutationPValue),
                    range(own.bootstrapInterval), Figures.fixed(own.interquartileMeanOfA, decimals: decimals),
                    Figures.fixed(own.interquartileMeanOfB, decimals: decimals),
                    own.probabilityOfImprovement.map { Figures.fixed(100 * $0, decimals: 0) + " %" } ?? Figures.unknown,
                ])
            }
        }
        guard !table.isEmpty else { return [] }
        return [table.markup]
            + (robust.isEmpty ? [] : [.element("section", [:], .element("h3", [:], "Other tests"), robust.markup)])
    }

    var pinned: [Markup] {
        let facts = Markup.element(
            "dl", ["class": "facts"],
            all: document.pins.flatMap { fact in
                [
                    Markup.element("dt", [:], .text(fact.name)),
                    .element("dd", [:], .element("bdi", [:], .text(plainLine(fact.value)))),
                ]
            })
        let labels = ArmLabels(document)
        let arms = Markup.element(
            "dl", ["class": "facts"],
            all: document.arms.enumerated().flatMap { index, arm in
                [
                    Markup.element("dt", [:], .element("bdi", [:], .text(labels[index]))),
                    .element("dd", [:], .element("bdi", [:], .text(plainLine(arm.name)))),
                ]
            })
        var table = PageTable(
            "Plugins that played", id: "plugins",
            columns: [
                .init("arm", isNumeric: false), .init("role", isNumeric: false), .init("plugin", isNumeric: false),
                .init("version", isNumeric: false), .init("told", isNumeric: false), .init("sha256", isNumeric: false),
            ])
        for (index, arm) in document.arms.enumerated() {
            for plugin in arm.plugins {
                let cells = [
                    labels[index], plugin.role + (plugin.standsIn ? ", stands in" : ""), plugin.name,
                    plugin.version ?? Figures.unknown, plugin.information ?? Figures.unknown,
                ].map { PageTable.Cell(text: $0) }
                table.add(cells + [PageTable.Cell(text: plugin.sha256 ?? Figures.unknown, style: "hash")])
            }
        }
        return [facts, arms] + (table.isEmpty ? [] : [table.markup])
    }
}
