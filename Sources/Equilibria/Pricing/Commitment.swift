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
        var play = PricingPlay(prices: k, access: access, sizes: Array(repeating: 0, count: followerCount))
        var position = 0
        for (n, m) in access.enumerated() where m >= 0 {
            play.prices[n * stationCount + m] = batch.price[position]
            position += 1
        }
        // Sizes answer the prices as posted: the size that Proposition 2 aimed at may differ in its last bit.
        batch.removeAll()
        for (n, m) in access.enumerated() where m >= 0 {
            let pair = n * stationCount + m
            batch.append(n, m, interference: interference[pair], price: play.prices[pair])
        }
        batch.respond()
        position = 0
        for (n, m) in access.enumerated() where m >= 0 {
            play.sizes[n] = batch.size[position]
            position += 1
        }
        return play
    }
}
