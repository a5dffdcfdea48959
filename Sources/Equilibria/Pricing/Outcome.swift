import Games
import Glibc

/// What a play of the pricing game is worth to everybody, and how far its followers are from equilibrium (section 10).
struct PricingOutcome {
    var leaderUtility = 0.0
    var followerUtilities: [Double] = []
    var nashConv = 0.0
}

extension PricingInstance {
    /// Utilities and NashConv of `play`, over every follower and every station.
    ///
    /// - Complexity: O(N M).
    func outcome(of play: PricingPlay) -> PricingOutcome {
        let interference = interference(of: play.access)
        var batch = PairBatch(self, capacity: g.count)
        for n in 0..<followerCount {
            for m in 0..<stationCount {
                let pair = n * stationCount + m
                batch.append(n, m, interference: interference[pair], price: play.prices[pair])
            }
        }
        batch.respond()
        var outcome = PricingOutcome()
        for n in 0..<followerCount {
            let row = n * stationCount..<(n + 1) * stationCount
            let best = batch.utility[row].reduce(0, max)
            var utility = 0.0
            if play.access[n] >= 0, play.sizes[n] > 0 {
                let pair = row.lowerBound + play.access[n]
                let size = play.sizes[n]
                // The kernel's own value where the size is its own, so that a best response has regret 0 exactly.
                utility =
                    size == batch.size[pair]
                    ? batch.utility[pair]
                    : gammaA[n] * -expm1(-rx[play.access[n]] * size)
                        - (batch.delayCost[pair] + play.prices[pair]) * size
                outcome.leaderUtility += (play.prices[pair] - b[pair]) * size
            }
            outcome.followerUtilities.append(utility)
            outcome.nashConv += max(0, best - utility)
        }
        return outcome
    }
}
