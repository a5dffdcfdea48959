import Games
import PluginHost
import Statistics

/// What a baseline's check found.
public struct CheckResult: Sendable {
    public let check: BaselineCheck
    /// The baseline as the first arm, what was played now as the second.
    public let comparison: ComparisonResult
    /// nil where equality is not asked for.
    public let exactness: Exactness?

    /// What got worse: the primary metric, guardrails, and equality where it is asked for; empty where nothing did.
    public var regressions: [String] {
        var regressions: [String] = []
        if let first = comparison.comparisons.first {
            if first.verdict == .worse { regressions.append(comparison.declarations[0].name) }
            regressions += first.worseGuardrails
        }
        if exactness?.difference != nil { regressions.append("equality") }
        return regressions
    }
}

extension CheckResult {
    /// The document of schema `firstmover.check/1`.
    public var document: JSON {
        var members = [
            JSON.Member(key: "baseline", value: check.baselineDocument),
            JSON.Member(key: "regressions", value: JSON(regressions)),
        ]
        if let exactness { members.append(JSON.Member(key: "exact", value: exactness.document)) }
        // Frames hold times that policies measured.
        let frames = exactness?.frames.map { [JSON.Member(key: "frames", value: JSON($0))] } ?? []
        return comparison.document(schema: "firstmover.check/1", adding: members, measured: frames)
    }
}

extension Exactness {
    fileprivate var document: JSON {
        [
            "isEqual": JSON(difference == nil), "tolerance": JSON(tolerance),
            "firstDifference": difference.map { JSON($0) } ?? .null,
        ]
    }
}

extension BaselineCheck {
    /// The document of schema `firstmover.check/1` for a check that a plugin's failure made invalid.
    public func document(of failure: PluginFailure) -> JSON {
        let invalid = JSON(Verdict.invalid.name)
        return [
            "schema": "firstmover.check/1", "scenario": baseline.scenario.reference, "seed": JSON(baseline.seed),
            "pairs": 0, "arms": [["name": "baseline"], ["name": JSON(name)]],
            "comparisons": [["b": JSON(name), "metrics": [:], "verdict": invalid]], "verdict": invalid,
            "baseline": baselineDocument, "fault": failure.document(arm: 1),
        ]
    }

    fileprivate var baselineDocument: JSON {
        [
            "path": JSON(path), "version": JSON(baseline.version), "kernels": JSON(baseline.kernels),
            "subject": JSON(baseline.subject.rawValue), "changed": JSON(changes.map(\.text)),
        ]
    }
}
