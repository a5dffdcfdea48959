import Games

/// Received power at every station under an access vector, kept while followers move.
///
/// Each sum is an unevaluated pair of doubles, so that taking a dominating mAP's own power off its station's total
/// leaves the interference it meets to full precision (section 12 names the cancellation).
struct StationLoad {
    private var sums: [DoublePair]

    /// The load of `access`, -1 standing for out.
    init(_ instance: PricingInstance, access: [Int]) {
        sums = Array(repeating: DoublePair(), count: instance.stationCount)
        for (n, m) in access.enumerated() where m >= 0 { add(instance.g[n * instance.stationCount + m], to: m) }
    }

    mutating func add(_ power: Double, to m: Int) { sums[m].add(power) }

    mutating func remove(_ power: Double, from m: Int) { sums[m].add(-power) }

    /// All power at station `m`.
    func total(_ m: Int) -> Double { sums[m].value }

    /// The power at station `m` of everybody but members that contribute `power` and `other`.
    func total(_ m: Int, without power: Double, _ other: Double = 0) -> Double {
        var sum = sums[m]
        sum.add(-power)
        sum.add(-other)
        return sum.value
    }

    /// What follower `n`, now at `current`, would meet at station `m`.
    func interference(_ instance: PricingInstance, _ n: Int, at m: Int, current: Int) -> Double {
        m == current ? total(m, without: instance.g[n * instance.stationCount + m]) : total(m)
    }
}

/// A sum of powers to twice the working precision, high part and what rounding took off it.
private struct DoublePair {
    var high = 0.0
    var low = 0.0

    /// Knuth's two-sum: the rounding error of `high + term` is itself a double, and exact.
    @inline(__always)
    mutating func add(_ term: Double) {
        let sum = high + term
        let part = sum - high
        low += (high - (sum - part)) + (term - part)
        high = sum
    }

    /// Powers add up to nothing negative, whatever rounding says.
    var value: Double { max(0, high + low) }
}
