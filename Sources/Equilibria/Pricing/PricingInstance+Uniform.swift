import Games

extension PricingInstance {
    /// The largest number of price vectors times access vectors that the uniform concept looks at.
    static let uniformLimit = 1 << 28

    /// The best uniform prices on a grid, every station posting one price to all (section 9, "Uniform prices").
    ///
    /// Prices run over `gridPoints` equal steps of [0, max_n k_nm] at each station. Followers play a pure equilibrium of
    /// the access game at those prices, the one that earns the leader most (optimistic selection); price vectors without
    /// one are skipped. There is no certificate beyond the grid: the bound is the optimum with prices of one's own.
    ///
    /// - Parameters:
    ///   - gridPoints: points an axis, at least 2.
    ///   - shouldStop: asked once a price vector; after `true` the best so far is returned with `converged == false`.
    /// - Returns: the best play; none if every price vector was skipped. `rounds` counts price vectors.
    /// - Throws: ``EquilibriumError/tooLarge(concept:measured:size:limit:remedy:)`` for too many combinations.
    /// - Complexity: O(N·M) for each of gridPoints^M price vectors and (M+1)^N access vectors at worst.
    public func uniformEquilibrium(
        gridPoints: Int = 25, shouldStop: () -> Bool = { false }
    ) throws(EquilibriumError) -> PricingEquilibrium {
        precondition(gridPoints >= 2, "\(gridPoints) grid points")
        let space = try ProfileSpace(self, concept: "uniform", remedy: "exact")
        var vectors = 1
        for _ in 0..<stationCount {
            guard vectors <= Self.uniformLimit / space.count / gridPoints else {
                throw .tooLarge(
                    concept: "uniform", measured: "grid points at \(stationCount) stations", size: gridPoints,
                    limit: (2...gridPoints).last { power($0, stationCount) <= Self.uniformLimit / space.count } ?? 1,
                    remedy: "a coarser grid")
            }
            vectors *= gridPoints
        }
        var search = UniformSearch(self, space, gridPoints: gridPoints)
        var looked = 0
        for vector in 0..<vectors {
            if shouldStop() { break }
            search.look(at: vector)
            looked += 1
        }
        return PricingEquilibrium(
            search.best.map { AccessGame(self, prices: $0.prices).play(at: $0.access) }, of: self,
            bound: optimumBound(shouldStop: shouldStop), converged: looked == vectors && search.best != nil,
            rounds: looked)
    }

    private func power(_ base: Int, _ exponent: Int) -> Int {
        (0..<exponent).reduce(1) { product, _ in min(product * base, Self.uniformLimit * 2) }
    }
}

/// Every access vector against one vector of station prices after the other.
private struct UniformSearch {
    let instance: PricingInstance
    let gridPoints: Int
    /// All access vectors, with the set at each station, shape `[profiles, N]` and `[profiles, M]`.
    let accesses: [[Int]]
    let sets: [[Int]]
    /// Price of each grid point, shape `[M, points]`.
    var prices: [Double] = []
    /// What followers get and the leader earns from each at every station, price and set; shape `[M, points, 2^N, N]`.
    var scores: [Double] = []
    var profits: [Double] = []
    var best: (value: Double, prices: [Double], access: [Int])?

    init(_ instance: PricingInstance, _ space: ProfileSpace, gridPoints: Int) {
        self.instance = instance
        self.gridPoints = gridPoints
        let accesses = (0..<space.count).map(space.access)
        self.accesses = accesses
        sets = accesses.map(space.sets)
        tabulate()
    }

    private mutating func tabulate() {
        let (followers, stations) = (instance.followerCount, instance.stationCount)
        let setCount = 1 << followers
        scores = Array(repeating: 0, count: stations * gridPoints * setCount * followers)
        profits = scores
        var batch = PairBatch(instance, capacity: setCount * followers)
        for m in 0..<stations {
            batch.removeAll()
            var places: [Int] = []
            let power = instance.subsetPowers(at: m)
            for set in 1..<setCount {
                for n in 0..<followers where set >> n & 1 != 0 {
                    batch.append(n, m, interference: power[set & ~(1 << n)])
                    places.append(set * followers + n)
                }
            }
            batch.findDelayCosts()
            let highest = (0..<followers).reduce(0) { max($0, instance.k[$1 * stations + m]) }
            for point in 0..<gridPoints {
                let price = highest * Double(point) / Double(gridPoints - 1)
                prices.append(price)
                for position in places.indices { batch.post(price, at: position) }
                batch.respondAtDelayCosts()
                let base = (m * gridPoints + point) * setCount * followers
                for (position, place) in places.enumerated() {
                    scores[base + place] = batch.score[position]
                    let b = instance.b[place % followers * stations + m]
                    profits[base + place] = (price - b) * batch.size[position]
                }
            }
        }
    }

    /// Takes the best pure equilibrium at price vector number `vector`, if it beats the best so far.
    mutating func look(at vector: Int) {
        let (followers, stations) = (instance.followerCount, instance.stationCount)
        var bases: [Int] = []
        var rest = vector
        for m in 0..<stations {
            bases.append((m * gridPoints + rest % gridPoints) << followers * followers)
            rest /= gridPoints
        }
        for (access, sets) in zip(accesses, sets) {
            var value = 0.0
            for n in 0..<followers where access[n] >= 0 {
                value += profits[bases[access[n]] + sets[access[n]] * followers + n]
            }
            guard value > best?.value ?? -.infinity, isEquilibrium(access, sets, bases) else { continue }
            let stationPrices = (0..<stations).map { m in
                prices[bases[m] / (followers << followers)]
            }
            best = (value, instance.perStation(stationPrices), access)
        }
    }

    private func isEquilibrium(_ access: [Int], _ sets: [Int], _ bases: [Int]) -> Bool {
        let followers = instance.followerCount
        let isSilent = instance.idleMode == .silent
        for n in 0..<followers {
            let here = access[n]
            let now = here < 0 ? 0 : scores[bases[here] + sets[here] * followers + n]
            if isSilent, here >= 0, now <= 0 { return false }
            for m in 0..<instance.stationCount
            where scores[bases[m] + (sets[m] | 1 << n) * followers + n] - now > AccessGame.tie { return false }
        }
        return true
    }
}
