import Games

extension TopicChecker {
    /// Checkers of every topic of the pricing game.
    public static let pricing: [TopicChecker] = [
        .pricingKernel, .pricingPair, .pricingFollower, .pricingRates, .pricingEnvironment, .pricingAccess,
        .pricingEquilibrium, .pricingAlgorithm1, .pricingSlots, .pricingDualBound, .pricingBadInput, .pricingFigures,
    ]

    static func pricing(
        _ topic: String, lists: [String] = ["cases"], tolerance: Tolerance = .exact,
        _ body: @escaping @Sendable (ReferenceCase, inout CaseReport) throws(ExperimentsError) -> Void
    ) -> TopicChecker {
        TopicChecker(game: "pricing", topic: topic, lists: lists, tolerance: tolerance, body)
    }

    /// Section 12: the field that an instance is refused for, null where it is legal.
    static let pricingBadInput = pricing("bad_input") { reference, report throws(ExperimentsError) in
        try reference.expect(keys: ["name", "reject", "game"])
        var refused = JSON.null
        do throws(ExperimentsError) {
            _ = try PricingInstance(try reference.input["game"])
        } catch {
            guard case .instance(let fault) = error else { throw error }
            refused = JSON(fault.field)
        }
        try report.compare("reject", of: reference.input, with: refused)
    }

    /// Section 2: rates under an access vector.
    static let pricingRates = pricing("rates") { reference, report throws(ExperimentsError) in
        try reference.expect(keys: ["name", "game", "mode", "access", "R_MBps"])
        let instance = try PricingInstance(try reference.input["game"], idleMode: try reference.idleMode)
        let access = try instance.access(reference.input["access"])
        try report.compare(
            "R_MBps", of: reference.input, reference.tolerance,
            with: JSON(instance.rates(of: access).rateMBps, columns: instance.stationCount))
    }

    /// Section 9: the bound at given multipliers, and the optimum that it bounds.
    static let pricingDualBound = pricing("dual_bound") { reference, report throws(ExperimentsError) in
        try reference.expect(keys: ["name", "game", "cells", "multipliers", "bound", "optimum"])
        let instance = try PricingInstance(try reference.input["game"])
        let cells = try reference.input["cells"].integer
        let multipliers = try reference.input["multipliers"].numbers
        guard multipliers.count == instance.stationCount, multipliers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw .field(path: "multipliers", reason: "are not \(instance.stationCount) numbers from 0")
        }
        guard (1...1_000_000).contains(cells) else { throw .field(path: "cells", reason: "are \(cells)") }
        try report.compare(
            "bound", of: reference.input, reference.tolerance,
            with: JSON(instance.dualBound(multipliers: multipliers, cells: cells)))
        try report.compare(
            "optimum", of: reference.input, reference.tolerance, with: JSON(try instance.solvedExactly().value))
    }
}

extension ReferenceCase {
    /// The `mode` that the case or its file names; silent where neither does.
    var idleMode: PricingInstance.IdleMode {
        get throws(ExperimentsError) {
            guard let field = try shared("mode") else { return .silent }
            guard let mode = PricingInstance.IdleMode(rawValue: try field.text) else {
                throw .field(path: "mode", reason: "is neither silent nor connected")
            }
            return mode
        }
    }
}

extension PricingInstance {
    /// An access vector of this game.
    ///
    /// - Throws: ``ExperimentsError/field(path:reason:)`` where it has another length, or a station that is none.
    func access(_ field: JSONField) throws(ExperimentsError) -> [Int] {
        let access = try field.integers
        guard access.count == followerCount else {
            throw .field(path: field.path, reason: "has \(access.count) elements, not \(followerCount)")
        }
        let lowest = idleMode == .silent ? -1 : 0
        for (n, m) in access.enumerated() where m < lowest || m >= stationCount {
            throw .field(path: "\(field.path)[\(n)]", reason: "is \(m), outside \(lowest)...\(stationCount - 1)")
        }
        return access
    }
}
