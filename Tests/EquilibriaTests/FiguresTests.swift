import Games
import Testing

@testable import Equilibria

/// Section 14's figures at equilibrium, on fewer seeds.
@Suite("Figures at equilibrium")
struct FiguresTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let parameter: String
        let values: [Double]
        let firstSeed: Int
        let seeds: Int
        let columns: [String]
        let means: [[Double]]
        var testDescription: String { name }

        /// The scenario's override for one value of the swept parameter.
        func overrides(_ value: Double) throws -> [(key: String, value: ParameterValue)] {
            switch parameter {
            case "W": [("bandwidth", .numbers([value]))]
            case "f": [("speed", .numbers([value]))]
            case "N": [("followers", .integer(Int(value)))]
            case "M": [("stations", .integer(Int(value)))]
            case "gammaA": [("gammaA", .numbers([value]))]
            default: throw UnknownParameter(name: parameter)
            }
        }
    }

    struct UnknownParameter: Error {
        let name: String
    }

    static var cases: [Case] { get throws { try GoldenPricing.cases("figures", as: Case.self) } }

    @Test("have the reference means in every column", arguments: try cases)
    func meansMatchReference(_ reference: Case) throws {
        for (value, means) in zip(reference.values, reference.means) {
            var sums: [String: Double] = [:]
            for seed in reference.firstSeed..<reference.firstSeed + reference.seeds {
                for (mode, suffix) in [(PricingInstance.IdleMode.silent, ""), (.connected, "c")] {
                    let instance = try RandomGames.drop(seed, mode, reference.overrides(value))
                    add(try instance.exactEquilibrium(), "SE\(suffix)", to: &sums)
                    let game = AccessGame(instance)
                    guard case .equilibrium(let access, _) = game.play() else {
                        Issue.record("seed \(seed) has no fixed point")
                        continue
                    }
                    add(
                        PricingEquilibrium(game.play(at: access), of: instance, bound: nil, converged: true, rounds: 0),
                        "FP\(suffix)", to: &sums)
                }
            }
            for (column, expected) in zip(reference.columns, means) {
                let mean = (sums[column] ?? .nan) / Double(reference.seeds)
                // The file's tolerance.
                #expect(abs(mean - expected) <= 1e-8 * expected, "\(column) at \(value)")
            }
        }
    }

    private func add(_ equilibrium: PricingEquilibrium, _ name: String, to sums: inout [String: Double]) {
        let count = Double(equilibrium.followerUtilities.count)
        sums["\(name).leader", default: 0] += equilibrium.value ?? .nan
        sums["\(name).mAP", default: 0] += equilibrium.followerUtilities.reduce(0, +) / count
        let active = equilibrium.play?.sizesMB.filter { $0 > 0 }.count ?? 0
        sums["\(name).active", default: 0] += Double(active) / count
    }
}
