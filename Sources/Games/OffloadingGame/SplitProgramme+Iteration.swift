extension SplitProgramme {
    /// Where the primal-dual iteration stood when it ended.
    public struct Iterate: Sendable, Equatable {
        /// lambda.
        public let split: Double
        /// beta.
        public let share: Double
        /// T_proc, ms.
        public let processingMs: Double
        /// theta, the price of the deadline per ms.
        public let multiplier: Double
    }

    /// The paper's primal-dual iteration (19)-(20), with its signs set right: another way to the closed form.
    ///
    /// Descends L = g T + c_beta beta + theta (T - D) over the share, ascends over the multiplier, on the programme
    /// without the split: steps on both split and share only creep along the kink of the maximum. A step over the share
    /// is as long as the curvature at a share of 0 allows, where it is largest, so that many are needed where a is far
    /// below e; those over the multiplier are many where a binding deadline has a high price. Starts at `shareCap`, where
    /// it stays if a share costs nothing.
    ///
    /// - Parameters:
    ///   - a: ms that the whole task takes on the node at full speed, positive.
    ///   - e: ms that it takes on the edge server under its load.
    ///   - shareCap: the largest share.
    ///   - slackMs: D, infinite where there is no deadline.
    ///   - steps: how many.
    /// - Returns: what the last step left.
    /// - SeeAlso: spec/offloading.md, section 5.
    public func iterate(
        a: Double, e: Double, shareCap: Double, slackMs: Double, steps: Int = 20_000
    ) -> Iterate {
        precondition(branch == .parallel, "the iteration is of the parallel branch")
        func processingMs(_ share: Double) -> Double { a * e / (a + share * e) }
        var share = e == 0 ? 0 : shareCap
        var multiplier = 0.0
        if e > 0 {
            for _ in 0..<steps {
                let weight = gainWeight + multiplier
                let sum = a + share * e
                let slope = sharePrice - weight * a * e * e / (sum * sum)
                share = min(max(share - a * a / (2 * weight * e * e * e) * slope, 0), shareCap)
                multiplier = max(multiplier + Self.multiplierStep * (processingMs(share) - slackMs), 0)
            }
        }
        return Iterate(
            split: e == 0 ? 0 : share * e / (a + share * e), share: share,
            processingMs: e == 0 ? 0 : processingMs(share), multiplier: multiplier)
    }

    private static let multiplierStep = 0.05
}
