import Foundation
import Games
import PluginHost
import Policy
import Statistics

/// A baseline played again, on the same seeds, and compared with pair by pair across time.
public struct BaselineCheck: Sendable {
    public let baseline: Baseline
    public let path: String
    public let arm: Arm
    /// The arm as it is named now.
    public let name: String
    public let options: PlayOptions
    public let margins: MarginOverrides
    /// What is different now, found before anything is started.
    public let changes: [PinChange]

    /// The share of a game's margin that matters where the same seeds are played again.
    ///
    /// A tenth, because world and policy seeds are the same on both sides, so that whatever differs is the policy's doing,
    /// and small differences can be told.
    public static let marginShare = 0.1

    /// Finds the programs that the baseline names, or those given in their place.
    ///
    /// - Parameters:
    ///   - baseline: what to compare with.
    ///   - path: the file that it was read from.
    ///   - replacements: policies to play in place of those the baseline names.
    ///   - options: how to play.
    ///   - margins: the smallest differences that matter; without any, ``marginShare`` of the game's.
    ///   - allowed: which pins may not hold, beyond what a check is about; they are told all the same.
    ///   - catalogue: where plugins are.
    ///   - folder: what relative paths are relative to.
    /// - Throws: ``ExperimentsError/notComparable(path:reasons:)`` with everything that changed and must not.
    public init(
        of baseline: Baseline, path: String, replacements: [Role: String] = [:], options: PlayOptions,
        margins: MarginOverrides = MarginOverrides(), allowing allowed: PinChange.Allowance = .subject,
        catalogue: PluginCatalogue, relativeTo folder: String
    ) throws(ExperimentsError) {
        let reference = try ArmReference(
            operator: replacements[.operator] ?? baseline.operator,
            followers: replacements[.followers] ?? baseline.followers)
        var options = options
        options.onMiss = baseline.onMiss
        self.baseline = baseline
        self.path = path
        self.options = options
        self.margins = margins
        name = reference.text
        arm = try Arm(
            reference, in: baseline.scenario.scenario, options: options, catalogue: catalogue, relativeTo: folder)
        changes = PinChange.all(since: baseline, arm: arm)
        let refused = changes.filter { $0.allowance > allowed }.map(\.text)
        guard refused.isEmpty else { throw .notComparable(path: path, reasons: refused) }
        try margins.check(against: try run.comparedMetrics)
        let lost = PinChange.lostMetrics(of: baseline, measuring: try run.comparedMetrics)
        guard lost.isEmpty else { throw .notComparable(path: path, reasons: lost) }
    }

    /// Checks what can be known before anything is started.
    ///
    /// - Throws: ``ExperimentsError`` where the run cannot be played, or its pairs would not be independent.
    public func check() throws(ExperimentsError) {
        try run.check()
        try run.requireIndependentEpisodes()
    }

    /// Slots that are played in all.
    public var slotCount: Int { get throws(ExperimentsError) { try run.slotCount } }

    /// What is played.
    public var run: Run {
        Run(
            of: baseline.scenario, arm: arm, seed: baseline.seed, episodes: baseline.episodes.count, options: options,
            extras: baseline.isExact ? .digests : [])
    }

    /// Plays the baseline's episodes again and compares.
    ///
    /// - Throws: ``RunError``.
    public func play(_ observer: Run.Observer = Run.Observer()) throws(RunError) -> CheckResult {
        let result = try run.play(observer)
        let declared = result.comparedMetrics.filter { baseline.metrics.contains($0.name) }
        let columns = declared.compactMap { metric in baseline.metrics.firstIndex { $0 == metric.name } }
        let then = PlayedArm(
            name: "baseline", plugins: baseline.plugins,
            episodes: baseline.episodes.map { episode in columns.map { episode[$0] } })
        let comparison = ComparisonResult(
            of: baseline.scenario, seed: baseline.seed, slotsPerEpisode: result.slotsPerEpisode,
            declarations: declared, arms: [then, PlayedArm(name: name, result, only: declared)],
            margins: margins.orShare(Self.marginShare), mostPairs: baseline.episodes.count)
        return CheckResult(
            check: self, comparison: comparison,
            exactness: baseline.isExact ? exactness(of: result, comparison) : nil)
    }
}
