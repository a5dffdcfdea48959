import Experiments
import Policy
import Statistics
import System

/// Checks of baselines on worlds of their own: of the same plugin, and of one that loses 1 % of what the operator earns.
///
/// Every policy is a process, as users have them; the lossy one sells nothing in one slot of a hundred.
func regressions(count: Int, pairs: Int) throws -> [Finding] {
    let bin = ProcessContext.executableFolder
    let catalogue = PluginCatalogue(PluginPlaces(bin: bin, environment: [:]))
    let scenario = try GameCatalogue.scenarios.load("pricing")
    let reference = try ArmReference(operator: "analytic", followers: "best-response")
    let options = PlayOptions()
    let arm = try Arm(reference, in: scenario.scenario, options: options, catalogue: catalogue, relativeTo: "/")
    var identical = Rate()
    var regressed = Rate()
    for index in 0..<count {
        let run = Run(of: scenario, arm: arm, seed: UInt64(index * pairs), episodes: pairs, options: options)
        let baseline = Baseline(of: try run.play(), arm: reference, subject: .operator, options: options)
        func regressions(_ replacements: [Role: String]) throws -> [String] {
            try BaselineCheck(
                of: baseline, path: "baseline", replacements: replacements, options: options, catalogue: catalogue,
                relativeTo: "/"
            ).play().regressions
        }
        identical.count(try regressions([:]).isEmpty)
        regressed.count(
            try regressions([.operator: "\(bin)/firstmover-lossy:seed=\(index)"]).contains("operatorUtility"))
    }
    return [
        Finding(claim: "check: an identical plugin passes, of \(pairs) pairs", rate: identical, band: 1...1),
        Finding(claim: "check: a loss of 1 % is found, of \(pairs) pairs", rate: regressed, band: 1...1),
    ]
}
