import Games

extension PricingGame: SolvableGame {
    public typealias Benchmark = PricingBenchmark
}

/// Optimum, operator regret and relative gap of played pricing slots (section 10).
///
/// Exact to 20 mAPs, to 8 without an allocation after the first slot; beyond, only the dual bound is known. Regret is negative where followers who do not best-respond
/// pay more than rational ones would.
///
/// - Complexity: about 3 microseconds a row at N = 4, M = 2; see ``ExactOptimum``.
public struct PricingBenchmark: SlotBenchmark {
    public let metricDeclarations: [Metric]
    public private(set) var metrics: [Double] = []

    /// Subgradient steps for the bound of a slot too large for the exact optimum.
    private static let boundIterations = 30
    private let powerW: [Double]
    private let stationCount: Int
    private var solver: ExactOptimum?
    /// g of one row, shape `[N, M]`.
    private var gains: [Double]

    public init(_ game: PricingGame) {
        let instance = game.instance(row: 0)
        metricDeclarations = [
            Metric(name: "optimum", unit: "utility", direction: .higher, isCertificate: true),
            Metric(name: "optimumBound", unit: "utility", direction: .higher, isCertificate: true),
            Metric(
                name: "operatorRegret", unit: "utility", direction: .lower,
                margin: .absolute(1e-3 * instance.totalGammaA), isGuardrail: true, isCertificate: true),
            Metric(name: "relativeGap", unit: "", direction: .lower, margin: .absolute(1e-3), isCertificate: true),
        ]
        powerW = instance.powerW
        stationCount = instance.stationCount
        solver = ExactOptimum.fits(instance) ? ExactOptimum(instance) : nil
        gains = instance.g
    }

    public mutating func measure(_ game: PricingGame, rows: Int) {
        let width = metricDeclarations.count
        if metrics.count != rows * width { metrics = Array(repeating: .nan, count: rows * width) }
        for row in 0..<rows {
            let optimum = findOptimum(game, row)
            let earned = leaderUtility(game, row)
            metrics[row * width] = optimum
            metrics[row * width + 1] =
                solver == nil
                ? DualMinimiser(game.instance(row: row)).minimise(iterations: Self.boundIterations).value : optimum
            metrics[row * width + 2] = optimum - earned
            metrics[row * width + 3] = (optimum - earned) / max(abs(optimum), 1e-12)
        }
    }

    private mutating func findOptimum(_ game: PricingGame, _ row: Int) -> Double {
        let environments = game.radio.environmentCount
        for pair in gains.indices {
            gains[pair] = powerW[pair / stationCount] * game.radio.gain[pair * environments + row]
        }
        // Moved out, because it is written while the gains are read.
        guard var solver = solver.take() else { return .nan }
        defer { self.solver = solver }
        return solver.find(gains: gains.span) ?? .nan
    }

    private func leaderUtility(_ game: PricingGame, _ row: Int) -> Double {
        let environments = game.radio.environmentCount
        return powerW.indices.reduce(0) { $0 + game.play.profit[$1 * environments + row] }
    }
}
