import Games
import Policies
import Testing

@Suite("PROP-PLC's law")
struct ProportionalLawTests {
    /// f_es, then f_k.
    private static let clocks = [8.0, 6, 1.5, 4.5]
    private static let slots = 20_000

    /// Three users that no node is too small for, so that nobody's place says anything of another's.
    private func instance() throws -> OffloadingInstance {
        try OffloadingSlot(
            request: [1, 1, 1], nodeClockGHz: Array(Self.clocks.dropFirst()), edgeClockGHz: Self.clocks[0], capacity: 3
        ).instance()
    }

    /// Pearson's statistic of the places of the first and the last user, 16 cells, against independent places in
    /// proportion to the clocks.
    private func statistic(_ place: (UInt32) -> [Int32]) -> Double {
        let total = Self.clocks.reduce(0, +)
        var counts = Array(repeating: 0.0, count: 16)
        for slot in 0..<UInt32(Self.slots) {
            let channels = place(slot)
            counts[Int(channels[0] * 4 + channels[2])] += 1
        }
        var statistic = 0.0
        for (cell, count) in counts.enumerated() {
            let expected = Double(Self.slots) * Self.clocks[cell / 4] / total * Self.clocks[cell % 4] / total
            statistic += (count - expected) * (count - expected) / expected
        }
        return statistic
    }

    /// What a statistic of 15 degrees of freedom exceeds with probability 2.5e-7; no cell expects less than 112.
    private static let threshold = 60.0

    @Test("puts users in proportion to the clocks, each on its own")
    func single() throws {
        let instance = try instance()
        let observed = statistic { instance.proportionalChannels(OffloadingDraws(seed: 11, slot: $0)) }
        #expect(observed < Self.threshold)
    }

    @Test("is the same where operator and followers draw apart, each with a seed of its own")
    func apart() throws {
        let instance = try instance()
        let observed = statistic { slot in
            let modes = instance.proportionalChannels(OffloadingDraws(seed: 21, slot: slot)).map { min($0, 1) }
            return instance.proportionalChannels(within: modes, OffloadingDraws(seed: 22, slot: slot))
        }
        #expect(observed < Self.threshold)
    }

    @Test("is another one where they share their draws: the statistic can tell")
    func shared() throws {
        let instance = try instance()
        let observed = statistic { slot in
            let draws = OffloadingDraws(seed: 21, slot: slot)
            let modes = instance.proportionalChannels(draws).map { min($0, 1) }
            return instance.proportionalChannels(within: modes, draws)
        }
        #expect(observed > Self.threshold)
    }

    @Test("keeps who is allowed to a node on one, and sends to the edge server who finds every node full")
    func rooms() throws {
        let instance = try OffloadingSlot(
            request: [1, 1, 0, 1, 1], nodeClockGHz: [1, 9], edgeClockGHz: 1e-9, capacity: 1
        ).instance()
        for slot in 0..<50 {
            let draws = OffloadingDraws(seed: 3, slot: UInt32(slot))
            let within = instance.proportionalChannels(within: [0, 1, 1, 1, 1], draws)
            #expect(Set([within[1], within[3]]) == [1, 2])
            #expect([within[0], within[2], within[4]] == [0, 0, 0])
            // The single draw gives a full node's users to the edge server, so the first user always has its node.
            let single = instance.proportionalChannels(draws)
            #expect(single[0] > 0)
            #expect(single.count { $0 > 0 } <= 2)
        }
    }
}
