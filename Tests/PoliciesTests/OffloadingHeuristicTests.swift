import Games
import Policies
import Testing

@Suite("Heuristics of the offloading game")
struct OffloadingHeuristicTests {
    @Test("EQ-PLC sends active users to the nodes in turn, and those beyond the nodes' room to the edge server")
    func equal() throws {
        let request = [3, 0, 1, 2, 0, 9, 4, 4, 1]
        let channels = try OffloadingSlot(request: request, nodeClockGHz: [2, 3, 4], capacity: 2).instance()
            .equalChannels()
        #expect(channels == [1, 0, 2, 3, 0, 1, 2, 3, 0])
    }

    @Test("EQ-PLC and PROP-PLC never overfill a node", arguments: [0, 1, 2, 5])
    func capacity(capacity: Int) throws {
        let instance = try OffloadingSlot(
            request: Array(repeating: 1, count: 20), nodeClockGHz: [9, 1, 5], capacity: capacity
        ).instance()
        for slot in 0..<50 {
            let draws = OffloadingDraws(seed: 7, slot: UInt32(slot))
            let everybody = Array(repeating: Int32(1), count: 20)
            for channels in [
                instance.equalChannels(), instance.proportionalChannels(draws),
                instance.proportionalChannels(within: everybody, draws),
            ] {
                for k in 1...3 { #expect(channels.count { $0 == Int32(k) } <= capacity) }
            }
        }
    }

    @Test("fixed placements halve tasks or split them by clocks, and share nodes equally")
    func placement() throws {
        let instance = try OffloadingSlot(request: [1, 1, 1, 0], nodeClockGHz: [10, 5]).instance()
        var play = OffloadingPlay(users: 4, powerW: 1)
        play.place([1, 0, 1, 0], in: instance, split: .half)
        #expect(play.splits == [0.5, 0, 0.5, 0])
        #expect(play.shares == [0.5, 0, 0.5, 0])
        play.place([2, 1, 0, 0], in: instance, split: .proportional)
        #expect(play.splits == [5 / 35.0, 10 / 40.0, 0, 0])
        #expect(play.shares == [1, 1, 0, 0])
    }

    @Test("ALL-INC lets every active user, and where Cmax binds those with the most work, ties to the smaller index")
    func allINC() throws {
        var slot = OffloadingSlot(
            request: [1, 0, 2, 3, 4], workMcycle: [5, 99, 7, 5, 6], nodeClockGHz: [1, 1], capacity: 5)
        #expect(try slot.instance().allINCModes() == [1, 0, 1, 1, 1])
        slot.nodeClockGHz = [1]
        slot.capacity = 3
        #expect(try slot.instance().allINCModes() == [1, 0, 1, 0, 1])
        slot.capacity = 0
        #expect(try slot.instance().allINCModes() == [0, 0, 0, 0, 0])
    }

    @Test(
        "PROP-PLC powers by the root of the gain: all of the range for the strongest active user and whoever is above it"
    )
    func proportionalPower() throws {
        var slot = OffloadingSlot(
            request: [1, 1, 0], nodeClockGHz: [1], powerW: 2...10, edgeGain: [4e-10, 1e-10, 9e-10])
        #expect(try slot.instance().proportionalPowersW() == [10, 6, 10])
        slot.edgeGain = [0, 0, 0]
        #expect(try slot.instance().proportionalPowersW() == [10, 10, 10])
        slot.request = [0, 0, 0]
        slot.edgeGain = [4e-10, 0, 9e-10]
        #expect(try slot.instance().proportionalPowersW() == [10, 10, 10])
    }

    @Test("nobody plays where nobody is, or nobody is active", arguments: [0, 3])
    func empty(users: Int) throws {
        let instance = try OffloadingSlot(
            request: Array(repeating: 0, count: users), nodeClockGHz: [3, 4]
        ).instance()
        let nobody = Array(repeating: Int32(0), count: users)
        let draws = OffloadingDraws(seed: 1, slot: 0)
        #expect(instance.allINCModes() == nobody)
        #expect(instance.equalChannels() == nobody)
        #expect(instance.proportionalChannels(draws) == nobody)
        #expect(instance.proportionalChannels(within: nobody.map { _ in 1 }, draws) == nobody)
        #expect(instance.proportionalPowersW().count == users)
    }
}
