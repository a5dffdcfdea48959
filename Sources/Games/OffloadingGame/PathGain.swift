/// How much of a signal arrives over a distance: g = 10^(PL/10), PL = pl0 + pl1 log10 max(d, dmin) in dB.
///
/// PL is a gain, so negative where the distance is of use.
///
/// - SeeAlso: spec/offloading.md, section 2.
public struct PathGain: Sendable, Equatable {
    /// pl0.
    public let atOneMetreDB: Double
    /// pl1.
    public let perDecadeDB: Double
    /// dmin.
    public let leastDistanceM: Double

    /// Checks the constants for distances up to `farthestM`.
    ///
    /// - Throws: ``InstanceError`` naming dmin or pl0, the latter where a gain could be beyond what is computed with.
    public init(
        atOneMetreDB: Double, perDecadeDB: Double, leastDistanceM: Double, farthestM: Double
    ) throws(InstanceError) {
        guard OffloadingModel.positiveRange.contains(leastDistanceM) else {
            throw InstanceError(field: "dmin", reason: "is \(leastDistanceM), not in \(OffloadingModel.positiveRange)")
        }
        for (field, value) in [("pl0", atOneMetreDB), ("pl1", perDecadeDB)] where !value.isFinite {
            throw InstanceError(field: field, reason: "is \(value)")
        }
        self.atOneMetreDB = atOneMetreDB
        self.perDecadeDB = perDecadeDB
        self.leastDistanceM = leastDistanceM
        for distance in [leastDistanceM, max(leastDistanceM, farthestM)] {
            let gain = atOneMetreDB + perDecadeDB * (Elementary.log(distance) / Self.ln10)
            guard gain <= Self.mostDB else {
                throw InstanceError(
                    field: "pl0", reason: "and pl1 give \(gain) dB at \(distance) m, more than \(Self.mostDB)")
            }
        }
    }

    /// g over `distanceM`.
    public func gain(distanceM: Double) -> Double {
        var gain = [distanceM]
        replaceByGains(&gain)
        return gain[0]
    }

    /// Puts the gain in the place of each distance.
    func replaceByGains(_ distances: inout [Double]) {
        for i in distances.indices { distances[i] = max(distances[i], leastDistanceM) }
        Elementary.replaceByLog(&distances, count: distances.count, kind: .best)
        // In one exponential, of a tenth of pl0 ln 10 + pl1 ln d.
        let exponents = distances.map { (atOneMetreDB * Self.ln10 + perDecadeDB * $0) * 0.1 }
        var gains = distances.mutableSpan
        Elementary.exp(exponents.span, &gains, .best)
    }

    private static let ln10 = 2.302585092994046
    private static let mostDB = 400.0
}
