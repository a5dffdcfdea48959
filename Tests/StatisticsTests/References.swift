import Foundation
import Testing

/// Numbers of SciPy and others, written by Tests/Golden/statistics/make.py.
enum References {
    struct Paired: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let a: [Double]
        let b: [Double]
        let mean: Double
        let standardDeviation: Double
        let interval95: [Double]
        let interval90: [Double]
        let pValue: Double
        let margin: Double
        let verdict: String
        let equivalencePValue: Double
        let pairsForMargin: Int?
        let pairsForHalfMargin: Int?
        let pairsForMarginAtOnePercent: Int?

        var testDescription: String { name }
    }

    struct Distributions: Decodable {
        /// Rows of degrees of freedom, argument, value.
        let studentTCumulative: [[Double]]
        let studentTQuantile: [[Double]]
        /// Rows of argument, value.
        let normalCumulative: [[Double]]
        let normalQuantile: [[Double]]
        let lambertW0: [[Double]]
    }

    static func paired() throws -> [Paired] { try read("paired.json") }
    static func distributions() throws -> Distributions { try read("distributions.json") }

    static func read<Value: Decodable>(_ file: String) throws -> Value {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Golden/statistics/\(file)"))
        return try JSONDecoder().decode(Value.self, from: data)
    }
}

/// 1e-9 relative: what issue and users compare at; SciPy and Boost differ in the last digits of long sums and tails.
func agrees(_ value: Double, _ reference: Double, scale: Double = 0) -> Bool {
    value == reference || abs(value - reference) <= 1e-9 * max(abs(reference), scale)
}
