extension PricingInstance {
    /// J, shape `[N, M]`: the power follower `n` meets (or would meet) at each station from everybody else there.
    ///
    /// The strongest sender of each station is summed apart from the rest, so that no difference cancels when one
    /// dominates: its own interference is the sum of the rest, and nobody else sends more than it does.
    ///
    /// - Parameter access: station of each follower, -1 for out, shape `[N]`.
    /// - Returns: J in W.
    /// - Complexity: O(N M).
    public func interference(of access: [Int]) -> [Double] {
        precondition(access.count == followerCount, "\(access.count) accesses of \(followerCount) followers")
        var strongest: [Int?] = Array(repeating: nil, count: stationCount)
        for (n, m) in access.enumerated() where m >= 0 {
            if let other = strongest[m], g[other * stationCount + m] >= g[n * stationCount + m] { continue }
            strongest[m] = n
        }
        var rest = Array(repeating: 0.0, count: stationCount)
        for (n, m) in access.enumerated() where m >= 0 && strongest[m] != n { rest[m] += g[n * stationCount + m] }
        var result = Array(repeating: 0.0, count: followerCount * stationCount)
        for n in 0..<followerCount {
            for m in 0..<stationCount {
                guard let first = strongest[m], first != n else {
                    result[n * stationCount + m] = rest[m]
                    continue
                }
                let others = access[n] == m ? rest[m] - g[n * stationCount + m] : rest[m]
                result[n * stationCount + m] = max(0, others) + g[first * stationCount + m]
            }
        }
        return result
    }

    /// R in MB/s and a = gammaD (1/R + c/f) for every pair, shape `[N, M]`, given everybody else's access.
    ///
    /// - Parameters:
    ///   - access: station of each follower, -1 for out, shape `[N]`.
    ///   - kind: the instruction set to use.
    /// - Returns: both columns; a delay cost is infinite where the rate is 0 and delay is not free.
    /// - Complexity: O(N M).
    public func rates(of access: [Int], kind: KernelKind = .best) -> (rateMBps: [Double], delayCost: [Double]) {
        let interference = interference(of: access)
        let bandwidth = perStation(bandwidthMHz)
        let gammaD = perFollower(gammaDPerS)
        var rate = Array(repeating: 0.0, count: g.count)
        var delayCost = rate
        var rates = rate.mutableSpan
        var delayCosts = delayCost.mutableSpan
        PairKernel.rates(
            g: g.span, interference: interference.span, noiseW: noiseW, bandwidthMHz: bandwidth.span,
            gammaDPerS: gammaD.span, computeCost: computeCost.span, rateMBps: &rates, delayCost: &delayCosts,
            kind: kind)
        return (rate, delayCost)
    }

    /// A vector over stations as a column over pairs, shape `[N, M]`.
    public func perStation(_ values: [Double]) -> [Double] {
        (0..<followerCount * stationCount).map { values[$0 % stationCount] }
    }

    /// A vector over followers as a column over pairs, shape `[N, M]`.
    public func perFollower(_ values: [Double]) -> [Double] {
        (0..<followerCount * stationCount).map { values[$0 / stationCount] }
    }
}
