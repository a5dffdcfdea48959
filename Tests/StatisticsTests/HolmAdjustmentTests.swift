import Statistics
import Testing

@Suite("Holm's adjustment")
struct HolmAdjustmentTests {
    @Test("agrees with statsmodels")
    func agreesWithStatsmodels() throws {
        for reference in try References.inference().holm {
            for (value, expected) in zip(holmAdjusted(reference.pValues), reference.adjusted) {
                #expect(agrees(value, expected))
            }
        }
    }

    /// The definition by closed testing: a hypothesis falls at its adjusted p value when every set of hypotheses that
    /// it is in falls by Bonferroni's test.
    @Test("is closed testing by Bonferroni's test of every set")
    func closedTesting() {
        var random = SplitMix64(seed: 2)
        for count in 1...7 {
            for _ in 0..<20 {
                // Eighths, so that many are equal.
                let p = (0..<count).map { _ in Double(random.index(below: 9)) / 64 }
                let closed = (0..<count).map { index in
                    (1..<1 << count).filter { $0 >> index & 1 == 1 }.map { set in
                        let members = (0..<count).filter { set >> $0 & 1 == 1 }
                        return min(1, Double(members.count) * (members.map { p[$0] }.min() ?? 1))
                    }.max() ?? 1
                }
                #expect(holmAdjusted(p) == closed)
            }
        }
    }

    @Test("keeps the order of its input, of which none and one are left alone")
    func order() {
        #expect(holmAdjusted([]) == [])
        #expect(holmAdjusted([0.03]) == [0.03])
        #expect(holmAdjusted([0.5, 0.01, 0.5]) == [1, 0.03, 1])
    }

    @Test("traps on what is no probability", arguments: [-0.1, 1.1])
    func outside(p: Double) async {
        await #expect(processExitsWith: .failure) { [p] in _ = holmAdjusted([0.5, p]) }
    }
}
