import Games

extension PricingInstance {
    /// An upper bound on the leader's profit from multipliers of the stations' shares (section 9, "Upper bound").
    ///
    /// With beta_n = g/(sigma2 + Σ_{S} g), follower n's share of its station's received power, the rate is
    /// -(W/8) log2(1 - beta), and a station's shares sum to at most B_m = G_m/(sigma2 + G_m). So for any lambda >= 0
    ///
    ///     OPT <= Σ_m lambda_m B_m + Σ_n max(0, max_m max_i [v_nm(beta_i) - lambda_m beta_{i-1}])
    ///
    /// over a grid of `cells` equal cells on [0, g/(g + sigma2)]. A cell is bounded by the profit at its upper and the
    /// charge at its lower end, so the bound holds for every number of cells, and for both idle modes.
    ///
    /// - Parameters:
    ///   - multipliers: lambda >= 0, one a station.
    ///   - cells: K >= 1.
    /// - Returns: the bound, in the unit of utilities.
    /// - Complexity: O(N·M·K).
    public func dualBound(multipliers: [Double], cells: Int) -> Double {
        precondition(multipliers.count == stationCount && cells > 0, "\(multipliers.count) multipliers, \(cells) cells")
        var batch = PairBatch(self, capacity: cells)
        var bound = shareCharge(multipliers)
        for n in 0..<followerCount {
            var best = 0.0
            for m in 0..<stationCount {
                let charge = multipliers[m] * largestShare(n, m)
                batch.removeAll()
                for i in 1...cells { appendShare(n, m, fraction: Double(i) / Double(cells), to: &batch) }
                batch.offer(noiseW: 0)
                for i in 0..<cells { best = max(best, batch.profit[i] - charge * (Double(i) / Double(cells))) }
            }
            bound += best
        }
        return bound
    }

    /// Σ_m lambda_m B_m, the largest that all shares together can cost.
    func shareCharge(_ multipliers: [Double]) -> Double {
        (0..<stationCount).reduce(0) { sum, m in sum + multipliers[m] * totalShare(m) }
    }

    /// B_m = G_m/(sigma2 + G_m) with G_m all mAPs' received power: the largest sum of shares at a station.
    func totalShare(_ m: Int) -> Double {
        let power = (0..<followerCount).reduce(0) { $0 + g[$1 * stationCount + m] }
        return power / (noiseW + power)
    }

    /// The share of an mAP that is alone at a station, the largest it can have.
    func largestShare(_ n: Int, _ m: Int) -> Double {
        let power = g[n * stationCount + m]
        return power / (power + noiseW)
    }

    /// Adds the pair at `fraction` of its largest share, for an evaluation at noise 0.
    ///
    /// That share belongs to interference plus noise of (sigma2 + g (1 - fraction))/fraction: a sum of positive terms,
    /// where 1 - beta would cancel for a strong mAP.
    func appendShare(_ n: Int, _ m: Int, fraction: Double, to batch: inout PairBatch) {
        let power = g[n * stationCount + m]
        batch.append(n, m, interference: (noiseW + power * (1 - fraction)) / fraction)
    }
}
