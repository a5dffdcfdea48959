import Games
import Policy

/// Something that a baseline pins and that is different now.
public struct PinChange: Sendable, Hashable {
    /// What must be allowed for a check to be made all the same; each allows those before it.
    public enum Allowance: Int, Sendable, Hashable, Comparable {
        /// The policy in question, its program, and the release and kernels that play it: what a check is about.
        case subject
        /// The other side's program, compiled anew from the same plugin of the same version.
        case rebuilt
        /// Any other of the other side's.
        case everything

        public static func < (left: Allowance, right: Allowance) -> Bool { left.rawValue < right.rawValue }
    }

    /// What it was and is, in words.
    public let text: String
    public let allowance: Allowance

    /// What differs between `baseline` and `arm`, which is to be compared with it.
    static func all(since baseline: Baseline, arm: Arm) -> [PinChange] {
        let parts = [arm.operator, arm.followers]
        var changes = parts.flatMap { part in
            names(of: part, since: baseline, arm: arm) + programs(of: part, since: baseline, standsIn: false)
        }
        for role in Role.allCases {
            if let part = arm.fallbacks[role] { changes += programs(of: part, since: baseline, standsIn: true) }
        }
        for (what, then, now) in [
            ("release", baseline.version, Release.version), ("kernels", baseline.kernels, KernelKind.best.name),
        ] where then != now {
            let verb = what == "kernels" ? ("were", "are") : ("was", "is")
            changes.append(PinChange(text: "the \(what) \(verb.0) \(then) and \(verb.1) \(now)", allowance: .subject))
        }
        return changes
    }

    /// A policy that is called something else.
    private static func names(of part: Arm.Part, since baseline: Baseline, arm: Arm) -> [PinChange] {
        let then = part.role == .operator ? baseline.operator : baseline.followers
        let now = arm.reference.name(of: part.role)
        guard then != now else { return [] }
        return [
            PinChange(
                text: "\(title(part.role)) \(then) and \(part.role == .operator ? "is" : "are") \(now)",
                allowance: baseline.subject.covers(part.role) ? .subject : .everything)
        ]
    }

    /// A program that is another.
    private static func programs(of part: Arm.Part, since baseline: Baseline, standsIn: Bool) -> [PinChange] {
        guard let then = baseline.plugins.first(where: { $0.role == part.role && $0.standsIn == standsIn }),
            then.sha256 != part.sha256
        else { return [] }
        let whose = part.role == .operator ? "the operator's" : "the followers'"
        var text = "\(whose) \(standsIn ? "stand-in's program" : "program") was \(then.name) "
        text += "\(then.version) \(then.sha256.prefix(12)) and is \(part.program.name) "
        text += "\(part.program.version.map { "\($0) " } ?? "")\(part.sha256.prefix(12))"
        if !standsIn && baseline.subject.covers(part.role) { return [PinChange(text: text, allowance: .subject)] }
        let isRebuilt = then.name == part.program.name && then.version == part.program.version
        return [
            PinChange(
                text: text + ", though the policy in question is the \(baseline.subject.rawValue)",
                allowance: isRebuilt ? .rebuilt : .everything)
        ]
    }

    private static func title(_ role: Role) -> String { role == .operator ? "the operator was" : "the followers were" }

    /// Why the metrics of `baseline` cannot be compared with those that are `measured` now; empty where they can.
    static func lostMetrics(of baseline: Baseline, measuring measured: [Metric]) -> [String] {
        let now = measured.map(\.name)
        var reasons = baseline.metrics.filter { !now.contains($0) }.map { "\($0) is not measured any more" }
        if baseline.metrics.first != now.first {
            reasons.append("the primary metric was \(baseline.metrics.first ?? "none") and is \(now.first ?? "none")")
        }
        for metric in measured where metric.isGuardrail && !baseline.metrics.contains(metric.name) {
            reasons.append("it has no \(metric.name), which must not get worse")
        }
        for metric in measured where baseline.metrics.contains(metric.name) {
            if case .shareOfMeanOf(let other, _) = metric.margin, !baseline.metrics.contains(other) {
                reasons.append("\(metric.name) is judged by a share of \(other), which it does not have")
            }
        }
        return reasons
    }
}
