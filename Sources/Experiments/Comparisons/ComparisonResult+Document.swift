import Games
import PluginHost
import Statistics

extension ComparisonResult {
    /// The document of schema `firstmover.ab/1`.
    public var document: JSON { document(schema: "firstmover.ab/1") }

    /// The document under another schema, with `members` of its own in front of what is measured, and `measurements` of its
    /// own in there.
    func document(
        schema: String, adding members: [JSON.Member] = [], measured measurements: [JSON.Member] = []
    ) -> JSON {
        var document: JSON = [
            "schema": JSON(schema), "scenario": scenario.reference, "seed": JSON(seed), "pairs": JSON(pairs),
            "slotsPerEpisode": JSON(slotsPerEpisode),
        ]
        if let run = arms.lazy.compactMap(\.run).first {
            document.set("budgetSeconds", to: JSON(run.budget / .seconds(1)))
            document.set("onMiss", to: JSON("\(run.onMiss)"))
        }
        document.set("primary", to: JSON(declarations[0].name))
        document.set("confidence", to: JSON(MetricComparison.confidence))
        document.set("declarations", to: declarations.document)
        document.set("arms", to: .array(arms.map { $0.document(of: declarations, pairs: pairs) }))
        document.set(
            "comparisons",
            to: .array(
                zip(arms.dropFirst(), comparisons).enumerated().map { index, pair in
                    let (arm, comparison) = pair
                    var metrics: JSON = [:]
                    for metric in comparison.metrics { metrics.set(metric.declaration.name, to: metric.document) }
                    var document: JSON = [
                        "b": JSON(arm.name), "metrics": metrics, "verdict": word(comparison.verdict),
                        "worseGuardrails": JSON(comparison.worseGuardrails),
                    ]
                    if let fault = fault(ofArm: index + 1) { document.set("fault", to: fault) }
                    return document
                }))
        document.set("verdict", to: word(verdict))
        if stopping == .untilDecided {
            document.set("sequential", to: ["decided": JSON(decidedAfter != nil), "mostPairs": JSON(mostPairs)])
        }
        if let first = failures.first, let fault = fault(ofArm: first.index) { document.set("fault", to: fault) }
        if wasInterrupted { document.set("interrupted", to: true) }
        for member in members { document.set(member.key, to: member.value) }
        var measured: JSON = ["arms": .array(arms.map { $0.run?.measured ?? .null })]
        for measurement in measurements { measured.set(measurement.key, to: measurement.value) }
        measured.set("host", to: HostFacts.current.document)
        document.set("measured", to: measured)
        return document
    }

    /// The fault of an arm that failed; nil of one that did not.
    private func fault(ofArm arm: Int) -> JSON? {
        guard let failure = failures.first(where: { $0.index == arm }), case .plugin(let fault) = failure.error else {
            return nil
        }
        return fault.document(arm: arm)
    }

    /// The verdict's word; null in JSON where too little was played for one.
    private func word(_ verdict: Verdict?) -> JSON { verdict.map { JSON($0.name) } ?? .null }
}

extension LoadedScenario {
    /// Its name and hash, as documents have them.
    var reference: JSON { ["name": JSON(scenario.name), "hash": JSON(sha256)] }
}

extension [Metric] {
    /// How each is read, as documents have it.
    var document: JSON {
        var document: JSON = [:]
        for metric in self {
            var declaration: JSON = [
                "unit": JSON(metric.unit), "direction": JSON(metric.direction.rawValue),
                "guardrail": JSON(metric.isGuardrail), "certificate": JSON(metric.isCertificate),
            ]
            if let scale = metric.scale {
                declaration.set("scale", to: ["name": JSON(scale.name), "value": JSON(scale.value)])
            }
            document.set(metric.name, to: declaration)
        }
        return document
    }
}

extension PlayedArm {
    /// The member of `arms` in a comparison's document.
    fileprivate func document(of declarations: [Metric], pairs: Int) -> JSON {
        var metrics: JSON = [:]
        for (index, metric) in declarations.enumerated() {
            metrics.set(metric.name, to: values(of: index, pairs: pairs).summaryDocument)
        }
        return ["name": JSON(name), "plugins": .array(plugins.map(\.document)), "metrics": metrics]
    }
}

extension Comparison {
    /// The document of schema `firstmover.ab/1` for a comparison that a plugin's failure made invalid.
    public func document(of failure: PluginFailure, arm: Int) -> JSON {
        let invalid = JSON(Verdict.invalid.name)
        return [
            "schema": "firstmover.ab/1", "scenario": scenario.reference, "seed": JSON(seed), "pairs": 0,
            "arms": .array(names.map { ["name": JSON($0)] }),
            "comparisons": .array(
                names.dropFirst().map { ["b": JSON($0), "metrics": [:], "verdict": invalid] }),
            "verdict": invalid,
            "fault": failure.document(arm: arm),
        ]
    }
}

extension PluginFailure {
    /// The member `fault` of a comparison's document.
    func document(arm: Int) -> JSON {
        [
            "arm": JSON(Comparison.letter(ofArm: arm)), "plugin": JSON(plugin), "code": JSON(fault.code.rawValue),
            "blame": JSON(fault.blame.rawValue), "message": JSON("\(fault)"),
        ]
    }
}
