extension PricingGame {
    public var distributions: [Distribution] {
        [
            Distribution(name: "operatorUtility", unit: "utility", level: .slot),
            Distribution(name: "followerUtility", unit: "utility", level: .agent),
        ]
    }

    public func samples(of index: Int, row: Int, into samples: inout [Double]) {
        let (followers, environments) = (template.followerCount, radio.environmentCount)
        switch index {
        case 0: samples.append(metrics[row * metricDeclarations.count])
        case 1: for n in 0..<followers { samples.append(play.utility[n * environments + row]) }
        default: preconditionFailure("no distribution \(index)")
        }
    }
}
