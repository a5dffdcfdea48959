extension OffloadingGame {
    /// Gains of users over their own reference, and of slots over the sums of theirs.
    public var distributions: [Distribution] {
        [
            Distribution(name: "userPerformanceGain", unit: "", level: .agent),
            Distribution(name: "userCostGain", unit: "", level: .agent),
            Distribution(name: "performanceGain", unit: "", level: .slot),
            Distribution(name: "costGain", unit: "", level: .slot),
        ]
    }

    public func samples(of index: Int, row: Int, into samples: inout [Double]) {
        let width = Measure.count
        switch index {
        case 0, 1:
            let (instance, outcome) = (environments[row].instance, environments[row].outcome)
            for m in 0..<instance.userCount where instance.isActive(m) {
                let gains = outcome.gains(of: m)
                samples.append(index == 0 ? gains.performance : gains.cost)
            }
        case 2: samples.append(metrics[row * width + Measure.performanceGain.rawValue])
        case 3: samples.append(metrics[row * width + Measure.costGain.rawValue])
        default: preconditionFailure("no distribution \(index)")
        }
    }
}
