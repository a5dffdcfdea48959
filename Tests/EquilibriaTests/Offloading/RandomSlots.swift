import Foundation
import Games

/// Slots of the offloading game far from symmetric, with dead channels, empty tasks and users without a request.
enum RandomSlots {
    /// A slot with gains over four orders of magnitude.
    ///
    /// - Parameters:
    ///   - users: M.
    ///   - nodes: K.
    ///   - isStatistical: whether only mean couplings are known.
    ///   - random: the generator.
    ///   - change: what of the model's defaults is different.
    /// - Returns: the slot.
    /// - Throws: where `change` makes the model illegal.
    static func slot(
        users: Int, nodes: Int, isStatistical: Bool = false, _ random: inout SplitMix,
        _ change: (inout OffloadingModel.Values) -> Void = { _ in }
    ) throws -> OffloadingInstance {
        var values = OffloadingModel.Values()
        values.nodeCount = nodes
        change(&values)
        func draw(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
            (0..<count).map { _ in Double.random(in: low...high, using: &random) }
        }
        let channels = nodes + 1
        let gain = draw(channels * users, log(1e-12), log(1e-8)).map { gain in
            Double.random(in: 0..<1, using: &random) < 0.03 ? 0 : exp(gain)
        }
        var x: [Double] = []
        for j in 0..<channels {
            for m in 0..<users {
                for n in 0..<users {
                    let share = m == n ? 1 : Double.random(in: 0..<0.4, using: &random)
                    x.append(gain[j * users + m] == 0 ? 0 : share * gain[j * users + n])
                }
            }
        }
        return try OffloadingInstance(
            model: OffloadingModel(values),
            request: (0..<users).map { _ in Int.random(in: 0..<8, using: &random) },
            dataMbit: draw(users, 0.01, 0.1).map { $0 < 0.012 ? 0 : $0 }, workMcycle: draw(users, 2, 25),
            deadlineMs: draw(users, 3, 20), resultRatio: draw(users, 1, 10), uplinkPowerW: draw(users, 0.05, 0.4),
            nodeClockGHz: draw(nodes, 1, 9), gain: gain,
            coupling: isStatistical ? .statistical(antennas: 4) : .instant(x))
    }

    /// A variant of the model for each number: default, tight, interference cancelled or not, serial, priced.
    static func variant(_ number: Int) -> (inout OffloadingModel.Values) -> Void {
        switch number % 7 {
        case 1: return { $0.nodeCapacity = 1 }
        case 2: return { ($0.residual, $0.collaborationWeight) = (0, 1) }
        case 3: return { $0.residual = 1 }
        case 4: return { $0.branch = .serial }
        case 5: return { ($0.sharePrice, $0.deadlinePenalty) = (2, 1000) }
        case 6: return { ($0.sharePrice, $0.branch, $0.nodeCapacity) = (1, .serial, 2) }
        default: return { _ in }
        }
    }

    /// Random o of the active users, Cmax observed.
    static func modes(_ instance: OffloadingInstance, _ random: inout SplitMix) -> [Int32] {
        var left = instance.model.operatorCapacity(users: instance.userCount)
        return (0..<instance.userCount).map { m in
            guard instance.isActive(m), left > 0, Int.random(in: 0..<4, using: &random) > 0 else { return 0 }
            left -= 1
            return 1
        }
    }

    /// Random s that `modes` and capacities allow.
    static func channels(
        _ instance: OffloadingInstance, _ modes: [Int32], _ random: inout SplitMix
    ) -> [Int32] {
        var loads = Array(repeating: 0, count: instance.nodeCount + 1)
        return modes.map { mode in
            let j = Int.random(in: 0...instance.nodeCount, using: &random)
            guard mode == 1, j > 0, loads[j] < instance.model.values.nodeCapacity else { return 0 }
            loads[j] += 1
            return Int32(j)
        }
    }

    static func powers(_ instance: OffloadingInstance, _ random: inout SplitMix) -> [Double] {
        (0..<instance.userCount).map { _ in Double.random(in: 0...5, using: &random) }
    }
}
