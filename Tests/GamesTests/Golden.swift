import Foundation
import Games

/// Reference cases of the pricing game, read from Tests/Golden.
enum Golden {
    /// The decoded file `Tests/Golden/pricing/<topic>.json`.
    static func read<Content: Decodable>(_ topic: String, as type: Content.Type) throws -> Content {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let decoder = JSONDecoder()
        return try decoder.decode(type, from: Data(contentsOf: folder.appending(path: "Golden/pricing/\(topic).json")))
    }

    /// A static game as reference cases write it; numbers that are not finite are strings.
    struct Instance: Decodable {
        let instance: PricingInstance

        enum Key: String, CodingKey {
            case bandwidth = "W_MHz"
            case speed = "f_GcyclePerS"
            case x
            case rho = "rho_perMB"
            case power = "p_W"
            case h
            case cycles = "c_GcyclePerMB"
            case limit = "o_MB"
            case gammaA
            case gammaD = "gammaD_perS"
            case eps
            case noise = "sigma2_W"
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            func vector(_ key: Key) throws -> [Double] {
                try fields.decodeIfPresent([Number].self, forKey: key)?.map(\.value) ?? []
            }
            func matrix(_ key: Key) throws -> [[Double]] {
                try fields.decodeIfPresent([[Number]].self, forKey: key)?.map { $0.map(\.value) } ?? []
            }
            instance = try PricingInstance(
                bandwidthMHz: vector(.bandwidth), speedGcyclePerS: vector(.speed), x: vector(.x),
                rhoPerMB: vector(.rho), powerW: vector(.power), h: matrix(.h), cyclesGcyclePerMB: matrix(.cycles),
                limitMB: vector(.limit), gammaA: vector(.gammaA), gammaDPerS: vector(.gammaD),
                eps: fields.decode(Number.self, forKey: .eps).value,
                noiseW: fields.decode(Number.self, forKey: .noise).value)
        }
    }

    /// A number, or the name of one that is not finite.
    struct Number: Decodable {
        let value: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let name = try? container.decode(String.self) {
                guard let value = Double(name) else {
                    throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number: \(name)")
                }
                self.value = value
            } else {
                value = try container.decode(Double.self)
            }
        }
    }
}

/// |value - expected| relative to |expected|; zero expected must be met exactly.
func relativeError(_ value: Double, _ expected: Double) -> Double {
    if value == expected { return 0 }
    return abs(value - expected) / abs(expected)
}
