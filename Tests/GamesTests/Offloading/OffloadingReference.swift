import Foundation
import Games

/// Reference cases of the offloading game, read from Tests/Golden.
enum OffloadingReference {
    /// The decoded file `Tests/Golden/offloading/<topic>.json`.
    static func read<Content: Decodable>(_ topic: String, as type: Content.Type) throws -> Content {
        var folder = URL(filePath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        let file = folder.appending(path: "Golden/offloading/\(topic).json")
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    /// A parameter that differs from its default.
    struct Value: Decodable {
        let value: ParameterValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let integer = try? container.decode(Int.self) {
                value = .integer(integer)
            } else if let number = try? container.decode(Double.self) {
                value = .number(number)
            } else {
                value = .text(try container.decode(String.self))
            }
        }
    }

    /// A static slot.
    struct Slot: Decodable {
        let params: [String: Value]
        let mu: [Int]
        let I, C, Tmax, q, p_ul, f_cn: [Double]
        let hn2: [[Double]]
        let X: [[[Double]]]

        var scenario: Scenario {
            get throws { try OffloadingReference.scenario(params) }
        }

        var instance: OffloadingInstance {
            get throws {
                try OffloadingInstance(
                    model: OffloadingModel(scenario), request: mu, dataMbit: I, workMcycle: C, deadlineMs: Tmax,
                    resultRatio: q, uplinkPowerW: p_ul, nodeClockGHz: f_cn, gain: Array(hn2.joined()),
                    coupling: .instant(Array(X.joined().joined())))
            }
        }
    }

    /// The default scenario with `params` in place of its own values.
    static func scenario(_ params: [String: Value]) throws -> Scenario {
        // Order does not matter where every key is there once.
        try scenario(params.map { ($0.key, $0.value.value) })
    }

    /// The default scenario, or the one of a preset, with `overrides` in place of its own values.
    static func scenario(
        _ overrides: [(key: String, value: ParameterValue)] = [], preset: String? = nil
    ) throws -> Scenario {
        let own = OffloadingGame.presets.first { $0.name == preset }?.overrides ?? []
        return try Scenario(name: OffloadingGame.name, game: OffloadingGame.name, parameters: OffloadingGame.parameters)
            .overriding(own + overrides, name: OffloadingGame.name)
    }
}
