/// One static pricing game: an operator with M base stations facing N mobile access points (mAPs).
///
/// Units throughout: MB (10^6 byte), s, MHz, Gcycle, W, abstract utility. Arrays over pairs are row-major `[N, M]`:
/// follower `n` at station `m` is element `n * stationCount + m`. A value of this type has passed every check of the
/// initialiser, so solvers need none of their own.
///
/// - SeeAlso: spec/pricing.md, section 1.
public struct PricingInstance: Sendable, Equatable {
    /// Who interferes.
    public enum IdleMode: String, Sendable, Hashable, CaseIterable {
        /// An mAP that offloads nothing transmits nothing; access -1 means out.
        case silent
        /// Every mAP is connected to a station and interferes there, even with nothing to offload.
        case connected
    }

    /// N.
    public let followerCount: Int
    /// M.
    public let stationCount: Int
    public let idleMode: IdleMode

    /// W, shape `[M]`: bandwidth that all mAPs of a station share.
    public let bandwidthMHz: [Double]
    /// f, shape `[M]`: the speed of the one core an mAP gets.
    public let speedGcyclePerS: [Double]
    /// x, shape `[M]`: accuracy weight of the station's model.
    public let x: [Double]
    /// rho, shape `[M]`: accuracy weight of a MB.
    public let rhoPerMB: [Double]
    /// p, shape `[N]`: transmit power.
    public let powerW: [Double]
    /// h, shape `[N, M]`: channel power gain.
    public private(set) var h: [Double]
    /// c, shape `[N, M]`: cycles a MB takes.
    public let cyclesGcyclePerMB: [Double]
    /// o, shape `[N]`: the largest task.
    public let limitMB: [Double]
    /// Weight of accuracy, shape `[N]`, in utility.
    public let gammaA: [Double]
    /// Weight of delay, shape `[N]`, in utility/s.
    public let gammaDPerS: [Double]
    /// Energy coefficient, utility s^2/Gcycle^3.
    public let eps: Double
    /// sigma2: receiver noise power.
    public let noiseW: Double

    /// g = p h, shape `[N, M]`: received power in W.
    public private(set) var g: [Double]
    /// rho x, shape `[M]`, in 1/MB.
    public let rx: [Double]
    /// k = gammaA rho x, shape `[N, M]`: marginal value of the first MB, utility/MB.
    public let k: [Double]
    /// b = eps f^2 c, shape `[N, M]`: what a MB's energy costs the operator, utility/MB.
    public let b: [Double]
    /// gammaD c/f, shape `[N, M]`: what a MB's computing delay costs the mAP, utility/MB.
    public let computeCost: [Double]

    /// Sum of the accuracy weights, the unit that rewards and margins are measured in.
    public var totalGammaA: Double { gammaA.reduce(0, +) }

