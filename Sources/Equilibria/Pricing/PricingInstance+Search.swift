import Games

extension PricingInstance {
    /// The best play that a multi-start local search finds, for any number of mAPs, with the dual bound (section 9).
    ///
    /// Starts: where the dual bound's multipliers place everybody, the fixed point of the access game, everybody out, and
    /// `randomStarts` random access vectors; in connected mode whom a start leaves out goes where its power is largest.
    /// The result depends on the seed and the starts only, never on time. The prices implement the access vector found
    /// (``commitment(to:)``), so the followers are at equilibrium whatever the quality of the search; the certificate's
    /// gap says how much the leader may still miss.
    ///
    /// - Parameters:
    ///   - seed: keys the random starts (purpose 6, t = start).
    ///   - randomStarts: R.
    ///   - shouldStop: asked once a move; after `true` the best so far is returned with `converged == false`.
    /// - Returns: the play with its certificate; `rounds` counts the improvements made.
    /// - Complexity: see ``LocalSearch`` and ``DualMinimiser``.
    public func searchEquilibrium(
        seed: UInt64 = 0, randomStarts: Int = 8, shouldStop: () -> Bool = { false }
    ) -> PricingEquilibrium {
        let bound = DualMinimiser(self).minimise(shouldStop: shouldStop)
        var best = (value: -Double.infinity, access: bound.access)
        var moves = 0
        var finished = true
        for start in 0..<3 + randomStarts {
            var search = LocalSearch(self, from: searchStart(start, seed: seed, dual: bound.access))
            finished = search.climb(shouldStop: shouldStop)
            moves += search.moves
            if search.value > best.value { best = (search.value, search.access) }
            if !finished { break }
        }
        return PricingEquilibrium(
            commitment(to: strippingIdle(best.access)), of: self, bound: bound.value, converged: finished,
            rounds: moves)
    }

    private func searchStart(_ index: Int, seed: UInt64, dual: [Int]) -> [Int] {
        var access = Array(repeating: -1, count: followerCount)
        switch index {
        case 0: access = dual
        case 1: if case .equilibrium(let found, _) = AccessGame(self).play() { access = found }
        case 2: break
        default:
            let stream = RandomStream(seed: seed, purpose: .searchStart)
            for n in access.indices {
                let (u, _) = stream.uniforms(slot: UInt32(index - 3), n: UInt32(n))
                access[n] = idleMode == .silent ? Int(u * Double(stationCount + 1)) - 1 : Int(u * Double(stationCount))
            }
        }
        guard idleMode == .connected else { return access }
        return access.indices.map { n in
            access[n] >= 0
                ? access[n]
                : (0..<stationCount).max { g[n * stationCount + $0] < g[n * stationCount + $1] } ?? 0
        }
    }

    /// `access` without the mAPs that buy nothing where they are; in connected mode they have to stay.
    func strippingIdle(_ access: [Int]) -> [Int] {
        guard idleMode == .silent else { return access }
        let sizes = commitment(to: access).sizesMB
        return access.indices.map { sizes[$0] > 0 ? access[$0] : -1 }
    }
}
