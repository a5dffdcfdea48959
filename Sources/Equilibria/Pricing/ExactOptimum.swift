import Games

/// OPT of section 9, max over access vectors of Σ_n V_n, by branch and bound over stations on tables of subsets.
///
/// A station's share F_m(S) depends only on the set S at it, so the whole problem is a packing (silent mode) or a
/// partition (connected mode) of the mAPs; see ``SubsetProgramme`` for how it is solved. That programme finishes in
/// O(M·3^N) steps whatever the instance, and its bounds usually leave so few of them that filling the tables is most of
/// the work. That is why there is no tree over mAPs, as section 9 sketches one: with the multipliers' bound alone such a
/// tree discarded nothing in default drops of 8 to 12 mAPs, because the bound's gap is wider than what one more mAP
/// brings; 4^20 nodes would have no end. Here that bound serves sets of mAPs at once, beside the tables' own.
///
/// A value of this type is storage for instances that differ in their channel gains only, such as the slots of an
/// episode: to 8 mAPs nothing is allocated after the first call.
///
/// - SeeAlso: pricing.md section 9, "Exact algorithm".
struct ExactOptimum {
    /// More mAPs than this are refused: tables double with each.
    static let followerLimit = 20
    /// Table entries, M·2^N, that still fit into about 600 MB.
    static let entryLimit = 1 << 25

    private let mustPlaceAll: Bool
    private var programme: SubsetProgramme
    private var batch: PairBatch
    private var power: [Double]
    private var sets: [SubsetProgramme.Subset]
    private var better: [SubsetProgramme.Subset]

    static func fits(_ instance: PricingInstance) -> Bool {
        instance.followerCount <= followerLimit && instance.stationCount <= entryLimit >> instance.followerCount
    }

    /// Storage for games that differ from `instance` only in their gains; it must fit.
    init(_ instance: PricingInstance) {
        precondition(Self.fits(instance), "\(instance.followerCount) mAPs, \(instance.stationCount) stations")
        mustPlaceAll = instance.idleMode == .connected
        programme = SubsetProgramme(elementCount: instance.followerCount, placeCount: instance.stationCount)
        batch = PairBatch(instance, capacity: min(256, 1 << instance.followerCount) * instance.followerCount)
        power = Array(repeating: 0, count: 1 << instance.followerCount)
        sets = Array(repeating: 0, count: instance.stationCount)
        better = sets
    }

    /// OPT at `gains`; `access` then gives one access vector that attains it.
    ///
    /// - Parameters:
    ///   - gains: g in W, shape `[N, M]`.
    ///   - relaxation: a bound at these gains that large games are discarded by besides the tables' own.
    ///   - shouldStop: asked now and then.
    /// - Returns: OPT, or `nil` after an interruption.
    mutating func find(
        gains: Span<Double>, relaxation: SubsetProgramme.Relaxation? = nil, shouldStop: () -> Bool = { false }
    ) -> Double? {
        guard
            programme.fillWorth(
                gains: gains, mustPlaceAll: mustPlaceAll, batch: &batch, power: &power, shouldStop: shouldStop)
        else { return nil }
        // In the smallest games the whole programme costs less than a good start for it.
        let incumbent =
            programme.elementCount <= 8
            ? -Double.infinity : programme.climb(mustPlaceAll: mustPlaceAll, into: &sets)
        guard
            let optimum = programme.maximise(
                mustPlaceAll: mustPlaceAll, above: incumbent, relaxation: relaxation, into: &better,
                shouldStop: shouldStop)
        else { return programme.wasInterrupted ? nil : incumbent }
        swap(&sets, &better)
        return optimum
    }

    /// The access vector of the last optimum; -1 for who buys nothing in silent mode.
    var access: [Int] {
        var access = Array(repeating: -1, count: programme.elementCount)
        for (m, set) in sets.enumerated() {
            for n in access.indices where set >> n & 1 != 0 { access[n] = m }
        }
        return access
    }
}