    /// Checks the fields and derives the rest.
    ///
    /// M is the number of bandwidths, N the number of rows of `h`.
    ///
    /// - Throws: ``InstanceError`` naming the first field that is out of range or of the wrong shape, or `derived`
    ///   where a product of legal fields overflows or vanishes.
    /// - Complexity: O(N M).
    public init(
        bandwidthMHz: [Double], speedGcyclePerS: [Double], x: [Double], rhoPerMB: [Double], powerW: [Double],
        h: [[Double]], cyclesGcyclePerMB: [[Double]], limitMB: [Double], gammaA: [Double], gammaDPerS: [Double],
        eps: Double, noiseW: Double, idleMode: IdleMode = .silent
    ) throws(InstanceError) {
        let (followers, stations) = (h.count, bandwidthMHz.count)
        try check(bandwidthMHz, "W_MHz", count: nil, zero: .refused)
        try check(h, "h", rows: nil, columns: stations, zero: .allowed)
        try check(speedGcyclePerS, "f_GcyclePerS", count: stations, zero: .refused)
        try check(x, "x", count: stations, zero: .refused)
        try check(rhoPerMB, "rho_perMB", count: stations, zero: .refused)
        try check(powerW, "p_W", count: followers, zero: .refused)
        try check(cyclesGcyclePerMB, "c_GcyclePerMB", rows: followers, columns: stations, zero: .refused)
        try check(limitMB, "o_MB", count: followers, zero: .allowed)
        try check(gammaA, "gammaA", count: followers, zero: .refused)
        try check(gammaDPerS, "gammaD_perS", count: followers, zero: .allowed)
        try check([eps], "eps", count: 1, zero: .allowed)
        try check([noiseW], "sigma2_W", count: 1, zero: .refused)

        self.followerCount = followers
        self.stationCount = stations
        self.idleMode = idleMode
        self.bandwidthMHz = bandwidthMHz
        self.speedGcyclePerS = speedGcyclePerS
        self.x = x
        self.rhoPerMB = rhoPerMB
        self.powerW = powerW
        self.h = Array(h.joined())
        self.cyclesGcyclePerMB = Array(cyclesGcyclePerMB.joined())
        self.limitMB = limitMB
        self.gammaA = gammaA
        self.gammaDPerS = gammaDPerS
        self.eps = eps
        self.noiseW = noiseW

        rx = zip(rhoPerMB, x).map { $0 * $1 }
        var g: [Double] = []
        var k: [Double] = []
        var b: [Double] = []
        var computeCost: [Double] = []
        for n in 0..<followers {
            for m in 0..<stations {
                let c = cyclesGcyclePerMB[n][m]
                g.append(powerW[n] * h[n][m])
                k.append(gammaA[n] * rx[m])
                // In this order, because f^2 may overflow where eps f^2 does not.
                b.append(eps * speedGcyclePerS[m] * speedGcyclePerS[m] * c)
                computeCost.append(delayCost(gammaD: gammaDPerS[n], c, over: speedGcyclePerS[m]))
            }
        }
        self.g = g
        self.k = k
        self.b = b
        self.computeCost = computeCost
        for (name, values) in [("p h", g), ("rho x", rx), ("k", k), ("b", b), ("gammaD c/f", computeCost)]
        where values.contains(where: { !$0.isFinite }) {
            throw InstanceError(field: "derived", reason: "\(name) overflows")
        }
        for (name, values) in [("rho x", rx), ("k", k)] where values.contains(0) {
            throw InstanceError(field: "derived", reason: "\(name) underflows to 0")
        }
    }

    /// The same game in another slot: with gains `h`, shape `[N, M]`, finite and not negative.
    func withGains(_ h: [Double]) -> PricingInstance {
        precondition(h.count == self.h.count, "\(h.count) gains for \(self.h.count) pairs")
        var result = self
        result.h = h
        result.g = h.indices.map { powerW[$0 / stationCount] * h[$0] }
        return result
    }
}

/// Whether zero is a legal value; negative ones never are.
private enum Zero {
    case allowed
    case refused
}

/// Checks a vector: not empty, `count` elements where that is given, each finite and of a legal sign.
private func check(_ values: [Double], _ field: String, count: Int?, zero: Zero) throws(InstanceError) {
    guard !values.isEmpty else { throw InstanceError(field: field, reason: "is empty") }
    if let count, values.count != count {
        throw InstanceError(field: field, reason: "has \(values.count) elements, not \(count)")
    }
    for (index, value) in values.enumerated() {
        guard value.isFinite else { throw InstanceError(field: field, reason: "element \(index) is \(value)") }
        guard value > 0 || (value == 0 && zero == .allowed) else {
            let bound = zero == .allowed ? "negative" : "not positive"
            throw InstanceError(field: field, reason: "element \(index) is \(bound): \(value)")
        }
    }
}

/// Checks a matrix given by rows, as `check` does a vector.
private func check(
    _ matrix: [[Double]], _ field: String, rows: Int?, columns: Int, zero: Zero
) throws(InstanceError) {
    guard !matrix.isEmpty else { throw InstanceError(field: field, reason: "is empty") }
    if let rows, matrix.count != rows {
        throw InstanceError(field: field, reason: "has \(matrix.count) rows, not \(rows)")
    }
    for row in matrix { try check(row, field, count: columns, zero: zero) }
}

/// gammaD c/f, which only overflows where the result does.
private func delayCost(gammaD: Double, _ cycles: Double, over speed: Double) -> Double {
    let time = cycles / speed
    return time.isNormal ? gammaD * time : gammaD * cycles / speed
}
