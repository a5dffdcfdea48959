import Foundation
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

    /// Section 8 as it stands, one follower at a time, from the pair kernels alone.
    static func sequential(
        _ instance: PricingInstance, prices: [Double]?, sweeps most: Int
    ) -> (access: [Int], sweeps: Int?) {
        let (followers, stations) = (instance.followerCount, instance.stationCount)
        var access = Array(repeating: -1, count: followers)
        for sweep in 0..<most {
            var moved = false
            for n in 0..<followers {
                let row = n * stations..<(n + 1) * stations
                let a = Array(instance.rates(of: access).delayCost[row])
                let (b, k) = (Array(instance.b[row]), Array(instance.k[row]))
                let limits = a.map { _ in instance.limitMB[n] }
                let gammaA = a.map { _ in instance.gammaA[n] }
                let posted =
                    prices.map { Array($0[row]) }
                    ?? Columns.bestPrices(a: a, b: b, k: k, rx: instance.rx, limitMB: limits, gammaA: gammaA).price
                let scores = Columns.bestResponses(
                    a: a, price: posted, k: k, rx: instance.rx, limitMB: limits, gammaA: gammaA
                ).score
                let best = scores.reduce(-.infinity, max)
                let near = scores.indices.filter { scores[$0] >= best - PricingBatch.tie }
                var choice = near.contains(access[n]) ? access[n] : near[0]
                if instance.idleMode == .silent && best <= 0 { choice = -1 }
                if choice != access[n] { moved = true }
                access[n] = choice
            }
            if !moved { return (access, sweep) }
        }
        return (access, nil)
    }

    /// A random game; `spread` is how many powers of ten its numbers range over.
    static func random(_ seed: UInt64, spread: Double, mode: PricingInstance.IdleMode) throws -> PricingInstance {
        let stream = RandomStream(seed: seed, purpose: .init(30))
        var drawn: UInt32 = 0
        func draw(_ middle: Double, zeros: Double = 0) -> Double {
            drawn += 1
            let (first, second) = stream.uniforms(slot: drawn)
            return second < zeros ? 0 : middle * exp((first - 0.5) * spread * log(10))
        }
        let (followers, stations) = (2 + Int(seed % 6), 1 + Int(seed % 4))
        func vector(_ count: Int, _ middle: Double, zeros: Double = 0) -> [Double] {
            (0..<count).map { _ in draw(middle, zeros: zeros) }
        }
        return try PricingInstance(
            bandwidthMHz: vector(stations, 5), speedGcyclePerS: vector(stations, 20), x: vector(stations, 0.7),
            rhoPerMB: vector(stations, 0.5), powerW: vector(followers, 0.1),
            h: (0..<followers).map { _ in vector(stations, 1e-9, zeros: 0.05) },
            cyclesGcyclePerMB: (0..<followers).map { _ in vector(stations, 2) },
            limitMB: vector(followers, 2, zeros: 0.1), gammaA: vector(followers, 10),
            gammaDPerS: vector(followers, 0.45, zeros: 0.1), eps: 1e-5, noiseW: 1e-13, idleMode: mode)
    }

    @Test("decides as scores do", arguments: PricingInstance.IdleMode.allCases, [0.5, 2])
    func scores(_ mode: PricingInstance.IdleMode, _ spread: Double) throws {
        for seed in 0..<150 as Range<UInt64> {
            let instance = try Self.random(seed, spread: spread, mode: mode)
            let posted = instance.k.map { 0.35 * $0 }
            for prices in [posted, nil] {
                var batch = PricingBatch(instance, environments: 1)
                if let prices { batch.price = prices }
                batch.bestRespond(gain: instance.h, prices: prices == nil ? .adaptive : .posted, maximumSweeps: 30)
                let expected = Self.sequential(instance, prices: prices, sweeps: 30)
                #expect(batch.access.map(Int.init) == expected.access, "seed \(seed)")
                #expect(Int(batch.sweeps[0]) == expected.sweeps ?? -1, "seed \(seed)")
            }
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

    @Test("sums up best sizes as any sizes")
    func consistent() throws {
        let (radio, certified) = try Self.respond(followers: 6, stations: 2, seeds: Array(0..<20))
        var batch = certified
        batch.takeBestSizes(gain: radio.gain)
        #expect(batch.sizeMB == certified.sizeMB)
        for i in batch.utility.indices {
            // Two closed forms of values of order gammaA = 10.
            #expect(abs(batch.utility[i] - certified.utility[i]) <= 1e-13 * 10)
            #expect(abs(batch.profit[i] - certified.profit[i]) <= 1e-13 * 10)
        }
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
