import Games

extension PricingInstance {
    /// The play that implements `access`: Proposition 2's price at everybody's own station, the blocking price k at all
    /// others, and the sizes followers answer with.
    ///
    /// In silent mode the followers have no other equilibrium at these prices, provided that everybody in a station
    /// buys something there; the leader then earns Σ_n V_n(access). That holds for any such access vector, optimal or
    /// not (section 9, theorem (b)). In connected mode it takes followers that break ties for the leader.
    ///
    /// - Complexity: O(N M).
    func commitment(to access: [Int]) -> PricingPlay {
        let interference = interference(of: access)
        var batch = PairBatch(self, capacity: followerCount)
        for (n, m) in access.enumerated() where m >= 0 {
            batch.append(n, m, interference: interference[n * stationCount + m])
        }
        batch.offer()
        // Sizes answer the prices as posted: the size that Proposition 2 aims at may differ in its last bit.
        for position in 0..<batch.count { batch.post(batch.price[position], at: position) }
        batch.respond()
        var prices = k
        var sizes = Array(repeating: 0.0, count: followerCount)
        var position = 0
        for (n, m) in access.enumerated() where m >= 0 {
            prices[n * stationCount + m] = batch.price[position]
            sizes[n] = batch.size[position]
            position += 1
        }
        return PricingPlay(prices: prices, access: access, sizesMB: sizes)
    }
}
