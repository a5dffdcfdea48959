import Foundation
import Policy
import Testing

@testable import Experiments

/// Runs to store.
enum StoreSamples {
    static let declarations = [
        StoredRun.Declaration(name: "cost", unit: "cost/user", direction: .lower),
        StoredRun.Declaration(name: "utility, \"net\"", unit: "utility", direction: .higher),
    ]

    static func plugin(_ role: Role, _ name: String, standsIn: Bool = false) -> PluginDescription {
        PluginDescription(
            role: role, name: name, version: "1.2", sha256: String(repeating: "ab", count: 32),
            hasFullInformation: role == .operator, standsIn: standsIn)
    }

    static func start(
        kind: StoredRun.Kind = .ab, scenario: String = "pricing/dense", hash: String = "faafcfc72676", seed: UInt64 = 7,
        slots: Int = 100, operators: [String] = ["analytic:concept=access,k=3", "random"],
        parameters: JSON = ["gammaA": 12.5, "bandwidth": [5, 7.25], "rule": "a \"b\""]
    ) -> StoredRun.Start {
        StoredRun.Start(
            kind: kind, scenario: scenario, scenarioHash: hash, parameters: parameters, seed: seed,
            slotsPerEpisode: slots,
            arms: operators.map {
                StoredRun.Arm(
                    operator: $0, followers: "best-response",
                    plugins: [plugin(.operator, "analytic"), plugin(.followers, "best-response", standsIn: true)])
            },
            declarations: declarations, arguments: ["ab", "pricing", "--a", "python3 it's.py"], version: "0.1.0",
            host: ["cores": 2, "memoryBytes": nil])
    }
}

extension TemporaryFolder {
    /// A store of this folder.
    var storePath: String { "\(path)/runs.sqlite" }

    func store() throws -> RunStore { try RunStore(path: storePath) }
}
