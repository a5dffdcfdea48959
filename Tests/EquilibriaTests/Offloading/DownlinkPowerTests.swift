import Foundation
import Games
import Testing

@testable import Equilibria

@Suite("Downlink power")
struct DownlinkPowerTests {
    func model(_ change: (inout OffloadingModel.Values) -> Void = { _ in }) throws -> OffloadingModel {
        var values = OffloadingModel.Values()
        change(&values)
        return try OffloadingModel(values)
    }

    /// Variants that bend the cost: block lengths, error probabilities, weights, ranges of powers, transfers abandoned early.
    static let variants: [@Sendable (inout OffloadingModel.Values) -> Void] = [
        { _ in }, { $0.energyWeight = 1 }, { $0.energyWeight = 1e-4 }, { $0.blockLength = 50 },
        { $0.errorProbability = 0.3 }, { $0.blockLength = 1e6 }, { $0.transferCapMs = 1 }, { $0.timeWeight = 0.01 },
        { ($0.lowestPowerW, $0.referencePowerW, $0.highestPowerW) = (0.6, 1, 5) }, { $0.energyLaw = .literal },
        { ($0.energyLaw, $0.energyWeight) = (.literal, 30) },
    ]

    @Test(
        "costs no more than the best of 100,000 powers, and no more than a ten-millionth less",
        arguments: 0..<variants.count)
    func beatsGrid(_ variant: Int) throws {
        let model = try model(Self.variants[variant])
        let downlink = DownlinkPower(model)
        var random = SplitMix(seed: UInt64(variant))
        for _ in 0..<12 {
            let gain = exp(Double.random(in: log(1e-13)...log(1e-7), using: &random))
            let result = exp(Double.random(in: log(1e-3)...log(1), using: &random))
            let best = downlink.best(gain: gain, resultMbit: result)
            let cost = downlink.cost(powerW: best, gain: gain, resultMbit: result)
            #expect(model.values.lowestPowerW <= best && best <= model.values.highestPowerW)
            let low = max(model.values.lowestPowerW, 1e-9)
            let ratio = log(model.values.highestPowerW / low) / 99_999
            var least = downlink.cost(powerW: model.values.lowestPowerW, gain: gain, resultMbit: result)
            for step in 0..<100_000 {
                let power = min(low * exp(Double(step) * ratio), model.values.highestPowerW)
                least = min(least, downlink.cost(powerW: power, gain: gain, resultMbit: result))
            }
            // The grid's own distance from a smooth minimum: squares of steps of 2.4e-4.
            #expect(cost <= least * (1 + 1e-14))
            #expect(cost >= least * (1 - 1e-7))
        }
    }

    @Test("does not depend on the size of the result, unless the transfer is abandoned")
    func independentOfSize() throws {
        let downlink = DownlinkPower(try model())
        for gain in [1e-12, 1e-10, 1e-8] {
            #expect(downlink.best(gain: gain, resultMbit: 0.01) == downlink.best(gain: gain, resultMbit: 0.3))
        }
        // 10 Mbit take longer than T_cap at any power worth its energy.
        #expect(downlink.best(gain: 1e-12, resultMbit: 10) == 0)
    }

    @Test("is p_min where nothing arrives or nothing is to be sent, p_max where energy is free")
    func ends() throws {
        let usual = DownlinkPower(try model())
        #expect(usual.best(gain: 0, resultMbit: 0.1) == 0)
        #expect(usual.best(gain: 1e-10, resultMbit: 0) == 0)
        #expect(usual.best(gain: 1e-20, resultMbit: 0.1) == 0)
        let free = DownlinkPower(try model { $0.energyWeight = 0 })
        #expect(free.best(gain: 1e-10, resultMbit: 0.1) == 20)
        let idle = DownlinkPower(try model { ($0.timeWeight, $0.energyWeight) = (0, 0) })
        #expect(idle.best(gain: 1e-10, resultMbit: 0.1) == 0)
        let fixed = DownlinkPower(
            try model { ($0.lowestPowerW, $0.referencePowerW, $0.highestPowerW) = (3, 3, 3) })
        #expect(fixed.best(gain: 1e-10, resultMbit: 0.1) == 3)
    }

    @Test("of a slot is everybody's own, and p_min for who requests nothing")
    func ofSlot() throws {
        var random = SplitMix(seed: 5)
        let instance = try RandomSlots.slot(users: 20, nodes: 2, &random)
        let downlink = DownlinkPower(instance.model)
        let powers = downlink.best(instance)
        for m in 0..<20 {
            let own = downlink.best(gain: instance.gain(0, m), resultMbit: instance.resultMbit(m))
            #expect(powers[m] == (instance.isActive(m) ? own : 0))
        }
    }

    @Test("golden section finds the minimum of a parabola, and of a function that is infinite on the left")
    func section() {
        // A parabola is flat to rounding within about the square root of an ulp.
        #expect(abs(goldenSection(-3...10, width: 1e-9) { ($0 - 1.25) * ($0 - 1.25) } - 1.25) <= 2e-8)
        let wall = goldenSection(-100...100, width: 1e-9) { $0 < 70 ? .infinity : $0 - 70 }
        #expect(abs(wall - 70) <= 1e-8)
        #expect(goldenSection(2...2, width: 1e-9) { $0 } == 2)
    }
}
