import Experiments
import Games
import Statistics
import System

/// A/Bs of a stochastic operator against itself with another option `seed`: there is nothing to find in any metric.
///
/// Each is played as `ab` plays it, in this process; no two share a world.
func nullComparisons(count: Int, pairs: Int) throws -> [Finding] {
    let scenario = try GameCatalogue.scenarios.load("pricing")
    let catalogue = PluginCatalogue(PluginPlaces(bin: ProcessContext.executableFolder, environment: [:]))
    var options = PlayOptions()
    options.isInProcess = true
    var primary = Rate()
    var holm = Rate()
    var verdicts = Rate()
    var covered = Rate()
    var sequential = Rate()
    for index in 0..<count {
        let names = [2 * index + 1, 2 * index + 2].map { "operator=random:seed=\($0),followers=best-response" }
        var arms: [Arm] = []
        for name in names {
            arms.append(
                try Arm(
                    try ArmReference(parsing: name), in: scenario.scenario, options: options, catalogue: catalogue,
                    relativeTo: "/"))
        }
        let result = try Comparison(
            of: scenario, names: names, arms: arms, seed: UInt64(index * pairs), pairs: pairs, options: options
        ).play()
        let metrics = result.comparisons[0].metrics
        guard let p = metrics[0].pValue, let interval = metrics[0].interval else {
            preconditionFailure("the primary metric of \(pairs) pairs is known")
        }
        primary.count(p < 0.05)
        holm.count(metrics.contains { ($0.pValueHolm ?? 1) < 0.05 })
        verdicts.count(metrics.contains { $0.verdict == .better || $0.verdict == .worse })
        covered.count(interval.contains(0))
        var looks = SequentialComparison()
        var isFound = false
        for (a, b) in zip(result.arms[0].episodes, result.arms[1].episodes) {
            try looks.add(a: a[0], b: b[0])
            if !looks.interval.contains(0) { isFound = true }
        }
        sequential.count(isFound)
    }
    return [
        Finding(claim: "A/B: primary metric's p below 0.05", rate: primary, band: 0.035...0.065),
        Finding(claim: "A/B: any metric's p below 0.05 after Holm", rate: holm, band: 0...0.05),
        Finding(claim: "A/B: primary metric's interval covers 0", rate: covered, band: 0.935...0.965),
        Finding(claim: "A/B: a difference found at any of \(pairs) looks", rate: sequential, band: 0...0.05),
        Finding(claim: "  A/B: any metric called better or worse", rate: verdicts, band: nil),
    ]
}
