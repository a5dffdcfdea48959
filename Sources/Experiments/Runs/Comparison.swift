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

    /// The document of schema `firstmover.ab/1` for a comparison that a plugin's failure made invalid.
    public func document(of failure: PluginFailure, arm: Int) -> JSON {
        [
            "schema": "firstmover.ab/1",
            "scenario": ["name": JSON(scenario.scenario.name), "hash": JSON(scenario.sha256)], "seed": JSON(seed),
            "pairs": 0, "arms": .array(names.map { ["name": JSON($0)] }),
            "comparisons": [["b": JSON(names[1]), "metrics": [:], "verdict": JSON(Verdict.invalid.name)]],
            "verdict": JSON(Verdict.invalid.name),
            "fault": [
                "arm": JSON(arm == 0 ? "a" : "b"), "plugin": JSON(failure.plugin),
                "code": JSON(failure.fault.code.rawValue), "blame": JSON(failure.fault.blame.rawValue),
                "message": JSON("\(failure.fault)"),
            ],
        ]
    }

    /// Checks what can be known of both arms before anything is started.
    ///
    /// - Throws: what ``Run/check()`` throws.
    public func check() throws(ExperimentsError) {
        for index in arms.indices { try run(index).check() }
    }

    /// Slots that the arms play in all.
    public var slotCount: Int { get throws(ExperimentsError) { try arms.count * run(0).slotCount } }

    /// The run of arm `index`, which records in a file of its own.
    private func run(_ index: Int, core: Int? = nil) -> Run {
        var options = options
        options.recording = options.recording.map { "\($0).\(index == 0 ? "a" : "b")" }
        return Run(of: scenario, arm: arms[index], seed: seed, episodes: pairs, options: options, core: core)
    }

    /// Plays both arms, each on a core of its own with its plugins.
    ///
    /// - Throws: ``ArmError`` of the arm that failed, the first one where both did; the other is stopped.
    public func play(_ observer: Run.Observer = Run.Observer()) throws(ArmError) -> ComparisonResult {
        let cores = Affinity.initial
        // From the core at hand on, so that several comparisons on one machine do not all take the first ones.
        let firstCore = cores.firstIndex(of: Affinity.currentCore) ?? 0
        let progress = SharedProgress(arms: arms.count)
        var running: [RunningRun] = []
        for index in arms.indices {
            let run = run(index, core: cores[(firstCore + index) % cores.count])
            var own = observer
            own.shouldStop = { progress.hasFailed || observer.shouldStop() }
            own.onSlots = { observer.onSlots(progress.record($0, arm: index)) }
            own.onFailure = { progress.fail() }
            do throws(RunError) {
                running.append(try run.start(own))
            } catch {
                progress.fail()
                for other in running { _ = try? other.get() }
                throw ArmError(index: index, error)
            }
        }
        var results: [RunResult] = []
        var failure: ArmError?
        for (index, run) in running.enumerated() {
            do throws(RunError) {
                results.append(try run.get())
            } catch {
                failure = failure ?? ArmError(index: index, error)
            }
        }
        if let failure { throw failure }
        return ComparisonResult(names: names, arms: results, margin: margin)
    }
}

/// Why a comparison ended without a result.
public struct ArmError: Error, Sendable {
    /// The arm that failed, 0 for a.
    public let index: Int
    public let error: RunError

    init(index: Int, _ error: RunError) {
        self.index = index
        self.error = error
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
