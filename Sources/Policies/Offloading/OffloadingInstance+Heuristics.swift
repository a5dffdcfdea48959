import Games

/// Where the heuristics of the offloading game put the users of a slot, and with which power.
///
/// Shared by the policies that play them and by what checks reference cases. Inactive users are at the edge server.
///
/// - SeeAlso: spec/offloading.md, section 11.
extension OffloadingInstance {
    /// EQ-PLC's s: active users to the nodes in turn, 1 to K and over again, while there is room, then to the edge server.
    public func equalChannels() -> [Int32] {
        var channels = Array(repeating: Int32(0), count: userCount)
        let capacity = model.operatorCapacity(users: userCount)
        for (r, m) in (0..<userCount).lazy.filter(isActive).prefix(capacity).enumerated() {
            channels[m] = Int32(1 + r % nodeCount)
        }
        return channels
    }

    /// PROP-PLC's s: each active user draws the edge server or a node in proportion to the clocks; who draws a full node
    /// goes to the edge server.
    public func proportionalChannels(_ draws: OffloadingDraws) -> [Int32] {
        let weights = [model.values.edgeClockGHz] + nodeClockGHz
        var channels = Array(repeating: Int32(0), count: userCount)
        var loads = Array(repeating: 0, count: nodeCount + 1)
        for m in 0..<userCount where isActive(m) {
            let j = draws.choice(of: m, weights: weights)
            guard j > 0, loads[j] < model.values.nodeCapacity else { continue }
            channels[m] = Int32(j)
            loads[j] += 1
        }
        return channels
    }

    /// What PROP-PLC's followers do of their own: each active user that may draws a node in proportion to the clocks of
    /// those that are not full.
    ///
    /// Followers do not see the operator's draws. Where the operator draws o = [s > 0] in proportion to all clocks, and
    /// they draw the node given that it is one, the two draws together have the law of one draw of s: exactly, where the
    /// cap cannot bind.
    ///
    /// - Parameters:
    ///   - modes: o.
    ///   - draws: the followers' own.
    /// - Returns: s, shape `[M]`.
    public func proportionalChannels(within modes: [Int32], _ draws: OffloadingDraws) -> [Int32] {
        var weights = model.values.nodeCapacity > 0 ? nodeClockGHz : []
        var channels = Array(repeating: Int32(0), count: userCount)
        var room = Array(repeating: model.values.nodeCapacity, count: weights.count)
        for m in 0..<userCount where isActive(m) && modes[m] == 1 {
            guard room.contains(where: { $0 > 0 }) else { break }
            let k = draws.choice(of: m, weights: weights)
            channels[m] = Int32(k + 1)
            room[k] -= 1
            if room[k] == 0 { weights[k] = 0 }
        }
        return channels
    }

    /// PROP-PLC's p': the share sqrt(hn2[0][m]/largest over active users) of the range, at most all of it.
    ///
    /// All of it for everybody where no active user is reached at all.
    public func proportionalPowersW() -> [Double] {
        let values = model.values
        let strongest = (0..<userCount).reduce(0) { isActive($1) ? max($0, gain(0, $1)) : $0 }
        return (0..<userCount).map { m in
            let share = gain(0, m) >= strongest ? 1 : (gain(0, m) / strongest).squareRoot()
            return min(
                values.lowestPowerW + (values.highestPowerW - values.lowestPowerW) * share, values.highestPowerW)
        }
    }
}

/// How a fixed placement splits a task between its node and the edge server.
public enum FixedSplit: Sendable, Hashable {
    /// EQ-PLC: half and half.
    case half
    /// PROP-PLC: in proportion to the clocks, lambda = f_k/(f_k + f_es).
    case proportional
}

extension OffloadingPlay {
    /// Puts everybody on `channels`, with a fixed split and the equal share beta = 1/n_k of its node.
    public mutating func place(_ channels: [Int32], in instance: OffloadingInstance, split: FixedSplit) {
        var loads = Array(repeating: 0, count: instance.nodeCount + 1)
        for j in channels { loads[Int(j)] += 1 }
        self.channels = channels
        for (m, j) in channels.enumerated() {
            guard j > 0 else {
                (splits[m], shares[m]) = (0, 0)
                continue
            }
            let clock = instance.nodeClockGHz[Int(j) - 1]
            splits[m] =
                switch split {
                case .half: 0.5
                case .proportional: clock / (clock + instance.model.values.edgeClockGHz)
                }
            shares[m] = 1 / Double(loads[Int(j)])
        }
    }
}
