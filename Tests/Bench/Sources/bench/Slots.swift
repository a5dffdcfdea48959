import Games

/// The slot that is measured, in `environmentCount` environments with world seeds 1, 2, ...
struct Slots {
    let environmentCount: Int
    private let instance: PricingInstance
    private var radio: PricingRadio
    private var batch: PricingBatch

    init(environments: Int, kind: KernelKind) {
        environmentCount = environments
        let scenario = Scenario(name: "pricing", game: PricingGame.name, parameters: PricingGame.parameters)
        guard var game = try? PricingGame(scenario, rows: 1) else { preconditionFailure("defaults are legal") }
        game.reset(worldSeeds: [1])
        instance = game.instance(row: 0)
        radio = PricingRadio(
            followers: instance.followerCount, stations: instance.stationCount, environments: environments,
            kind: kind)
        batch = PricingBatch(instance, environments: environments, kind: kind)
        radio.start(seeds: (1...UInt64(environments)).map { $0 })
    }

    mutating func play() {
        radio.advance()
        for pair in instance.k.indices {
            let price = 0.35 * instance.k[pair]
            for i in pair * environmentCount..<(pair + 1) * environmentCount { batch.price[i] = price }
        }
        batch.bestRespond(gain: radio.gain, prices: .posted)
        batch.takeBestSizes(gain: radio.gain)
    }

    /// Plays as many slots as the peer did and compares utilities.
    ///
    /// - Throws: ``Disagreement`` where one differs by more than 1e-9.
    mutating func agree(with peer: NumPySlot) throws {
        for _ in 0..<NumPySlot.slots { play() }
        guard let expected = peer.values[environmentCount] else { throw Disagreement(what: "no values from NumPy") }
        let followers = instance.followerCount
        for e in 0..<environmentCount {
            var (profit, utility) = (0.0, 0.0)
            for n in 0..<followers {
                profit += batch.profit[n * environmentCount + e]
                utility += batch.utility[n * environmentCount + e]
            }
            for (ours, theirs) in [
                (profit, expected[e]), (utility / Double(followers), expected[environmentCount + e]),
            ] where abs(ours - theirs) > 1e-9 * (1 + abs(theirs)) {
                throw Disagreement(what: "environment \(e) of \(environmentCount): \(ours), NumPy has \(theirs)")
            }
        }
    }
}

/// The two sides do not play the same game.
struct Disagreement: Error {
    let what: String
}
