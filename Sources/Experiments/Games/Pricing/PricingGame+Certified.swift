import Equilibria
import Games

extension PricingGame: CertifiedGame {
    public static var certificateDeclarations: [Metric] {
        [
            Metric(name: "operatorRegret", unit: "utility", direction: .lower),
            Metric(name: "optimum", unit: "utility", direction: .higher),
            Metric(name: "optimumBound", unit: "utility", direction: .higher),
            Metric(name: "relativeGap", unit: "", direction: .lower),
        ]
    }

    public mutating func certify(row: Int, into values: inout [Double]) {
        let optimum = (try? instance(row: row).exactEquilibrium().value) ?? .nan
        let earned = metrics[row * metricDeclarations.count]
        values = [optimum - earned, optimum, optimum, (optimum - earned) / max(abs(optimum), 1e-12)]
    }

    public static func instance(
        of document: JSON, in scenario: Scenario
    ) throws(ExperimentsError) -> any SolvableInstance {
        let mode: PricingInstance.IdleMode = scenario["mode"] == .text("connected") ? .connected : .silent
        let root = JSONField(document)
        // A whole reference case holds the object under this key.
        let game = try root.optional("game")
        return try PricingInstance(game ?? root, idleMode: mode)
    }

    public static var checkers: [TopicChecker] { TopicChecker.pricing }

    public static var concepts: [Concept] { PricingInstance.concepts }

    public func instance(row: Int) -> any SolvableInstance {
        let instance: PricingInstance = instance(row: row)
        return instance
    }
}
