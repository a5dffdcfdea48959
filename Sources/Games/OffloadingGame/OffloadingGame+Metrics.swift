import Policy

extension OffloadingGame {
    /// What `settle` measures of a slot, the primary one first; means are over its active users.
    enum Measure: Int, CaseIterable {
        /// A user's; C of the slot, which solvers minimise, is as many times that as users are active.
        case cost
        case utility
        case latency
        case energy
        case maxUplinkRate
        case rewardUplink
        case rewardDownlink
        case rewardGlobal
        case inDeadline
        case performanceGain
        case costGain
        case energyTotal
        case displaced

        static let declarations: [Metric] = allCases.map(\.declaration)
        static let count = declarations.count

        private var declaration: Metric {
            switch self {
            case .cost: Metric(name: "cost", unit: "cost/user", direction: .lower)
            case .utility: Metric(name: "utility", unit: "utility", direction: .higher)
            case .latency: Metric(name: "latency", unit: "ms", direction: .lower)
            case .energy: Metric(name: "energy", unit: "mJ", direction: .lower)
            case .maxUplinkRate: Metric(name: "maxUplinkRate", unit: "Mbit/ms", direction: .higher)
            case .rewardUplink: Metric(name: "rewardUplink", unit: "reward", direction: .higher)
            case .rewardDownlink: Metric(name: "rewardDownlink", unit: "reward", direction: .higher)
            case .rewardGlobal: Metric(name: "rewardGlobal", unit: "reward", direction: .higher)
            case .inDeadline: Metric(name: "inDeadline", unit: "", direction: .higher)
            case .performanceGain: Metric(name: "performanceGain", unit: "", direction: .higher)
            case .costGain: Metric(name: "costGain", unit: "", direction: .higher)
            case .energyTotal: Metric(name: "energyTotal", unit: "mJ", direction: .lower)
            case .displaced: Metric(name: "displaced", unit: "users", direction: .lower)
            }
        }
    }

    /// Rounds of best response that followers took to settle, as far as their policy counts any.
    public var reportedMetrics: [ReportedMetric] {
        [ReportedMetric(by: .followers, Metric(name: "rounds", unit: "rounds", direction: .lower))]
    }

    /// What learners are told, the number that one of them maximises first.
    ///
    /// For the operator that is `global`: 1 - C/(g sum T_O) less the share of deadlines missed, where shares have no price,
    /// so that it rises as the cost falls. `uplink` and `downlink` are no objectives: the first only counts heads, the
    /// second is largest at no power at all, where nothing arrives; learners with a critic for each find them by name.
    ///
    /// A follower's `utility` is its payoff in units of what a transfer that is abandoned costs, g T_cap: the same unit in
    /// every slot and for every user, so that sums over slots rank policies as sums of payoffs do.
    public func rewardComponents(of role: Role) -> [String] {
        switch role {
        case .operator: ["global", "uplink", "downlink"]
        case .followers: ["utility"]
        }
    }

    public func reward(role: Role, agents: Range<Int>, into feedback: inout Feedback) {
        let width = Measure.count
        for row in 0..<min(rowCount, feedback.rows) {
            switch role {
            case .operator:
                feedback.rewards[row * 3] = metrics[row * width + Measure.rewardGlobal.rawValue]
                feedback.rewards[row * 3 + 1] = metrics[row * width + Measure.rewardUplink.rawValue]
                feedback.rewards[row * 3 + 2] = metrics[row * width + Measure.rewardDownlink.rawValue]
            case .followers:
                let values = environments[row].instance.model.values
                let unit = values.gainWeight * values.transferCapMs
                for m in agents {
                    feedback.rewards[row * agents.count + m - agents.lowerBound] =
                        environments[row].outcome.payoff[m] / unit
                }
            }
        }
    }
}

extension OffloadingEnvironment {
    /// Writes what the settled slot came to, in the order of ``OffloadingGame/Measure``, to `metrics` from `first` on.
    func measure(_ rewards: OffloadingRewards, into metrics: inout [Double], at first: Int) {
        typealias Measure = OffloadingGame.Measure
        let values = instance.model.values
        var (cost, utility, latency, energy, reference, referenceEnergy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var (rate, inTime) = (0.0, 0)
        for m in 0..<instance.userCount where instance.isActive(m) {
            cost += outcome.cost[m]
            utility += outcome.utility[m]
            latency += outcome.latencyMs[m]
            energy += outcome.energyMJ[m]
            reference += outcome.referenceMs[m]
            referenceEnergy += outcome.referenceEnergyMJ[m]
            rate = max(rate, outcome.uplinkRate[m])
            inTime += outcome.isInTime[m] ? 1 : 0
        }
        let count = Double(activeCount)
        let gains = OffloadingGains(
            ms: latency, energyMJ: energy, referenceMs: reference, referenceEnergyMJ: referenceEnergy)
        let isEmpty = activeCount == 0
        metrics[first + Measure.cost.rawValue] = cost / count
        metrics[first + Measure.utility.rawValue] = utility / count
        metrics[first + Measure.latency.rawValue] = latency / count
        metrics[first + Measure.energy.rawValue] = energy / count
        metrics[first + Measure.maxUplinkRate.rawValue] = isEmpty ? .nan : rate
        metrics[first + Measure.rewardUplink.rawValue] = rewards.uplink(
            loads: outcome.loads, capacity: values.nodeCapacity)
        metrics[first + Measure.rewardDownlink.rawValue] = rewards.downlink(
            powersW: play.powersW, request: instance.request, lowest: values.lowestPowerW,
            highest: values.highestPowerW)
        metrics[first + Measure.rewardGlobal.rawValue] = rewards.global(
            utility: outcome.utility, referenceMs: outcome.referenceMs, isInTime: outcome.isInTime,
            request: instance.request, gainWeight: values.gainWeight)
        metrics[first + Measure.inDeadline.rawValue] = Double(inTime) / count
        metrics[first + Measure.performanceGain.rawValue] = isEmpty ? .nan : gains.performance
        metrics[first + Measure.costGain.rawValue] = isEmpty ? .nan : gains.cost
        metrics[first + Measure.energyTotal.rawValue] = energy
        metrics[first + Measure.displaced.rawValue] = Double(displacedCount)
    }
}
