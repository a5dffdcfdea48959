import Games
import PluginHost
import Statistics
import Synchronization
import System

/// Two arms on common random numbers: the same episodes, side by side in parallel.
public struct Comparison: Sendable {
    public let scenario: LoadedScenario
    /// What stands behind --a and --b.
    public let names: [String]
    public let arms: [Arm]
    public let seed: UInt64
    /// Episodes that each arm plays; a pair is one of them in both.
    public let pairs: Int
    /// The smallest difference that matters in every metric; nil takes what the game declares.
    public let margin: Double?
    public let options: PlayOptions

    public init(
        of scenario: LoadedScenario, names: [String], arms: [Arm], seed: UInt64, pairs: Int, margin: Double?,
        options: PlayOptions
    ) {
        precondition(arms.count == 2 && names.count == 2, "a comparison has two arms, not \(arms.count)")
        self.scenario = scenario
        self.names = names
        self.arms = arms
        self.seed = seed
        self.pairs = pairs
        self.margin = margin
        self.options = options
    }

    /// Slots that the arms play in all.
    public var slotCount: Int {
        get throws(ExperimentsError) {
            try arms.count * Run(of: scenario, arm: arms[0], seed: seed, episodes: pairs, options: options).slotCount
        }
    }

    /// Plays both arms, each on a core of its own with its plugins.
    ///
    /// - Throws: ``RunError`` of the arm that failed, the first one where both did; the other is stopped.
    public func play(_ observer: Run.Observer = Run.Observer()) throws(RunError) -> ComparisonResult {
        let cores = Affinity.initial
        let progress = SharedProgress(arms: arms.count)
        var running: [RunningRun] = []
        for (index, arm) in arms.enumerated() {
            var options = options
            options.recording = options.recording.map { "\($0).\(index == 0 ? "a" : "b")" }
            let run = Run(
                of: scenario, arm: arm, seed: seed, episodes: pairs, options: options,
                core: cores[index % cores.count])
            var own = observer
            own.shouldStop = { progress.hasFailed || observer.shouldStop() }
            own.onSlots = { observer.onSlots(progress.record($0, arm: index)) }
            own.onFailure = { progress.fail() }
            do throws(RunError) {
                running.append(try run.start(own))
            } catch {
                progress.fail()
                for other in running { _ = try? other.get() }
                throw error
            }
        }
        var results: [RunResult] = []
        var failure: RunError?
        for run in running {
            do throws(RunError) {
                results.append(try run.get())
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return ComparisonResult(names: names, arms: results, margin: margin)
    }
}

/// How far the arms are, and whether one has failed, so that the others need not go on.
private final class SharedProgress: Sendable {
    private let slots: Mutex<[Int]>
    private let failed = Atomic(false)

    init(arms: Int) {
        slots = Mutex(Array(repeating: 0, count: arms))
    }

    var hasFailed: Bool { failed.load(ordering: .relaxed) }

    func fail() { failed.store(true, ordering: .relaxed) }

    /// Notes the slots of `arm` and returns those of all.
    func record(_ count: Int, arm: Int) -> Int {
        slots.withLock { slots in
            slots[arm] = count
            return slots.reduce(0, +)
        }
    }
}

/// What two arms earned, and what their paired differences say.
public struct ComparisonResult: Sendable {
    public let names: [String]
    public let arms: [RunResult]
    public let metrics: [MetricComparison]
    /// Pairs that both arms finished.
    public let pairs: Int

    init(names: [String], arms: [RunResult], margin: Double?) {
        self.names = names
        self.arms = arms
        let pairs = arms.map(\.episodes.count).min() ?? 0
        self.pairs = pairs
        metrics = arms[0].declarations.enumerated().map { index, declaration in
            MetricComparison(
                declaration, a: Array(arms[0].values(of: index).prefix(pairs)),
                b: Array(arms[1].values(of: index).prefix(pairs)), margin: margin)
        }
    }

    /// The primary metric's, which is the whole's.
    public var verdict: Verdict? { metrics.first?.verdict }
    public var wasInterrupted: Bool { arms.contains { $0.wasInterrupted } }
}

/// One metric of a comparison.
public struct MetricComparison: Sendable {
    public let declaration: Metric
    /// nil where the values cannot be compared: fewer than two pairs, or a value that cannot be known.
    public let difference: PairedDifference?
    public let verdict: Verdict?

    /// Confidence of the interval that is shown.
    public static let confidence = 0.95

    init(_ declaration: Metric, a: [Double], b: [Double], margin: Double?) {
        self.declaration = declaration
        difference = try? PairedDifference(a: a, b: b)
        verdict = difference.map { difference in
            let declared =
                switch declaration.margin {
                case .shareOfMean(let share): share * abs(difference.meanOfA)
                case .absolute(let amount): amount
                }
            return Verdict(
                on: difference, higherIsBetter: declaration.direction == .higher, margin: margin ?? declared,
                significance: 1 - Self.confidence)
        }
    }

    public var interval: ClosedRange<Double>? { difference?.interval(confidence: Self.confidence) }
}

extension ComparisonResult {
    /// The document of schema `firstmover.ab/1`.
    public var document: JSON {
        var metrics: JSON = [:]
        for metric in self.metrics { metrics.set(metric.declaration.name, to: metric.document) }
        var document: JSON = [
            "schema": "firstmover.ab/1",
            "scenario": ["name": JSON(arms[0].scenario.scenario.name), "hash": JSON(arms[0].scenario.sha256)],
            "seed": JSON(arms[0].seed), "pairs": JSON(pairs),
            "arms": .array(
                zip(names, arms).map { name, arm in
                    ["name": JSON(name), "plugins": .array(arm.plugins.map(\.document))]
                }),
            "comparisons": [["b": JSON(names[1]), "metrics": metrics, "verdict": verdictWord]],
            "verdict": verdictWord,
        ]
        if wasInterrupted { document.set("interrupted", to: true) }
        document.set("measured", to: ["arms": .array(arms.map(\.measured))])
        return document
    }

    /// The verdict's word; null in JSON where too little was played for one.
    private var verdictWord: JSON { verdict.map { JSON($0.name) } ?? .null }
}

extension MetricComparison {
    var document: JSON {
        let pairsNeeded: JSON
        if case .inconclusive(let needed) = verdict {
            pairsNeeded = needed.map { JSON($0) } ?? .null
        } else {
            pairsNeeded = .null
        }
        return [
            "a": JSON(difference?.meanOfA), "b": JSON(difference?.meanOfB), "difference": JSON(difference?.mean),
            "interval": interval.map { [JSON($0.lowerBound), JSON($0.upperBound)] } ?? .null,
            "pValue": JSON(difference?.pValue), "verdict": verdict.map { JSON($0.name) } ?? .null,
            "pairsNeeded": pairsNeeded,
        ]
    }
}
