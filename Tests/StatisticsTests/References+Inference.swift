import Statistics
import Testing

extension References {
    /// Numbers of SciPy, statsmodels and rliable, written by Tests/Golden/statistics/inference.py.
    struct Inference: Decodable, Sendable {
        let cases: [Sample]
        /// Rows of pairs, significance, size, true effect, power of detecting the size, power of equivalence within it.
        let designs: [[Double]]
        /// Rows of the mixture's precision, t, number of observations, e-value.
        let bayesFactors: [[Double]]
        let holm: [Adjusted]
    }

    struct Adjusted: Decodable, Sendable {
        let pValues: [Double]
        let adjusted: [Double]
    }

    /// A data set by its recipe, which samples.py has also; every number is to be multiplied by 2^exponent.
    struct Sample: Decodable, Sendable, CustomTestStringConvertible {
        let shape: String
        let n: Int
        let seed: UInt64
        let offset: Double
        let shift: Double
        let exponent: Int
        let mean: Double
        let standardDeviation: Double
        let margin: Double
        let pValue: Double
        let equivalencePValue: Double
        let wilcoxon: Double
        let signFlip: Double?
        let interquartileMean: Double
        let improvement: Double
        let meanInterval: [Double]?
        let iqmInterval: [Double]?
        let improvementInterval: [Double]?

        var testDescription: String { "\(shape) n=\(n) seed=\(seed)" }

        /// 2^exponent.
        var unit: Double { Double(sign: .plus, exponent: exponent, significand: 1) }

        /// The two arms before they are multiplied.
        var arms: (a: [Double], b: [Double]) {
            var random = SplitMix64(seed: seed)
            var a: [Double] = []
            var b: [Double] = []
            for _ in 0..<n {
                let u = (0..<13).map { _ in Double(random.next() >> 11) * 0x1p-53 }
                a.append(offset + (64 * u[12]).rounded(.down))
                b.append(a[a.count - 1] + (difference(u) + shift))
            }
            return (a, b)
        }

        /// The two arms.
        var pairs: (a: [Double], b: [Double]) {
            let (a, b) = arms
            return (a.map { $0 * unit }, b.map { $0 * unit })
        }

        private func difference(_ u: [Double]) -> Double {
            switch shape {
            case "sum": u[..<12].reduce(0, +) - 6
            case "uniform": u[0] - 0.5
            case "skewed": u[0] * u[0] * u[0] - 0.2
            case "outliers": u[1] < 0.05 ? 100 * u[0] : u[0] - 0.5
            case "ties": (6 * u[0]).rounded(.down) - 2
            case "zeros": (3 * u[0]).rounded(.down) - 1
            case "constant": 0.5
            case "identical": 0
            default: .nan
            }
        }
    }

    static func inference() throws -> Inference { try inferenceOnce.get() }

    private static let inferenceOnce = Result { try read("inference.json") as Inference }
}
