import Equilibria
import Games
import Policies
import Testing

/// Slots of a reference table with everything that its policies come to in them.
///
/// One slot of each episode e, slot e mod 4, where 2 or more users are active, until there are enough. Draws have
/// addresses, so these are the very slots, scores and modes that the tables were measured with: figures agree to the
/// digits printed, and their standard errors only say what another seed would give. The modes of "random OFMO" have no
/// address in the specification; there it is the standard error that counts.
struct PolicyTable {
    enum Player: Hashable {
        case mecOnly(DownlinkRule)
        case gmrn(DownlinkRule)
        case allINC(DownlinkRule)
        case eqPLC
        case propPLC
        case oracle
        case social
    }

    struct Slot {
        let instance: OffloadingInstance
        let draws: OffloadingDraws
        /// The oracle's play with its answer, and C*.
        let oracle: OffloadingPlay
        let oracleCost: Double
    }

    private let slots: [Slot]

    init(_ scenario: Scenario = .offloading, seed: UInt64, slots count: Int) throws {
        var world = try OffloadingWorld(scenario)
        var instance = world.emptyInstance()
        var slots: [Slot] = []
        var episode: UInt32 = 0
        while slots.count < count {
            world.start(seed: seed, episode: episode)
            let last = episode % 4
            for slot in 0...last { world.draw(slot: slot, into: &instance) }
            if instance.activeCount >= 2 {
                let solved = try OffloadingProblem(instance).oracle()
                let play = try #require(solved.play)
                slots.append(
                    Slot(
                        instance: instance, draws: OffloadingDraws(seed: seed, slot: last, episode: episode),
                        oracle: play, oracleCost: try #require(solved.cost)))
            }
            episode += 1
        }
        self.slots = slots
    }

    /// Expects the means of what `player` comes to: cost, T and E a user, share in time, PG, CG, C/C*.
    ///
    /// - Parameters:
    ///   - player: who plays.
    ///   - stated: the table's figures; nil where it has none.
    ///   - digits: decimals of each figure.
    ///   - areModesDrawn: whether other modes were drawn for the table. Then its figure and ours are two samples of the
    ///     same slots, and 4 standard errors of their difference are allowed (6 of 100,000 samples exceed them); else half
    ///     a unit of the last decimal and a tenth of that, because figures on file were rounded before they were printed.
    ///   - sourceLocation: where the table is.
    func expect(
        _ player: Player, _ stated: [Double?], digits: [Int], areModesDrawn: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let rows = slots.map { figures(of: player, in: $0) }
        let names = ["cost", "T", "E", "in deadline", "PG", "CG", "C/C*"]
        for (index, expected) in stated.enumerated() {
            guard let expected else { continue }
            let values = rows.map { $0[index] }
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.map { ($0 - mean) * ($0 - mean) }
            let variance = squares.reduce(0, +) / Double(values.count - 1)
            let standardError = (variance / Double(values.count)).squareRoot()
            var unit = 1.0
            for _ in 0..<digits[index] { unit /= 10 }
            let allowance = areModesDrawn ? 4 * standardError * 2.0.squareRoot() : 0.55 * unit
            #expect(
                abs(mean - expected) <= allowance,
                "\(player) \(names[index]): \(mean), standard error \(standardError), stated \(expected)",
                sourceLocation: sourceLocation)
        }
    }

    private func figures(of player: Player, in slot: Slot) -> [Double] {
        let outcome = outcome(of: player, in: slot)
        let active = (0..<slot.instance.userCount).filter(slot.instance.isActive)
        func mean(_ values: [Double]) -> Double {
            var sum = 0.0
            for m in active { sum += values[m] }
            return sum / Double(active.count)
        }
        let inTime = outcome.isInTime.map { $0 ? 1.0 : 0.0 }
        return [
            mean(outcome.cost), mean(outcome.latencyMs), mean(outcome.energyMJ),
            mean(inTime), outcome.gains.performance, outcome.gains.cost,
            outcome.totalCost / slot.oracleCost,
        ]
    }

    private func outcome(of player: Player, in slot: Slot) -> OffloadingOutcome {
        let instance = slot.instance
        let users = instance.userCount
        var play = OffloadingPlay(users: users, powerW: instance.model.values.referencePowerW)
        switch player {
        case .mecOnly(let downlink): play.powersW = downlink.powersW(of: instance, slot.draws)
        case .gmrn(let downlink):
            play.powersW = downlink.powersW(of: instance, slot.draws)
            play.modes = modes(of: slot)
            respond(&play, in: instance)
        case .allINC(let downlink):
            play.powersW = downlink.powersW(of: instance, slot.draws)
            play.modes = instance.allINCModes()
            respond(&play, in: instance)
        case .eqPLC:
            play.powersW = DownlinkRule.middle.powersW(of: instance, slot.draws)
            play.place(instance.equalChannels(), in: instance, split: .half)
            return OffloadingOutcome(instance, play, .asPlayed)
        case .propPLC:
            play.powersW = DownlinkRule.proportional.powersW(of: instance, slot.draws)
            play.place(instance.proportionalChannels(slot.draws), in: instance, split: .proportional)
            return OffloadingOutcome(instance, play, .asPlayed)
        case .oracle: play = slot.oracle
        case .social:
            guard let solved = try? OffloadingProblem(instance).socialOptimum(), let optimum = solved.play else {
                preconditionFailure("six users are few")
            }
            play = optimum
        }
        return OffloadingOutcome(instance, play, .optimal)
    }

    /// GM-RN's scores through the knapsack.
    private func modes(of slot: Slot) -> [Int32] {
        let users = slot.instance.userCount
        let scores = (0..<users).map { slot.instance.isActive($0) ? slot.draws.score(of: $0) : -1 }
        let chosen = (0..<users).filter { scores[$0] > 0 }.sorted { scores[$0] > scores[$1] }
            .prefix(slot.instance.model.operatorCapacity(users: users))
        return (0..<users).map { chosen.contains($0) ? 1 : 0 }
    }

    private func respond(_ play: inout OffloadingPlay, in instance: OffloadingInstance) {
        var game = FollowerGame(instance, powersW: play.powersW)
        var iteration = BestResponseIteration(users: instance.userCount)
        iteration.run(&game, modes: play.modes)
        play.channels = iteration.channels
    }
}
