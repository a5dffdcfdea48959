import Games
import Testing

@Suite("Rewards of the offloading game")
struct OffloadingRewardTests {
    struct Cases: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let name, op: String
            let n0, cap: Int?
            let n, active: [Int]?
            let all, incOnly, p_min, p_max, literal, g: Double?
            let value: Number?
            let p_dl, U, T_O: [Double]?
            let feasible: [Bool]?
            var testDescription: String { name }
        }
        /// A number; in cases of other operations a list of them.
        struct Number: Decodable {
            let value: Double?

            init(from decoder: any Decoder) throws { value = try? decoder.singleValueContainer().decode(Double.self) }
        }
        let cases: [Case]
    }

    static func cases(_ operation: String) throws -> [Cases.Case] {
        try OffloadingReference.read("kpi", as: Cases.self).cases.filter { $0.op == operation }
    }

    @Test("for the uplink are those of the reference cases", arguments: try cases("rewardUL"))
    func uplink(_ reference: Cases.Case) throws {
        let loads = [try #require(reference.n0)] + (try #require(reference.n))
        let capacity = try #require(reference.cap)
        #expect(OffloadingRewards(balance: .all).uplink(loads: loads, capacity: capacity) == reference.all)
        #expect(OffloadingRewards(balance: .incOnly).uplink(loads: loads, capacity: capacity) == reference.incOnly)
    }

    @Test(
        "for the uplink know nodes that are empty, full, and of little room",
        arguments: [
            // n, cap, R_u over all channels, R_u over nodes: a load within 1 of the mean's ceiling is not too much.
            ([3, 0, 0], 5, -1.0, -1.0), ([2, 0, 0], 5, 0, -1), ([0, 2, 0], 5, 0, -1), ([0, 2, 0], 1, 0, -1),
            ([2, 3, 1], 5, 0, 0),
            ([2, 3, 1], 2, 0, -1), ([1, 5, 0], 5, -1, -1), ([6, 1, 0], 5, -1, 1), ([0, 1, 1], 0, 1, 1),
        ])
    func uplinkEdges(loads: [Int], capacity: Int, all: Double, nodes: Double) {
        #expect(OffloadingRewards(balance: .all).uplink(loads: loads, capacity: capacity) == all)
        #expect(OffloadingRewards(balance: .incOnly).uplink(loads: loads, capacity: capacity) == nodes)
    }

    @Test("for the downlink are those of the reference cases", arguments: try cases("rewardDL"))
    func downlink(_ reference: Cases.Case) throws {
        let value = OffloadingRewards().downlink(
            powersW: try #require(reference.p_dl), request: try #require(reference.active),
            lowest: try #require(reference.p_min), highest: try #require(reference.p_max))
        #expect(relativeError(value, try #require(reference.value?.value)) <= 1e-9)
    }

    @Test("for the downlink are 0 where there is one power only, or nobody active")
    func noDownlink() {
        #expect(OffloadingRewards().downlink(powersW: [3, 3], request: [1, 1], lowest: 3, highest: 3) == 0)
        #expect(OffloadingRewards().downlink(powersW: [3, 3], request: [0, 0], lowest: 0, highest: 5) == 0)
    }

    @Test("of the whole are those of the reference cases", arguments: try cases("rewardGlobal"))
    func global(_ reference: Cases.Case) throws {
        let (utility, latency) = (try #require(reference.U), try #require(reference.T_O))
        let (isInTime, request) = (try #require(reference.feasible), try #require(reference.active))
        let weight = try #require(reference.g)
        for (penalty, expected) in [
            (OffloadingRewards.Penalty.missShare, reference.value?.value), (.literal, reference.literal),
        ] {
            let value = OffloadingRewards(penalty: penalty).global(
                utility: utility, referenceMs: latency, isInTime: isInTime, request: request, gainWeight: weight)
            #expect(relativeError(value, try #require(expected)) <= 1e-9)
        }
    }

    @Test("of the whole take off the share of active users that are late")
    func late() {
        let value = OffloadingRewards().global(
            utility: [1, 0, 2], referenceMs: [4, 0, 2], isInTime: [false, true, true], request: [1, 0, 5], gainWeight: 2
        )
        #expect(value == 3 / 12.0 - 0.5)
    }
}
