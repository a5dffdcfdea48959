import Games

/// The downlink power that costs least, user by user: `p* = argmin w_T T_dl(p) + w_E E(p)` over the range of powers.
///
/// Followers' latencies add up over the parts of a task and the downlink interferes with nothing, so without prices
/// (c_beta = 0 and Lambda_D = 0) the operator's powers are a problem of their own. Where a rate is positive the physical
/// cost `(w_T + w_E p) I'/omega'(p)` has one minimum, which golden section on ln p finds; of the printed energy nothing of
/// the kind is known: the best power of a grid brackets the search, and stands where the search finds none that costs
/// less.
///
/// - SeeAlso: spec/offloading.md, section 8, "DL power".
public struct DownlinkPower: Sendable {
    private let model: OffloadingModel
    /// gamma_0, the largest signal-to-noise ratio that carries nothing.
    private let idleRatio: Double

    /// Relative width at which the search for a power ends; the cost, flat there, is then exact to rounding.
    private static let resolution = 1e-9
    /// Powers that bracket the minimum where it need not be the only one.
    private static let gridPowers = 4000

    public init(_ model: OffloadingModel) {
        self.model = model
        idleRatio = model.downlink.sinr(rate: 0)
    }

    /// p* of everybody in `instance`, a slot of this model; p_min for who is not active.
    public func best(_ instance: OffloadingInstance) -> [Double] {
        var powers = Array(repeating: 0.0, count: instance.userCount)
        find(instance, into: &powers)
        return powers
    }

    /// Writes p* of everybody in `instance` to `powersW`, shape `[M]`; allocates nothing.
    public func find(_ instance: OffloadingInstance, into powersW: inout [Double]) {
        for m in 0..<instance.userCount {
            powersW[m] =
                instance.isActive(m)
                ? best(gain: instance.gain(0, m), resultMbit: instance.resultMbit(m)) : model.values.lowestPowerW
        }
    }

    /// p* in W of a user with `gain` hn2 at the edge server's site and a result of `resultMbit`.
    ///
    /// Of powers that cost the same the least one: p_min where nothing is to be sent, or nothing that can be afforded
    /// arrives before the transfer is abandoned.
    public func best(gain: Double, resultMbit: Double) -> Double {
        let (lowest, highest) = (model.values.lowestPowerW, model.values.highestPowerW)
        // With less than this the rate is 0.
        let idle = idleRatio * model.downlink.noiseW / gain
        guard resultMbit > 0, gain > 0, lowest < highest else { return lowest }
        // A channel may be so good that no normal number is too little.
        let least = max(lowest, idle, .leastNormalMagnitude)
        guard least < highest else { return lowest }
        let range = Elementary.log(least)...Elementary.log(highest)
        var best = (powerW: lowest, cost: cost(powerW: lowest, gain: gain, resultMbit: resultMbit))
        let inner =
            switch model.values.energyLaw {
            case .physical: physicalMinimum(range, gain)
            case .literal: literalMinimum(range, gain, resultMbit)
            }
        for power in [inner, highest] {
            let cost = cost(powerW: power, gain: gain, resultMbit: resultMbit)
            if cost < best.cost { best = (power, cost) }
        }
        return best.powerW
    }

    /// w_T T_dl + w_E E of sending `resultMbit` at `powerW` over a channel with `gain`.
    public func cost(powerW: Double, gain: Double, resultMbit: Double) -> Double {
        let rate = rate(powerW, gain)
        let ms = model.transferMs(resultMbit, rate: rate)
        let energy = model.energyMJ(powerW: powerW, rate: rate, ms: ms)
        return model.values.timeWeight * ms + model.values.energyWeight * energy
    }

    private func rate(_ powerW: Double, _ gain: Double) -> Double {
        model.downlink.rate(sinr: powerW * gain / model.downlink.noiseW)
    }

    /// The minimum of what a Mbit costs, transfers being never abandoned: past it the cost only rises, so where it is
    /// abandoned all the same no power is better than the least.
    private func physicalMinimum(_ range: ClosedRange<Double>, _ gain: Double) -> Double {
        let (time, energy) = (model.values.timeWeight, model.values.energyWeight)
        return clamped(
            Elementary.exp(
                goldenSection(range, width: Self.resolution) { logarithm in
                    let power = Elementary.exp(logarithm)
                    return (time + energy * power) / rate(power, gain)
                }))
    }

    private func literalMinimum(_ range: ClosedRange<Double>, _ gain: Double, _ resultMbit: Double) -> Double {
        func cost(_ logarithm: Double) -> Double {
            self.cost(powerW: Elementary.exp(logarithm), gain: gain, resultMbit: resultMbit)
        }
        let step = (range.upperBound - range.lowerBound) / Double(Self.gridPowers - 1)
        func place(_ index: Int) -> Double { range.lowerBound + Double(index) * step }
        var best = (index: 0, cost: Double.infinity)
        for index in 0..<Self.gridPowers {
            let here = cost(place(index))
            if here < best.cost { best = (index, here) }
        }
        let bracket = max(range.lowerBound, place(best.index - 1))...min(range.upperBound, place(best.index + 1))
        let refined = goldenSection(bracket, width: Self.resolution, cost)
        // The bracket may hold more than one minimum.
        return clamped(Elementary.exp(cost(refined) <= best.cost ? refined : place(best.index)))
    }

    /// `powerW` within the legal range, which rounding of its logarithm may leave.
    private func clamped(_ powerW: Double) -> Double {
        min(max(powerW, model.values.lowestPowerW), model.values.highestPowerW)
    }
}
