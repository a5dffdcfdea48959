/// How much better than a reference a latency and an energy are, at any level: a user's own, or sums over a slot.
///
/// The paper's ratio grows when things get better, so its PG, a ratio of the reference's to a policy's, is inverted;
/// these are 1 for the reference and above 1 for what is better.
///
/// - SeeAlso: spec/offloading.md, section 11, and erratum 32.
public struct OffloadingGains: Sendable, Equatable {
    /// PG, the ratio of normalised costs: `1/(w_l T/T_non + w_e E/E_non)`.
    public let performance: Double
    /// CG, the mean of ratios: `w_l T_non/T + w_e E_non/max(E, 1e-9)`.
    public let cost: Double

    /// The gains of `ms` and `energyMJ` over the reference's.
    ///
    /// Equal values have the ratio 1 also where both are 0, so that the reference's PG is always 1. Where the reference
    /// spends nothing and the policy does, PG is 0; where the reference's energy is below 1e-9, CG is below 1 for it too.
    ///
    /// - Parameters:
    ///   - ms: T.
    ///   - energyMJ: E.
    ///   - referenceMs: T_non, of MEC-only in the same slot.
    ///   - referenceEnergyMJ: E_non.
    ///   - latencyWeight: w_l.
    ///   - energyWeight: w_e.
    public init(
        ms: Double, energyMJ: Double, referenceMs: Double, referenceEnergyMJ: Double, latencyWeight: Double = 0.5,
        energyWeight: Double = 0.5
    ) {
        performance =
            1 / (latencyWeight * ratio(ms, referenceMs) + energyWeight * ratio(energyMJ, referenceEnergyMJ))
        cost =
            latencyWeight * ratio(referenceMs, ms)
            + energyWeight * referenceEnergyMJ / max(energyMJ, Self.leastEnergyMJ)
    }

    /// Energies below this count as this much, so that CG stays finite.
    private static let leastEnergyMJ = 1e-9
}

extension OffloadingOutcome {
    /// The gains of user `m` over its own reference; of an active user.
    public func gains(of m: Int) -> OffloadingGains {
        OffloadingGains(
            ms: latencyMs[m], energyMJ: energyMJ[m], referenceMs: referenceMs[m],
            referenceEnergyMJ: referenceEnergyMJ[m])
    }

    /// The gains of the slot, of sums over its active users.
    public var gains: OffloadingGains {
        // Who is not active has 0 in every sum.
        OffloadingGains(
            ms: latencyMs.reduce(0, +), energyMJ: energyMJ.reduce(0, +), referenceMs: referenceMs.reduce(0, +),
            referenceEnergyMJ: referenceEnergyMJ.reduce(0, +))
    }
}

private func ratio(_ numerator: Double, _ denominator: Double) -> Double {
    numerator == denominator ? 1 : numerator / denominator
}
