import Equilibria
import Games
import Policies
import Testing

/// The policies of the reference tables, played over the very slots that they were measured on.
///
/// - SeeAlso: spec/offloading.md, section 17: S1, S3 and S4.
@Suite("Tables of the offloading game's policies")
struct OffloadingTableTests {
    @Test("give what section 17 states for the default parameters, 200 slots of seed 101")
    func defaults() throws {
        let table = try PolicyTable(seed: 101, slots: 200)
        // Cost, T, E, in deadline, PG, CG, C/C*; nil where the table states nothing.
        let rows: [(player: PolicyTable.Player, stated: [Double?], digits: [Int])] = [
            (.mecOnly(.reference), [21.07, 18.42, 13.21, 0.24, 1.00, 1.00, 3.16], [2, 2, 2, 2, 2, 2, 2]),
            (.gmrn(.random), [12.63, 10.12, 12.58, 0.66, 1.38, 1.57, 1.89], [2, 2, 2, 2, 2, 2, 2]),
            (.eqPLC, [13.26, 10.62, 13.21, 0.59, 1.26, 1.42, 1.96], [2, 2, 2, 2, 2, 2, 2]),
            (.propPLC, [15.46, 13.35, 10.53, 0.45, 1.44, 1.56, 2.31], [2, 2, 2, 2, 2, 2, 2]),
            (.mecOnly(.optimal), [19.12, 18.86, 1.30, 0.22, 1.78, 5.65, 2.87], [2, 2, 2, 2, 2, 2, 2]),
            (.gmrn(.optimal), [10.61, nil, nil, nil, nil, nil, 1.585], [2, 0, 0, 0, 0, 0, 3]),
            (.allINC(.reference), [8.90, 6.26, 13.21, 0.88, 1.47, 2.00, 1.31], [2, 2, 2, 2, 2, 2, 2]),
            (.allINC(.optimal), [6.96, 6.69, 1.30, 0.84, 4.34, 6.56, 1.029], [2, 2, 2, 2, 2, 2, 3]),
            (.oracle, [6.75, 6.49, 1.30, 0.87, 4.43, 6.60, 1], [2, 2, 2, 2, 2, 2, 2]),
        ]
        for row in rows {
            table.expect(
                row.player, row.stated, digits: row.digits, areModesDrawn: row.player == .gmrn(.optimal))
        }
    }

    /// Some 4,000 profiles a slot, which take two minutes where nothing is optimised; `make test-release`.
    @Test(
        "of which the social optimum costs least",
        .enabled(if: !_isDebugAssertConfiguration(), "takes minutes in a debug build"))
    func social() throws {
        try PolicyTable(seed: 101, slots: 200).expect(
            .social, [6.66, 6.40, 1.30, 0.88, 4.48, 6.62, 0.987], digits: [2, 2, 2, 2, 2, 2, 3])
    }

    @Test(
        "give the costs over C* that section 17 states for presets",
        arguments: [
            Preset("tight", slots: 200, [1.126, 1.60, 3.11, 1.87, 1.52, 2.29]),
            Preset("literalSINR", slots: 200, [1.060, 2.00, 4.26, 2.29, 2.25, 2.95]),
            Preset("literal", slots: 60, [1.00, nil, 4.03, 2.21, 2.55, 2.84]),
        ])
    func presets(preset: Preset) throws {
        let table = try PolicyTable(preset.scenario, seed: 101, slots: preset.slots)
        let players: [PolicyTable.Player] = [
            .allINC(.optimal), .gmrn(.optimal), .mecOnly(.reference), .gmrn(.random), .eqPLC, .propPLC,
        ]
        for (player, ratio) in zip(players, preset.ratios) {
            let digits = player == .allINC(.optimal) && preset.name != "literal" ? 3 : 2
            table.expect(
                player, [nil, nil, nil, nil, nil, nil, ratio], digits: [0, 0, 0, 0, 0, 0, digits],
                areModesDrawn: player == .gmrn(.optimal))
        }
    }

    @Test(
        "give the costs over C* that section 17 states for 1, 2 and 3 nodes, 100 slots of seed 303",
        arguments: [
            Preset("k1", slots: 100, [1.107, 2.08, 3.04]), Preset("k2", slots: 100, [1.063, 2.51, 2.54]),
            Preset("k3", slots: 100, [1.048, 2.87, nil]),
        ])
    func nodes(preset: Preset) throws {
        let table = try PolicyTable(preset.scenario, seed: 303, slots: preset.slots)
        let players: [(PolicyTable.Player, Int)] = [(.allINC(.optimal), 3), (.mecOnly(.reference), 2), (.eqPLC, 2)]
        for ((player, digits), ratio) in zip(players, preset.ratios) {
            table.expect(player, [nil, nil, nil, nil, nil, nil, ratio], digits: [0, 0, 0, 0, 0, 0, digits])
        }
    }

    @Test(
        "give what section 17 states for the user-oriented variants, 60 slots of seed 404",
        arguments: [
            Preset("psi1", slots: 60, [8.41, 0.99, 2.21, 3.50]), Preset("psi2", slots: 60, [12.92, 0.89, 2.04, 3.03]),
            Preset("psi3", slots: 60, [13.29, 0.86, 1.40, 2.22]),
            Preset("psi4", slots: 60, [17.43, 0.64, 1.34, 2.06]),
        ])
    func userOriented(preset: Preset) throws {
        let table = try PolicyTable(preset.scenario, seed: 404, slots: preset.slots)
        table.expect(
            .oracle, [preset.ratios[0], nil, nil, preset.ratios[1], nil, nil, nil], digits: [2, 0, 0, 2, 0, 0, 0])
        for (player, ratio) in [(PolicyTable.Player.gmrn(.random), 2), (.mecOnly(.reference), 3)] {
            table.expect(
                player, [nil, nil, nil, nil, nil, nil, preset.ratios[ratio]], digits: [0, 0, 0, 0, 0, 0, 2])
        }
    }
}

/// A preset and what a table states of it.
struct Preset: Sendable, CustomTestStringConvertible {
    let name: String
    let slots: Int
    let ratios: [Double?]

    init(_ name: String, slots: Int, _ ratios: [Double?]) {
        (self.name, self.slots, self.ratios) = (name, slots, ratios)
    }

    var testDescription: String { name }

    var scenario: Scenario {
        get throws {
            let preset = try #require(OffloadingGame.presets.first { $0.name == name })
            return try Scenario.offloading.overriding(preset.overrides, name: name)
        }
    }
}
