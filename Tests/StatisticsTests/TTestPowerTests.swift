import Statistics
import Testing

@Suite("Power of t tests")
struct TTestPowerTests {
    @Test("agrees with statsmodels on detection and with SciPy's quadrature on equivalence")
    func agreesWithReferences() throws {
        for row in try References.inference().designs {
            let power = TTestPower(pairs: Int(row[0]), significance: row[1])
            #expect(agrees(power.ofDetecting(effect: row[2]), row[4]), "\(row)")
            // Quadratures of probabilities agree to so much of 1, not of themselves.
            #expect(agrees(power.ofEquivalence(within: row[2], effect: row[3]), row[5], scale: 1), "\(row)")
        }
    }

    @Test("of no effect is the significance", arguments: [2, 5, 100, 1_000_000])
    func level(pairs: Int) {
        for significance in [0.2, 0.05, 1e-6] {
            let power = TTestPower(pairs: pairs, significance: significance)
            #expect(agrees(power.ofDetecting(effect: 0), significance))
            // At the margin equivalence is claimed with at most this probability.
            #expect(power.ofEquivalence(within: 1, effect: 1) <= significance * (1 + 1e-9))
        }
    }

    @Test("rises with the number of pairs to 1 at any effect, of equivalence once it is above the significance")
    func monotone() {
        for size in [0.1, 1] {
            let powers = [2, 3, 5, 10, 50, 200, 1000, 100_000].map { TTestPower(pairs: $0) }
            let detection = powers.map { $0.ofDetecting(effect: size) }
            let equivalence = powers.map { $0.ofEquivalence(within: size) }
            // A quadrature of 1 is 1 but for 1e-12.
            #expect(zip(detection, detection.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
            // Below, two pairs beat three: their deviation is the more often near 0 by chance.
            #expect(zip(equivalence, equivalence.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 || $0 < 0.05 })
            #expect(agrees(detection[7], 1) && agrees(equivalence[7], 1))
        }
        #expect(TTestPower(pairs: 2).ofDetecting(effect: .infinity) > 1 - 1e-12)
        #expect(TTestPower(pairs: 2).ofEquivalence(within: .infinity) > 1 - 1e-12)
        #expect(TTestPower(pairs: 2).ofEquivalence(within: 0) == 0)
    }
}
