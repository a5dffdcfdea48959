import Experiments
import Statistics

extension ComparisonResult {
    /// The result for people.
    var text: String {
        "\(scenario.scenario.name)  \(scenario.sha256.prefix(12))  seed \(seed)  \(pairs) pairs of \(slotsPerEpisode) slots"
            + sequentialText + "\n" + armsText + comparisonsText + latenciesText
    }

    /// Who plays, an arm after the other.
    private var armsText: String {
        arms.enumerated().map { index, arm in
            "\n\(Comparison.letter(ofArm: index)): \(arm.name)\n" + (arm.plugins.isEmpty ? "" : arm.plugins.text)
        }.joined()
    }

    /// How the first of several comparisons came to its number of pairs.
    private var sequentialText: String {
        guard stopping == .untilDecided else { return "" }
        return decidedAfter == nil ? ", not decided" : ", decided of at most \(mostPairs)"
    }

    /// A table and a verdict for every arm in question.
    var comparisonsText: String {
        comparisons.enumerated().map { index, comparison in
            let letter = Comparison.letter(ofArm: index + 1)
            guard comparison.verdict != .invalid else { return "\n\(letter) is invalid: a plugin failed\n" }
            var text = "\n" + comparison.table(letter).text
            text += "\n\(letter) " + (comparison.verdict.map { "is \($0.phrase)" } ?? "cannot be judged")
            text += " in \(declarations[0].name)\n"
            if !comparison.worseGuardrails.isEmpty {
                text += "guardrails that got worse: \(comparison.worseGuardrails.joined(separator: ", "))\n"
            }
            return text
        }.joined()
    }

    private var latenciesText: String {
        "\n"
            + arms.enumerated().map { index, arm in
                arm.run.map { "\(Comparison.letter(ofArm: index)): \($0.latencies.text)" } ?? ""
            }.joined()
    }
}

extension ArmComparison {
    /// A line a metric.
    fileprivate func table(_ letter: String) -> TextTable {
        var table = TextTable([
            "metric", "unit", "a", letter, "\(letter) - a", "95 % interval", "p", "p, Holm", "verdict",
        ])
        for metric in metrics {
            table.add([
                metric.declaration.name, metric.declaration.unit, shown(metric.meanOfA), shown(metric.meanOfB),
                shown(metric.difference?.mean),
                metric.interval.map { "\(shown($0.lowerBound)) … \(shown($0.upperBound))" } ?? "–",
                shown(metric.pValue), shown(metric.pValueHolm), metric.verdict?.phrase ?? "unknown",
            ])
        }
        return table
    }
}

extension Verdict {
    /// The verdict with what it takes to decide.
    var phrase: String {
        guard case .inconclusive(let needed) = self else { return name }
        return name + (needed.map { " (\($0) pairs needed)" } ?? " (no number of pairs decides)")
    }
}
