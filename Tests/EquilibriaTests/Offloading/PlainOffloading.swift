import Games

/// Section 7 word by word, every payoff being that of a whole profile worked out anew: what the solvers are checked with.
struct PlainOffloading {
    let instance: OffloadingInstance
    let powersW: [Double]
    let modes: [Int32]

    func outcome(_ channels: [Int32]) -> OffloadingOutcome {
        var play = OffloadingPlay(users: instance.userCount, powerW: 0)
        (play.modes, play.powersW, play.channels) = (modes, powersW, channels)
        return OffloadingOutcome(instance, play, .optimal)
    }

    var players: [Int] { modes.indices.filter { modes[$0] == 1 && instance.isActive($0) } }

    /// v of user `m` at each channel given the others, nil where there is no room.
    func payoffs(of m: Int, _ channels: [Int32]) -> [Double?] {
        (0...instance.nodeCount).map { j in
            let others = channels.indices.count { $0 != m && instance.isActive($0) && channels[$0] == Int32(j) }
            guard j == 0 || others < instance.model.values.nodeCapacity else { return nil }
            var moved = channels
            moved[m] = Int32(j)
            return outcome(moved).payoff[m]
        }
    }

    func regrets(_ channels: [Int32]) -> [Double] {
        modes.indices.map { m in
            guard players.contains(m) else { return 0 }
            return (payoffs(of: m, channels).compactMap(\.self).max() ?? 0) - outcome(channels).payoff[m]
        }
    }

    struct Result: Equatable {
        var channels: [Int32]
        var converged = false
        var rounds = 0
        var moves = 0
        var cycleLength = 0
    }

    /// Algorithm 1 from `start`.
    func iterate(from start: [Int32]) -> Result {
        var result = Result(channels: start)
        var seen = [start]
        while result.rounds < 200 {
            result.rounds += 1
            var changed = false
            for m in players {
                let values = payoffs(of: m, result.channels)
                let best = values.compactMap(\.self).max() ?? 0
                if let now = values[Int(result.channels[m])], now >= best - 1e-9 { continue }
                result.channels[m] = Int32(values.firstIndex { ($0 ?? -.infinity) >= best - 1e-9 } ?? 0)
                result.moves += 1
                changed = true
            }
            if !changed {
                result.converged = true
                return result
            }
            if let first = seen.firstIndex(of: result.channels) {
                result.cycleLength = result.rounds - first
                func key(_ channels: [Int32]) -> (Double, Double) {
                    let nashConv = regrets(channels).reduce(0, +)
                    return ((nashConv * 1e9).rounded() / 1e9, (outcome(channels).totalCost * 1e9).rounded() / 1e9)
                }
                result.channels = seen[first...].min { key($0) < key($1) } ?? start
                return result
            }
            seen.append(result.channels)
        }
        return result
    }

    /// Every profile of those who may choose, in lexicographic order, the last fastest; only those within capacities.
    var profiles: [[Int32]] {
        var all = [Array(repeating: Int32(0), count: instance.userCount)]
        for m in players {
            all = all.flatMap { channels in
                (0...Int32(instance.nodeCount)).map { j in
                    var next = channels
                    next[m] = j
                    return next
                }
            }
        }
        return all.filter { channels in
            (1...instance.nodeCount).allSatisfy { k in
                channels.count { $0 == Int32(k) } <= instance.model.values.nodeCapacity
            }
        }
    }

    func isEquilibrium(_ channels: [Int32]) -> Bool { regrets(channels).allSatisfy { $0 <= 1e-9 } }
}
