/// What operator learners are told of a slot, in three parts: how evenly the uplink is loaded, how little downlink power
/// is spent, and how much better off everybody is.
///
/// Each is 0 where nobody is active. Only the third is the operator's objective: with no price on shares it is 1 less the
/// share of the all-edge latency that the slot costs, less the share of deadlines missed. The second alone is largest at no
/// power at all, where nothing arrives.
///
/// - SeeAlso: spec/offloading.md, section 9.
public struct OffloadingRewards: Sendable, Hashable {
    /// Loads that the uplink reward balances: those of all channels, or of the nodes' alone.
    public enum Balance: String, Sendable, Hashable, CaseIterable {
        case all
        case incOnly
    }

    /// What the global reward takes off: the share of deadlines missed, or the printed constant 1.
    public enum Penalty: String, Sendable, Hashable, CaseIterable {
        case missShare
        case literal
    }

    public let balance: Balance
    public let penalty: Penalty

    public init(balance: Balance = .all, penalty: Penalty = .missShare) {
        self.balance = balance
        self.penalty = penalty
    }

    /// R_u: how even the loads are.
    ///
    /// - Parameters:
    ///   - loads: n_j, active users by channel, shape `[K+1]`.
    ///   - capacity: cap, users that a node takes.
    /// - Returns: 1 where the balanced loads differ by 1 at most, 0 where the largest is within its limit, else -1.
    public func uplink(loads: [Int], capacity: Int) -> Double {
        let first = balance == .all ? 0 : 1
        var (active, most, least) = (loads[0], loads[first], loads[first])
        for k in 1..<loads.count {
            active += loads[k]
            most = max(most, loads[k])
            least = min(least, loads[k])
        }
        if active == 0 { return 0 }
        if most == 0 { return -1 }  // nodes alone are balanced, and none has anybody
        if most - least <= 1 { return 1 }
        // The mean load, rounded up.
        let channels = loads.count - first
        let mean = (active + channels - 1) / channels
        let limit = balance == .all ? mean + 1 : min(capacity, mean)
        return most <= limit ? 0 : -1
    }

    /// R_d: how little downlink power is spent.
    ///
    /// - Parameters:
    ///   - powersW: p', shape `[M]`.
    ///   - request: mu, 0 for users that are not active, shape `[M]`.
    ///   - lowest: p_min, W.
    ///   - highest: p_max, W.
    /// - Returns: minus half the active users' mean place between `lowest` and `highest`, in -0.5...0.
    public func downlink(powersW: [Double], request: [Int], lowest: Double, highest: Double) -> Double {
        if lowest == highest { return 0 }
        var (sum, active) = (0.0, 0)
        for m in request.indices where request[m] > 0 {
            sum += (powersW[m] - lowest) / (highest - lowest)
            active += 1
        }
        return active == 0 ? 0 : -0.5 * (sum / Double(active))
    }

    /// R_g: how much better off everybody is.
    ///
    /// - Parameters:
    ///   - utility: U, shape `[M]`.
    ///   - referenceMs: T_O, shape `[M]`.
    ///   - isInTime: whether T <= Tmax, shape `[M]`.
    ///   - request: mu, 0 for users that are not active, shape `[M]`.
    ///   - gainWeight: g.
    /// - Returns: what is gained as a share of what the all-edge latencies cost, 0 where no task takes any time, less the
    ///   penalty.
    public func global(
        utility: [Double], referenceMs: [Double], isInTime: [Bool], request: [Int], gainWeight: Double
    ) -> Double {
        var (gained, reference, missed, active) = (0.0, 0.0, 0, 0)
        for m in request.indices where request[m] > 0 {
            gained += utility[m]
            reference += referenceMs[m]
            missed += isInTime[m] ? 0 : 1
            active += 1
        }
        if active == 0 { return 0 }
        let share = reference == 0 ? 0 : gained / (gainWeight * reference)
        switch penalty {
        case .missShare: return share - Double(missed) / Double(active)
        case .literal: return share - 1
        }
    }
}
