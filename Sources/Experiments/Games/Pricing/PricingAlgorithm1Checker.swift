import Equilibria
import Games

extension TopicChecker {
    /// The limit of Algorithm 1 from its addressed random prices, or that there is none (section 7).
    ///
    /// The topic's description states its tolerances: 1e-7 on values, 3 on the number of iterations. A case that does not
    /// state a step or a limit means the paper's default.
    static let pricingAlgorithm1 = pricing("algorithm1", tolerance: Tolerance(absolute: 1e-7)) {
        reference, report throws(ExperimentsError) in
        let input = reference.input
        try reference.expect(
            keys: [
                "name", "game", "mode", "order", "seed", "kappa", "nu", "inner", "outer", "tol", "converged",
                "iterations", "access", "leader", "U", "mu", "Z_MB",
            ])
        let instance = try PricingInstance(input["game"], idleMode: try reference.idleMode)
        let outcome = try Algorithm1(reference).run(instance)
        try report.compare("converged", of: input, with: JSON(outcome.converged))
        guard outcome.converged else {
            // It ended by the limit; an iterate is no result.
            if let expected = try input.optional("iterations"), !expected.isNull {
                report.compare(expected, with: JSON(outcome.iterations))
            }
            for key in ["access", "leader", "U", "mu", "Z_MB"] { try report.compare(key, of: input, with: .null) }
            return
        }
        let stations = instance.stationCount
        try report.compare("iterations", of: input, Tolerance(absolute: 3), with: JSON(outcome.iterations))
        try report.compare("access", of: input, with: JSON(outcome.access))
        try report.compare("mu", of: input, reference.tolerance, with: JSON(outcome.prices, columns: stations))
        try report.compare("Z_MB", of: input, reference.tolerance, with: JSON(outcome.sizesMB, columns: stations))
        let sizes = outcome.access.enumerated().map { n, m in m < 0 ? 0 : outcome.sizesMB[n * stations + m] }
        let worth = PricingOutcome(
            PricingPlay(prices: outcome.prices, access: outcome.access, sizesMB: sizes), of: instance)
        try report.compare("leader", of: input, reference.tolerance, with: JSON(worth.leaderUtility))
        try report.compare("U", of: input, reference.tolerance, with: JSON(worth.followerUtilities))
    }
}

extension Algorithm1 {
    /// The steps, limits and seed that the case states.
    fileprivate init(_ reference: ReferenceCase) throws(ExperimentsError) {
        self.init()
        if let field = try reference.shared("seed") { seed = try field.seed }
        if let field = try reference.shared("kappa") { priceStep = try positive(field) }
        if let field = try reference.shared("nu") { sizeStep = try positive(field) }
        if let field = try reference.shared("tol") { tolerance = try positive(field) }
        if let field = try reference.shared("inner") { innerPasses = try count(field) }
        if let field = try reference.shared("outer") { outerIterations = try count(field) }
        if let field = try reference.shared("order") {
            guard let order = UpdateOrder(rawValue: try field.text) else {
                throw .field(path: "order", reason: "is neither sequential nor simultaneous")
            }
            self.order = order
        }
    }
}

private func positive(_ field: JSONField) throws(ExperimentsError) -> Double {
    let number = try field.number
    guard number > 0, number.isFinite else { throw .field(path: field.path, reason: "is \(number)") }
    return number
}

private func count(_ field: JSONField) throws(ExperimentsError) -> Int {
    let count = try field.integer
    guard (1...1_000_000).contains(count) else { throw .field(path: field.path, reason: "is \(count)") }
    return count
}
