import Foundation
import Games

/// A small generator, so that a failing case is found again by its seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

enum RandomGames {
    /// Parameters spread over orders of magnitude: far from symmetric, size limits bind now and then.
    static func wide(
        followers: Int, stations: Int, _ mode: PricingInstance.IdleMode, _ random: inout SplitMix
    ) throws -> PricingInstance {
        func draw(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
            (0..<count).map { _ in exp(Double.random(in: log(low)...log(high), using: &random)) }
        }
        return try PricingInstance(
            bandwidthMHz: draw(stations, 1, 20), speedGcyclePerS: draw(stations, 2, 30), x: draw(stations, 0.3, 1),
            rhoPerMB: draw(stations, 0.3, 1.5), powerW: draw(followers, 0.05, 0.2),
            h: (0..<followers).map { _ in draw(stations, 1e-13, 1e-7) },
            cyclesGcyclePerMB: (0..<followers).map { _ in draw(stations, 1, 10) }, limitMB: draw(followers, 0.5, 10),
            gammaA: draw(followers, 2, 50), gammaDPerS: draw(followers, 0.01, 3), eps: draw(1, 1e-6, 1e-3)[0],
            noiseW: 1e-13, idleMode: mode)
    }

    /// Slot 0 of a default drop, with `overrides` of the scenario.
    static func drop(
        _ seed: Int, _ mode: PricingInstance.IdleMode = .silent,
        _ overrides: [(key: String, value: ParameterValue)] = []
    ) throws -> PricingInstance {
        let scenario = try Scenario(name: "drop", game: "pricing", parameters: PricingGame.parameters).overriding(
            [("mode", .text(mode.rawValue))] + overrides, name: "drop")
        var game = try PricingGame(scenario, rows: 1)
        game.reset(worldSeeds: [UInt64(seed)])
        return game.instance(row: 0)
    }

    /// As above, at `followers` mAPs and `stations`.
    static func drop(
        _ seed: Int, followers: Int, stations: Int = 2, _ mode: PricingInstance.IdleMode = .silent,
        _ overrides: [(key: String, value: ParameterValue)] = []
    ) throws -> PricingInstance {
        try drop(seed, mode, [("followers", .integer(followers)), ("stations", .integer(stations))] + overrides)
    }
}
