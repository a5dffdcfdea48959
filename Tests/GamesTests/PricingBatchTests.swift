import Games
import Testing

@Suite("Pricing batch")
struct PricingBatchTests {
    struct Access: Decodable {
        struct Outcome: Decodable {
            let converged: Bool
            let access: [Int32]?
            let sweepsWithMoves: Int32?
        }
        struct Mode: Decodable {
            let sequential: Outcome
        }
        struct Case: Decodable, CustomTestStringConvertible {
            let name: String
            let game: Golden.Instance
            let silent: Mode
            let connected: Mode
            var testDescription: String { name }
        }
        let cases: [Case]
    }

    @Test("finds the reference fixed points", arguments: try Golden.read("access", as: Access.self).cases)
    func fixedPoint(_ reference: Access.Case) {
        for (mode, outcome) in [
            (PricingInstance.IdleMode.silent, reference.silent.sequential),
            (.connected, reference.connected.sequential),
        ] {
            let instance = reference.game.instance.with(mode)
            var batch = PricingBatch(instance, environments: 1)
            batch.bestRespond(gain: instance.h, prices: .adaptive)
            guard outcome.converged else {
                #expect(batch.sweeps == [-1])
                continue
            }
            #expect(batch.access == outcome.access)
            if let sweeps = outcome.sweepsWithMoves { #expect(batch.sweeps == [sweeps]) }
        }
    }

    /// A default drop in every environment, prices 0.35 k, best responses.
    static func respond(
        followers: Int, stations: Int, seeds: [UInt64], kind: KernelKind = .best
    ) throws -> (PricingRadio, PricingBatch) {
        let scenario = try PricingGameTests.scenario([
            ("followers", .integer(followers)), ("stations", .integer(stations)),
        ])
        var game = try PricingGame(scenario, rows: 1)
        game.reset(worldSeeds: [0])
        let instance = game.instance(row: 0)  // of which a batch does not use the gains
        var radio = PricingRadio(followers: followers, stations: stations, environments: seeds.count, kind: kind)
        radio.start(seeds: seeds)
        radio.advance()
        var batch = PricingBatch(instance, environments: seeds.count, kind: kind)
        for pair in instance.k.indices {
            for e in seeds.indices { batch.price[pair * seeds.count + e] = 0.35 * instance.k[pair] }
        }
        batch.bestRespond(gain: radio.gain, prices: .posted)
        batch.takeBestSizes(gain: radio.gain)
        batch.certify(gain: radio.gain)
        return (radio, batch)
    }

    /// Everything about environment `e`.
    static func row(_ batch: PricingBatch, _ e: Int) -> [Double] {
        let count = batch.environmentCount
        let columns = [
            batch.access.map(Double.init), batch.sizeMB, batch.utility, batch.profit, batch.value, batch.bestUtility,
        ]
        return columns.flatMap { column in (0..<batch.followerCount).map { column[$0 * count + e] } }
            + [Double(batch.sweeps[e])]
    }

    @Test("does not depend on how many environments there are, bit for bit", arguments: [2, 16, 37])
    func environments(_ count: Int) throws {
        let seeds = (0..<UInt64(count)).map { 40 + $0 }
        let (_, batch) = try Self.respond(followers: 6, stations: 3, seeds: seeds)
        for (e, seed) in seeds.enumerated() {
            let (_, alone) = try Self.respond(followers: 6, stations: 3, seeds: [seed])
            #expect(Self.row(batch, e) == Self.row(alone, 0))
        }
    }

    @Test("is the same with every instruction set, bit for bit", arguments: KernelKind.allCases.filter(\.isAvailable))
    func kinds(_ kind: KernelKind) throws {
        let seeds = (0..<21).map { UInt64($0) }
        let (_, batch) = try Self.respond(followers: 5, stations: 2, seeds: seeds, kind: kind)
        let (_, baseline) = try Self.respond(followers: 5, stations: 2, seeds: seeds, kind: .baseline)
        for e in seeds.indices { #expect(Self.row(batch, e) == Self.row(baseline, e)) }
    }

    @Test("leaves nobody a better answer once it has settled")
    func settled() throws {
        let (_, batch) = try Self.respond(followers: 6, stations: 2, seeds: Array(0..<64))
        #expect(batch.sweeps.allSatisfy { $0 > 0 })
        for (best, utility) in zip(batch.bestUtility, batch.utility) {
            #expect(best >= 0)
            // The two are evaluated by different closed forms of values of order gammaA = 10.
            #expect(abs(best - utility) <= 1e-13 * 10)
        }
    }
}

extension PricingInstance {
    /// The same game in another mode.
    func with(_ mode: IdleMode) -> PricingInstance {
        guard
            let result = try? PricingInstance(
                bandwidthMHz: bandwidthMHz, speedGcyclePerS: speedGcyclePerS, x: x, rhoPerMB: rhoPerMB, powerW: powerW,
                h: rows(h), cyclesGcyclePerMB: rows(cyclesGcyclePerMB), limitMB: limitMB, gammaA: gammaA,
                gammaDPerS: gammaDPerS, eps: eps, noiseW: noiseW, idleMode: mode)
        else { preconditionFailure("a legal instance is legal in every mode") }
        return result
    }

    private func rows(_ values: [Double]) -> [[Double]] {
        (0..<followerCount).map { Array(values[$0 * stationCount..<($0 + 1) * stationCount]) }
    }
}
