import Policy
import Testing

@testable import Experiments

@Suite("Slot digests")
struct SlotDigestsTests {
    private func actions(_ values: [Double], agents: Int) -> Actions {
        let session = Session(
            role: .followers, scenario: "test", scenarioHash: "",
            stages: [
                Stage(
                    name: "answer", role: .followers, observation: [], instance: [],
                    actions: [ActionSpace(name: "answer", tensors: [.box("x", shape: [1], -1e9...1e9)])])
            ],
            agents: 0..<agents, agentCount: agents, rows: 2, mode: .evaluate)
        var actions = Actions(stage: 0, of: session, Acceptance(session))
        for (index, value) in values.enumerated() { actions.tensors[0].float64[index] = value }
        return actions
    }

    /// The digests of one slot of two rows.
    private func digests(_ decisions: [Actions], outcome: [Double]) -> [String] {
        var digests = SlotDigests()
        digests.begin(rows: 2)
        digests.add(decisions)
        for row in 0..<2 { digests.add(outcome: outcome, row: row) }
        return digests.rows
    }

    @Test("are those of a row alone, whoever decides for its agents")
    func rows() {
        let together = digests([actions([1, 2, 3, 4], agents: 2)], outcome: [5])
        let apart = digests([actions([1, 3], agents: 1), actions([2, 4], agents: 1)], outcome: [5])
        #expect(together == apart)
        #expect(together[0] != together[1])
        #expect(together[0].count == 2 * SlotDigests.digits)
    }

    @Test("tell which part of which slot differs first")
    func places() {
        let one = String(repeating: "0", count: 2 * 3 * SlotDigests.digits)
        func changed(at part: Int) -> String {
            var text = Array(one)
            text[part * SlotDigests.digits + 3] = "1"
            return String(text)
        }
        #expect(SlotDigests.firstDifference(one, one, stages: 2) == nil)
        for part in 0..<6 {
            let place = SlotDigests.firstDifference(one, changed(at: part), stages: 2)
            #expect(place?.slot == part / 3)
            #expect(place?.stage == (part % 3 == 2 ? nil : part % 3))
        }
        let cut = String(one.prefix(3 * SlotDigests.digits))
        #expect(SlotDigests.firstDifference(one, cut, stages: 2)?.slot == 1)
    }

    @Test("of an outcome see the last bit")
    func lastBit() {
        let decided = [actions([1, 2, 3, 4], agents: 2)]
        #expect(digests(decided, outcome: [1]) != digests(decided, outcome: [Double(1).nextUp]))
        #expect(digests(decided, outcome: [0]) != digests(decided, outcome: [-0.0]))
    }
}
