import Statistics

extension ResultDocument {
    /// The answer in plain words: what, by how much, how sure, of how many; in the primary metric's unit.
    ///
    /// Page, JUnit, annotations and summary all say it with this one sentence, without markup and on one line.
    public var sentence: String {
        if verdict == .invalid || (fault != nil && comparisons.isEmpty) { return invalidSentence(fault) }
        if kind == .run { return runSentence }
        guard let first = comparisons.first else { return "Nothing was compared." }
        return sentence(of: first)
    }

    /// The answer of one comparison.
    func sentence(of comparison: ComparisonRecord) -> String {
        if comparison.verdict == .invalid || (fault != nil && comparison.metrics.isEmpty) {
            return invalidSentence(comparison.fault ?? fault)
        }
        return capitalized(judgement(of: comparison)) + exactnessNote + endNote
    }

    /// Guardrail metrics that got worse, each with its difference; empty where none did.
    func guardrailSentences(of comparison: ComparisonRecord) -> [String] {
        comparison.worseGuardrails.map { name in
            guard let metric = metrics.first(where: { $0.name == name }), let record = comparison.metrics[name],
                record.difference != nil
            else { return "Guardrail \(plainLine(name)) got worse." }
            return "Guardrail \(plainLine(name)) got worse: it differs by \(difference(of: record, metric))."
        }
    }

    private func judgement(of comparison: ComparisonRecord) -> String {
        let labels = ArmLabels(self)
        let (a, b) = (labels[0], labels[comparison.arm])
        guard let metric = primary, let record = comparison.metrics[metric.name] else {
            return "\(b) cannot be judged against \(a): nothing was measured."
        }
        let name = plainLine(metric.name)
        // The same word, but only the metric's own knows how many pairs it needs.
        let isOwn = comparison.verdict == nil || comparison.verdict?.name == record.verdict?.name
        guard record.difference != nil, let verdict = isOwn ? record.verdict : comparison.verdict else {
            let pairs = pairs ?? 0
            let reason =
                pairs < 2
                ? "only \(Figures.count(pairs, "pair")) finished, and a spread needs two"
                : record.difference == nil ? "its value is unknown in some pair" : "no margin can be known"
            return "\(b) cannot be judged against \(a) in \(name): \(reason)."
        }
        let difference = difference(of: record, metric)
        let count = pairs.map { ", \(Figures.count($0, "pair"))" } ?? ""
        var p = record.pValue.map { ", \(Figures.pEquation($0))" } ?? ""
        if comparisons.count > 1, let adjusted = record.holmPValue {
            p = ", \(Figures.pEquation(adjusted)) after Holm’s correction"
        }
        switch verdict {
        case .better, .worse:
            return "\(b) is \(verdict.name) than \(a): \(name) differs by \(difference)\(count)\(p)."
        case .equivalent where record.difference == 0 && record.interval == 0...0:
            return "\(b) and \(a) are equivalent: \(name) differs in no pair\(count)."
        case .equivalent:
            let margin =
                record.margin.map { margin in
                    let shown = Figures.fixed(margin, decimals: Figures.decimals(halfWidth: margin, magnitude: margin))
                    return ", within the margin of \(withUnit(shown, metric))"
                } ?? ""
            let equivalence = record.equivalencePValue.map { ", \(Figures.pEquation($0)) of equivalence" } ?? p
            return "\(b) and \(a) are equivalent: \(name) differs by \(difference)\(margin)\(count)\(equivalence)."
        case .inconclusive(let needed):
            let remedy =
                needed.map { "\(Figures.count($0, "pair")) are needed to decide" } ?? "no number of pairs decides"
            return "\(b) against \(a) is undecided: \(name) differs by \(difference)\(count)\(p); \(remedy)."
        case .invalid:
            return invalidSentence(comparison.fault ?? fault)
        }
    }

    /// `−0.627 utility (−8.0 %), 95 % interval −0.685 to −0.569`.
    func difference(of record: MetricRecord, _ metric: MetricDeclaration) -> String {
        let decimals = record.decimals
        var text = withUnit(Figures.signed(record.difference, decimals: decimals), metric)
        if let share = record.relativeDifference, abs(share) < 10 { text += " (\(Figures.percentage(share)))" }
        if let interval = record.interval {
            text += ", \(confidenceWords) \(Figures.fixed(interval.lowerBound, decimals: decimals))"
            text += " to \(Figures.fixed(interval.upperBound, decimals: decimals))"
        }
        return text
    }

    private var runSentence: String {
        let labels = ArmLabels(self)
        guard let metric = primary, let arm = arms.first, let sample = arm.samples[metric.name] else {
            return "Nothing was measured." + endNote
        }
        let (name, interval) = (plainLine(metric.name), sample.interval(confidence: confidence))
        guard let mean = sample.mean else { return "\(labels[0]): \(name) is unknown in some episode." + endNote }
        let decimals = Figures.decimals(
            halfWidth: interval.map { ($0.upperBound - $0.lowerBound) / 2 }, magnitude: abs(mean))
        var text = "\(labels[0]): \(name) is \(withUnit(Figures.fixed(mean, decimals: decimals), metric)) on average"
        if let interval {
            text += ", \(confidenceWords) \(Figures.fixed(interval.lowerBound, decimals: decimals))"
            text += " to \(Figures.fixed(interval.upperBound, decimals: decimals))"
        }
        return text + (pairs.map { ", \(Figures.count($0, "episode"))" } ?? "") + "." + endNote
    }

    private func invalidSentence(_ fault: String?) -> String {
        "The \(kind == .check ? "check" : "comparison") is invalid: "
            + plainLine(fault ?? "a policy failed, so that there are no numbers to judge", limit: 300)
            + (fault.map { $0.hasSuffix(".") } ?? false ? "" : ".")
    }

    private var exactnessNote: String {
        guard let exactness else { return "" }
        if exactness.isEqual { return " Every number equals the baseline’s." }
        return exactness.firstDifference.map { " Not the same as the baseline: \(plainLine($0))." }
            ?? " Some numbers differ from the baseline’s."
    }

    private var endNote: String {
        if wasInterrupted { return " It was interrupted; what was finished counts." }
        guard hasDecidedEarly == true, let most = sequential?.mostPairs else { return "" }
        return " Decided before the \(Figures.count(most)) pairs that were allowed."
    }

    /// `95 % interval`.
    var confidenceWords: String { "\(confidencePercentage) interval" }

    var confidencePercentage: String {
        let percents = 100 * confidence
        let isWhole = abs(percents - percents.rounded()) < 0.05  // 0.95 is not written exactly
        return "\(Figures.fixed(percents, decimals: isWhole ? 0 : 1)) %"
    }

    private func capitalized(_ text: String) -> String {
        // A policy's name is written as its author writes it.
        kind == .check ? text.prefix(1).uppercased() + text.dropFirst() : text
    }
}

/// `text` with the metric's unit behind it, if it has one.
func withUnit(_ text: String, _ metric: MetricDeclaration) -> String {
    metric.unit.isEmpty ? text : "\(text) \(plainLine(metric.unit))"
}
