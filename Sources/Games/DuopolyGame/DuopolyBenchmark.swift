extension DuopolyGame: SolvableGame {
    public typealias Benchmark = DuopolyBenchmark

    public func instance(row: Int) -> DuopolyInstance { instance }
}

/// What the operator of a played slot missed of its optimum.
public struct DuopolyBenchmark: SlotBenchmark {
    public let metricDeclarations: [Metric]
    public private(set) var metrics: [Double] = []
    private let optimum: Double

    public init(_ game: DuopolyGame) {
        optimum = game.instance.optimum
        metricDeclarations = [
            Metric(name: "optimum", unit: "money", direction: .higher, isCertificate: true),
            Metric(
                name: "operatorRegret", unit: "money", direction: .lower, margin: .absolute(0.001 * optimum),
                isGuardrail: true, isCertificate: true),
            Metric(name: "relativeGap", unit: "", direction: .lower, margin: .absolute(0.001), isCertificate: true),
        ]
    }

    public mutating func measure(_ game: DuopolyGame, rows: Int) {
        metrics.removeAll(keepingCapacity: true)
        for row in 0..<rows {
            let regret = optimum - game.metrics[row * game.metricDeclarations.count]
            metrics += [optimum, regret, regret / optimum]
        }
    }
}
