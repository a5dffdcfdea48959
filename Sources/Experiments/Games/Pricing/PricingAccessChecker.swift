import Equilibria
import Games

extension TopicChecker {
    /// The access game at adaptive prices: equilibria by enumeration, and best-response dynamics (section 8).
    static let pricingAccess = pricing("access") { reference, report throws(ExperimentsError) in
        try reference.expect(keys: ["name", "game"] + PricingInstance.IdleMode.allCases.map(\.rawValue))
        for mode in PricingInstance.IdleMode.allCases {
            guard let expected = try reference.input.optional(mode.rawValue) else { continue }
            let instance = try PricingInstance(try reference.input["game"], idleMode: mode)
            try compareEquilibria(of: instance, expected, reference.tolerance, &report)
            if let sequential = try expected.optional("sequential") {
                try compareFixedPoint(of: instance, sequential, .sequential, reference.tolerance, &report)
            }
            if let simultaneous = try expected.optional("simultaneous") {
                try compareFixedPoint(of: instance, simultaneous, .simultaneous, reference.tolerance, &report)
            }
        }
    }
}

/// Pure equilibria, the smallest worst regret and whether single moves can cycle, over all access vectors.
private func compareEquilibria(
    of instance: PricingInstance, _ expected: JSONField, _ tolerance: Tolerance, _ report: inout CaseReport
) throws(ExperimentsError) {
    let profiles: AccessGame.Profiles
    do {
        profiles = try AccessGame(instance).profiles()
    } catch {
        throw .equilibrium(error)
    }
    if let listed = try expected.optional("pureNash") {
        // The set is compared: a file may list it in any order.
        var equilibria: [[Int]] = []
        for element in try listed.elements { equilibria.append(try instance.access(element)) }
        equilibria.sort { $0.lexicographicallyPrecedes($1) }
        let sorted = JSONField(.array(equilibria.map { JSON($0) }), path: listed.path)
        report.compare(sorted, with: .array(profiles.equilibria.map { JSON($0) }))
    }
    // Scores that tie are equal to the game: a worst regret below the tie is none.
    let regretTolerance = Tolerance(relative: tolerance.relative, absolute: AccessGame.tie)
    try report.compare(
        "smallestWorstRegret", of: expected, regretTolerance, with: JSON(profiles.smallestWorstRegret))
    try report.compare("bestResponseGraphHasCycle", of: expected, with: JSON(profiles.hasBestResponseCycle))
}

/// Best-response dynamics from the empty profile, and the play at their end.
private func compareFixedPoint(
    of instance: PricingInstance, _ expected: JSONField, _ order: UpdateOrder, _ tolerance: Tolerance,
    _ report: inout CaseReport
) throws(ExperimentsError) {
    let equilibrium = instance.accessEquilibrium(order)
    let play = equilibrium.play
    try report.compare("converged", of: expected, with: JSON(equilibrium.certificate.converged))
    try report.compare("access", of: expected, with: play.map { JSON($0.access) } ?? .null)
    try report.compare(
        "sweepsWithMoves", of: expected, with: play == nil ? .null : JSON(equilibrium.certificate.rounds))
    try report.compare("leader", of: expected, tolerance, with: JSON(equilibrium.value))
    try report.compare("U", of: expected, tolerance, with: play == nil ? .null : JSON(equilibrium.followerUtilities))
    try report.compare("Z_MB", of: expected, tolerance, with: play.map { JSON($0.sizesMB) } ?? .null)
    try report.compare(
        "mu", of: expected, tolerance,
        with: play.map { JSON($0.prices, columns: instance.stationCount) } ?? .null)
}
