import Games

/// Received power at every station under an access vector, kept while followers move.
///
/// Each sum is an unevaluated pair of doubles, so that taking a dominating mAP's own power off its station's total
/// leaves the interference it meets to full precision (section 12 names the cancellation).
struct StationLoad {
    private var high: [Double]
    private var low: [Double]

    /// The load of `access`, -1 standing for out.
    init(_ instance: PricingInstance, access: [Int]) {
        high = Array(repeating: 0, count: instance.stationCount)
        low = high
        for (n, m) in access.enumerated() where m >= 0 { add(instance.g[n * instance.stationCount + m], to: m) }
    }

    mutating func add(_ power: Double, to m: Int) {
        let sum = high[m] + power
        // Knuth's two-sum: what rounding took off `sum`, exactly.
        let part = sum - high[m]
        low[m] += (high[m] - (sum - part)) + (power - part)
        high[m] = sum
    }

    mutating func remove(_ power: Double, from m: Int) { add(-power, to: m) }

    /// All power at station `m`.
    func total(_ m: Int) -> Double { max(0, high[m] + low[m]) }

    /// The power at station `m` of everybody but a member that contributes `power`.
    func total(_ m: Int, without power: Double) -> Double {
        let sum = high[m] - power
        let part = sum - high[m]
        let lost = (high[m] - (sum - part)) + (-power - part)
        return max(0, sum + (low[m] + lost))
    }

    /// What follower `n`, now at `current`, would meet at station `m`.
    func interference(_ instance: PricingInstance, _ n: Int, at m: Int, current: Int) -> Double {
        m == current ? total(m, without: instance.g[n * instance.stationCount + m]) : total(m)
    }
}
