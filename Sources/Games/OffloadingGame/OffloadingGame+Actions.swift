import Policy

extension OffloadingGame {
    public mutating func apply(stage: Int, agents: Range<Int>, space: Int, actions: Actions) {
        switch Stages(stage) {
        case .mode: admit(actions.tensors[0].float64)
        case .power: power(PowerSpace(space), actions.tensors[0].float64)
        case .associate:
            associate(
                agents, stations: actions.tensors[0].int32, splits: actions.tensors[1].float64,
                shares: actions.tensors[2].float64)
        }
    }

    private mutating func admit(_ scores: [Double]) {
        let users = agentCount(of: .followers)
        for row in 0..<rowCount { environments[row].admit(scores: scores, from: row * users) }
    }

    private mutating func power(_ space: PowerSpace, _ values: [Double]) {
        let users = agentCount(of: .followers)
        for row in 0..<rowCount {
            for m in 0..<users {
                let value = values[row * users + m]
                environments[row].power(m, powerW: space == .watts ? value : powerMap.powerW(at: value))
            }
        }
    }

    private mutating func associate(_ agents: Range<Int>, stations: [Int32], splits: [Double], shares: [Double]) {
        for row in 0..<rowCount {
            for m in agents {
                let i = row * agents.count + m - agents.lowerBound
                environments[row].associate(m, channel: stations[i], split: splits[i], share: shares[i])
            }
        }
    }

    /// Nobody may offload, p_ref downlink power, everybody at the edge server alone.
    public func forfeit(stage: Int, space: Int, rows: Int, agents: Range<Int>, into actions: inout Actions) {
        switch Stages(stage) {
        case .mode: fill(&actions.tensors[0], with: -1, rows: rows)
        case .power:
            let reference = environments[0].instance.model.values.referencePowerW
            switch PowerSpace(space) {
            case .watts: fill(&actions.tensors[0], with: reference, rows: rows)
            case .log: fill(&actions.tensors[0], with: powerMap.place(ofPowerW: reference), rows: rows)
            }
        case .associate:
            for i in 0..<rows * agents.count {
                actions.tensors[0].int32[i] = 0
                actions.tensors[1].float64[i] = 0
                actions.tensors[2].float64[i] = 0
            }
        }
    }

    private func fill(_ tensor: inout Tensor, with value: Double, rows: Int) {
        for i in 0..<rows * tensor.rowStride { tensor.float64[i] = value }
    }
}
