import Games
import Testing

@Suite("Gains of the offloading game")
struct OffloadingGainsTests {
    /// The cases `gain` of golden/offloading/kpi.json: quotients of small whole numbers, so exact but for rounding.
    @Test(
        "are those of the reference cases",
        arguments: [
            (ms: 6.0, energy: 1.0, reference: (12.0, 10.0), performance: 10 / 3.0, cost: 6.0),
            (12, 10, (12, 10), 1, 1),
            (20, 5, (10, 10), 0.8, 1.25),
        ])
    func known(
        ms: Double, energy: Double, reference: (ms: Double, energyMJ: Double), performance: Double, cost: Double
    ) {
        let gains = OffloadingGains(
            ms: ms, energyMJ: energy, referenceMs: reference.ms, referenceEnergyMJ: reference.energyMJ)
        #expect(abs(gains.performance - performance) <= performance.ulp)
        #expect(abs(gains.cost - cost) <= cost.ulp)
    }

    @Test("are 1 for the reference, and grow as latency or energy falls")
    func grow() {
        func gains(_ ms: Double, _ energy: Double) -> OffloadingGains {
            OffloadingGains(ms: ms, energyMJ: energy, referenceMs: 17, referenceEnergyMJ: 9)
        }
        #expect(gains(17, 9).performance == 1)
        #expect(gains(17, 9).cost == 1)
        for (better, worse) in [(gains(16, 9), gains(17, 9)), (gains(17, 8), gains(17, 9))] {
            #expect(better.performance > worse.performance)
            #expect(better.cost > worse.cost)
        }
    }

    @Test("are finite for a policy that spends no energy, and 1 where neither takes time nor energy")
    func limits() {
        let free = OffloadingGains(ms: 30, energyMJ: 0, referenceMs: 15, referenceEnergyMJ: 2)
        #expect(free.performance == 1)
        // 2 mJ count as 2e9 times the least energy.
        #expect(abs(free.cost - (0.25 + 1e9)) <= (1e9).ulp)
        let idle = OffloadingGains(ms: 0, energyMJ: 0, referenceMs: 0, referenceEnergyMJ: 0)
        #expect(idle.performance == 1)
    }
}
