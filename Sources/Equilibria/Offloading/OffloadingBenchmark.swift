import Games

extension OffloadingGame: SolvableGame {
    public typealias Benchmark = OffloadingBenchmark

    /// The slot that `row` plays, nothing being decided in it.
    public func instance(row: Int) -> OffloadingProblem { OffloadingProblem(slot(row: row)) }
}

/// How far played slots of the offloading game are from equilibrium, and the operator's cost from C*.
///
/// See ``OffloadingSlotMeasure`` for what is measured of one slot. After the first slot nothing is allocated where at most
/// 64 users play.
public struct OffloadingBenchmark: SlotBenchmark {
    /// Regrets matter from 0.1 % of the mean cost.
    public let metricDeclarations = [
        Metric(
            name: "nashConv", unit: "ms", direction: .lower, margin: .shareOfMeanOf("cost", 1e-3), isGuardrail: true,
            isCertificate: true),
        Metric(name: "convergedShare", unit: "", direction: .higher, isCertificate: true),
        Metric(
            name: "operatorRegret", unit: "cost/user", direction: .lower, margin: .shareOfMeanOf("cost", 1e-3),
            isGuardrail: true, isCertificate: true),
        Metric(name: "oracleCost", unit: "cost/user", direction: .lower, isCertificate: true),
        Metric(name: "relativeGap", unit: "", direction: .lower, margin: .absolute(1e-3), isCertificate: true),
    ]
    public private(set) var metrics: [Double] = []

    private var slot: OffloadingSlotMeasure

    public init(_ game: OffloadingGame) {
        let instance = game.slot(row: 0)
        slot = OffloadingSlotMeasure(instance.model, users: instance.userCount)
    }

    public mutating func measure(_ game: OffloadingGame, rows: Int) {
        let width = metricDeclarations.count
        if metrics.count != rows * width { metrics = Array(repeating: .nan, count: rows * width) }
        for row in 0..<rows {
            slot.measure(game.slot(row: row), game.play(row: row), game.outcome(row: row))
            metrics[row * width] = slot.nashConv
            metrics[row * width + 1] = slot.isEquilibrium ? 1 : 0
            metrics[row * width + 2] = slot.operatorRegret
            metrics[row * width + 3] = slot.oracleCost
            metrics[row * width + 4] = slot.operatorRegret / max(slot.oracleCost, 1e-12)
        }
    }
}
