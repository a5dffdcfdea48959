import Games

/// The game that the followers of one pricing game play for stations: each joins the station it scores best at, given
/// where the others are (section 8).
///
/// Prices are Proposition 2's at the rates of the moment (*adaptive*, the game Algorithm 1 aims at), or a posted matrix.
/// An access vector is a pure Nash equilibrium if nobody gains more than `tie` by moving and, in silent mode, everybody
/// in a station has a score above 0.
public struct AccessGame: Sendable {
    /// Scores this close are equal, in units of the follower's accuracy weight: the rule that followers play by.
    public static let tie = PricingBatch.tie

    public let instance: PricingInstance
    /// Posted prices in utility/MB, shape `[N, M]`; adaptive where `nil`.
    public let prices: [Double]?

    public init(_ instance: PricingInstance, prices: [Double]? = nil) {
        precondition(prices.map { $0.count == instance.g.count } ?? true, "prices do not have the shape of the game")
        self.instance = instance
        self.prices = prices
    }

    /// How best-response dynamics ended.
    public enum Outcome: Sendable, Hashable {
        /// At a pure Nash equilibrium, after this many sweeps in which somebody moved.
        case equilibrium([Int], sweeps: Int)
        /// At an access vector seen before: the dynamics repeat for ever with this period.
        case cycle(period: Int, sweeps: Int)
        /// At the limit of sweeps, or interrupted.
        case unfinished(sweeps: Int)
    }

    /// Best-response dynamics from `start` (everybody out by default) in index order, or all at once.
    ///
    /// A follower stays if its station is within `tie` of the best, else takes the lowest of the best; in silent mode it
    /// leaves where no score is above 0. Sequential dynamics nearly always end within five sweeps; simultaneous ones
    /// cycle in most default drops (section 8, "Measured").
    ///
    /// - Parameters:
    ///   - order: who moves when.
    ///   - start: where everybody is at first.
    ///   - maximumSweeps: after which it is given up.
    ///   - shouldStop: asked once a sweep; `true` ends it.
    ///   - onSweep: is told where everybody is after each sweep in which somebody moved.
    /// - Returns: how it ended.
    /// - Complexity: O(N·M) a sweep.
    public func play(
        _ order: UpdateOrder = .sequential, from start: [Int]? = nil, maximumSweeps: Int = 1000,
        shouldStop: () -> Bool = { false }, onSweep: ([Int]) -> Void = { _ in }
    ) -> Outcome {
        var access = start ?? Array(repeating: -1, count: instance.followerCount)
        var seen = [access: 0]
        var batch = PairBatch(instance, capacity: instance.stationCount)
        for sweep in 1...maximumSweeps {
            if shouldStop() { return .unfinished(sweeps: sweep - 1) }
            let before = access
            // Totals anew each sweep, so that rounding cannot add up over sweeps.
            var load = StationLoad(instance, access: access)
            for n in access.indices {
                let current = before[n]
                let station = bestResponse(of: n, at: current, load, &batch)
                guard station != current else { continue }
                access[n] = station
                guard order == .sequential else { continue }
                let row = n * instance.stationCount
                if current >= 0 { load.remove(instance.g[row + current], from: current) }
                if station >= 0 { load.add(instance.g[row + station], to: station) }
            }
            if access == before { return .equilibrium(access, sweeps: sweep - 1) }
            onSweep(access)
            if let first = seen[access] { return .cycle(period: sweep - first, sweeps: sweep) }
            seen[access] = sweep
        }
        return .unfinished(sweeps: maximumSweeps)
    }

    /// Where follower `n` goes, being at `current` under `load`.
    private func bestResponse(of n: Int, at current: Int, _ load: StationLoad, _ batch: inout PairBatch) -> Int {
        batch.removeAll()
        for m in 0..<instance.stationCount {
            let price = prices?[n * instance.stationCount + m] ?? 0
            batch.append(n, m, interference: load.interference(instance, n, at: m, current: current), price: price)
        }
        if prices == nil { batch.offerAndScore() } else { batch.respond() }
        return choose(from: batch.score.span, current: current)
    }

    /// The tie rule of section 8 over the scores of the stations.
    func choose(from scores: Span<Double>, current: Int) -> Int {
        var best = -Double.infinity
        for m in scores.indices { best = max(best, scores[m]) }
        let isSilent = instance.idleMode == .silent
        if isSilent, best <= 0 { return -1 }
        if current >= 0, scores[current] >= best - Self.tie, !isSilent || scores[current] > 0 { return current }
        for m in scores.indices where scores[m] >= best - Self.tie && (!isSilent || scores[m] > 0) { return m }
        return -1
    }

    /// The play at `access`: the prices of this game there, and the followers' best sizes.
    public func play(at access: [Int]) -> PricingPlay {
        let interference = instance.interference(of: access)
        var batch = PairBatch(instance, capacity: instance.g.count)
        for n in access.indices {
            for m in 0..<instance.stationCount {
                let pair = n * instance.stationCount + m
                batch.append(n, m, interference: interference[pair], price: prices?[pair] ?? 0)
            }
        }
        if prices == nil { batch.offer() }
        let posted = prices ?? batch.price
        for position in posted.indices { batch.post(posted[position], at: position) }
        batch.respond()
        let sizes = access.indices.map { n in access[n] < 0 ? 0 : batch.size[n * instance.stationCount + access[n]] }
        return PricingPlay(prices: posted, access: access, sizesMB: sizes)
    }
}
