/// How much of its task a collaborating user gives to its node, and how much of the node it asks for: program (18).
///
/// Maximises `-g T - c_beta beta - Lambda_D [T > D]` over the split lambda in 0...1 and the share beta in 0...`shareCap`,
/// where a is the whole task's time on the node alone and e its time on the edge server as loaded. Not jointly concave as
/// the paper says; eliminating the split leaves a convex programme in one variable, solved here in closed form.
///
/// - SeeAlso: spec/offloading.md, section 5.
public struct SplitProgramme: Sendable, Equatable {
    public let branch: OffloadingModel.Branch
    /// g.
    public let gainWeight: Double
    /// c_beta.
    public let sharePrice: Double
    /// Lambda_D.
    public let deadlinePenalty: Double

    public init(
        branch: OffloadingModel.Branch, gainWeight: Double, sharePrice: Double, deadlinePenalty: Double
    ) {
        self.branch = branch
        self.gainWeight = gainWeight
        self.sharePrice = sharePrice
        self.deadlinePenalty = deadlinePenalty
    }

    public init(_ values: OffloadingModel.Values) {
        self.init(
            branch: values.branch, gainWeight: values.gainWeight, sharePrice: values.sharePrice,
            deadlinePenalty: values.deadlinePenalty)
    }

    /// A split, a share and what they lead to.
    public struct Solution: Sendable, Equatable {
        /// lambda.
        public let split: Double
        /// beta.
        public let share: Double
        /// T_proc, ms.
        public let processingMs: Double
        /// Whether T_proc <= D, but for rounding.
        public let isFeasible: Bool
        public let objective: Double
    }

    /// The best split and share.
    ///
    /// - Parameters:
    ///   - a: ms that the whole task takes on the node at full speed, positive unless `e` is 0.
    ///   - e: ms that the whole task takes on the edge server under its load.
    ///   - shareCap: the largest share, 1/n_k.
    ///   - slackMs: D, ms left for processing before the deadline; infinite where there is none.
    /// - Returns: the maximiser; of equals the one in time, and with the serial branch the one with less on the node.
    public func solve(a: Double, e: Double, shareCap: Double, slackMs: Double) -> Solution {
        if e == 0 { return outcome(split: 0, share: 0, processingMs: 0, slackMs) }
        switch branch {
        case .parallel: return parallel(a, e, shareCap, slackMs)
        case .serial: return serial(a, e, shareCap, slackMs)
        }
    }

    /// T_proc of a given split and share.
    public func processingMs(a: Double, e: Double, split: Double, share: Double) -> Double {
        // Nothing on the node costs nothing there, whatever the share.
        let node = split == 0 ? 0 : split * a / share
        switch branch {
        case .parallel: return max(node, (1 - split) * e)
        case .serial: return node + (1 - split) * e
        }
    }

    /// `-g T - c_beta beta - Lambda_D [T > D]`.
    func objective(processingMs: Double, share: Double, isFeasible: Bool) -> Double {
        -gainWeight * processingMs - sharePrice * share - (isFeasible ? 0 : deadlinePenalty)
    }

    private func outcome(
        split: Double, share: Double, processingMs: Double, _ slackMs: Double, isInTime: Bool = false
    ) -> Solution {
        // In time by construction; rounding must not take that away.
        let isFeasible = isInTime || processingMs <= slackMs + Self.slackTolerance
        return Solution(
            split: split, share: share, processingMs: processingMs, isFeasible: isFeasible,
            objective: objective(processingMs: processingMs, share: share, isFeasible: isFeasible))
    }

    private func parallel(_ a: Double, _ e: Double, _ shareCap: Double, _ slackMs: Double) -> Solution {
        let free = freeShare(a, e)
        let unconstrained = parallelOutcome(a, e, share: min(max(free, 0), shareCap), slackMs)
        guard slackMs > 0 else { return unconstrained }
        let least = max(0, a * (1 / slackMs - 1 / e))
        guard least <= shareCap else { return unconstrained }
        let inTime = parallelOutcome(a, e, share: min(max(free, least), shareCap), slackMs, isInTime: true)
        return inTime.objective >= unconstrained.objective - Self.objectiveTie ? inTime : unconstrained
    }

    /// The share at which another bit of it costs as much as it saves; infinite where it costs nothing.
    private func freeShare(_ a: Double, _ e: Double) -> Double {
        sharePrice == 0 ? .infinity : (gainWeight * a / sharePrice).squareRoot() - a / e
    }

    /// Both parts ready at the same time: lambda = beta e/(a + beta e), T = a e/(a + beta e).
    private func parallelOutcome(
        _ a: Double, _ e: Double, share: Double, _ slackMs: Double, isInTime: Bool = false
    ) -> Solution {
        let sum = a + share * e
        return outcome(
            split: share * e / sum, share: share, processingMs: a * e / sum, slackMs, isInTime: isInTime)
    }

    /// For a fixed share everything is linear in the split, so it is 0 or 1.
    private func serial(_ a: Double, _ e: Double, _ shareCap: Double, _ slackMs: Double) -> Solution {
        var best = outcome(split: 0, share: 0, processingMs: e, slackMs)
        guard shareCap > 0 else { return best }
        let free = sharePrice == 0 ? shareCap : min((gainWeight * a / sharePrice).squareRoot(), shareCap)
        func consider(_ share: Double, isInTime: Bool = false) {
            let candidate = outcome(split: 1, share: share, processingMs: a / share, slackMs, isInTime: isInTime)
            if candidate.objective > best.objective + Self.objectiveTie { best = candidate }
        }
        consider(free)
        if slackMs > 0, a / slackMs <= shareCap { consider(max(free, a / slackMs), isInTime: true) }
        return best
    }

    /// Below this a processing time counts as within the slack, ms.
    public static let slackTolerance = 1e-12
    /// Objectives closer than this tie.
    private static let objectiveTie = 1e-15
}
