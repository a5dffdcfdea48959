import Games
import Statistics

/// What several arms earned, and what their paired differences from the first say.
public struct ComparisonResult: Sendable {
    public let scenario: LoadedScenario
    public let seed: UInt64
    public let slotsPerEpisode: Int
    /// What was compared, the primary metric first.
    public let declarations: [Metric]
    /// The arm compared with, then those in question.
    public let arms: [PlayedArm]
    /// Arms in question that failed, whose comparisons are invalid.
    public let failures: [ArmError]
    /// One an arm in question, in their order.
    public let comparisons: [ArmComparison]
    /// Pairs that count: all that every arm finished, or those that decided.
    public let pairs: Int
    /// Pairs that were to be played.
    public let mostPairs: Int
    public let stopping: Comparison.Stopping
    /// Pairs that decided the question; nil where they did not, or all were to be played.
    public let decidedAfter: Int?

    /// Judges what `arms` earned.
    ///
    /// - Parameters:
    ///   - scenario: what was played.
    ///   - seed: of the command.
    ///   - slotsPerEpisode: slots of an episode.
    ///   - declarations: what the arms' values are values of, the primary metric first.
    ///   - arms: the one compared with, then those in question.
    ///   - failures: which of those in question failed.
    ///   - margins: the smallest differences that matter.
    ///   - stopping: what pairs were played by.
    ///   - mostPairs: pairs that were to be played.
    ///   - decidedAfter: pairs that decided the question.
    init(
        of scenario: LoadedScenario, seed: UInt64, slotsPerEpisode: Int, declarations: [Metric], arms: [PlayedArm],
        failures: [ArmError] = [], margins: MarginOverrides, stopping: Comparison.Stopping = .fixed, mostPairs: Int,
        decidedAfter: Int? = nil
    ) {
        self.scenario = scenario
        self.seed = seed
        self.slotsPerEpisode = slotsPerEpisode
        self.declarations = declarations
        self.arms = arms
        self.stopping = stopping
        self.mostPairs = mostPairs
        self.decidedAfter = decidedAfter
        self.failures = failures
        let isJudged = arms.indices.map { arm in !failures.contains { $0.index == arm } }
        let pairs = decidedAfter ?? zip(arms, isJudged).filter(\.1).map(\.0.episodes.count).min() ?? 0
        self.pairs = pairs
        let values = arms.map { arm in declarations.indices.map { arm.values(of: $0, pairs: pairs) } }
        let evidence = zip(values, isJudged).dropFirst().map { b, isJudged in
            !isJudged
                ? nil
                : declarations.indices.map { index in
                    let metric = declarations[index]
                    return MetricEvidence(
                        on: metric, a: values[0][index], b: b[index],
                        margin: margins.margin(of: metric, among: declarations, a: values[0]),
                        isSequential: stopping == .untilDecided, seed: seed)
                }
        }
        comparisons = ArmComparison.judging(Array(evidence))
    }

    /// The first comparison's, of the primary metric.
    public var verdict: Verdict? { comparisons.first?.verdict }

    /// Whether somebody stopped it before its time.
    public var wasInterrupted: Bool { decidedAfter == nil && pairs < mostPairs }
}
