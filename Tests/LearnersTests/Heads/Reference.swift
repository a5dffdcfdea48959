import Foundation

@testable import Learners

/// Squashes, densities and derivatives in double precision, after their definitions.
enum Reference {
    static func squash(_ squash: Squash, _ x: Double) -> Double {
        switch squash {
        case .logistic: 1 / (1 + exp(-x))
        case .tanh: tanh(x)
        }
    }

    /// ln of the squash's slope at x.
    static func logSlope(_ squash: Squash, _ x: Double) -> Double {
        switch squash {
        case .logistic: -abs(x) - 2 * log1p(exp(-abs(x)))
        // 1/cosh^2, and cosh x = e^|x| (1 + e^-2|x|)/2.
        case .tanh: 2 * (log(2) - abs(x) - log1p(exp(-2 * abs(x))))
        }
    }

    /// ln of the density of s(x) where x = mean + e^logStd noise.
    static func logDensity(_ squash: Squash, mean: Double, logStd: Double, noise: Double) -> Double {
        -0.5 * noise * noise - logStd - 0.5 * log(2 * .pi) - logSlope(squash, mean + exp(logStd) * noise)
    }

    /// The expectation of `body` over standard normal noise, by the trapezoidal rule, which is exact to 1e-10 for smooth
    /// functions of it.
    static func expectation(_ body: (_ noise: Double) -> Double) -> Double {
        let (steps, limit) = (240, 8.0)
        let width = 2 * limit / Double(steps)
        return (0...steps).reduce(0) { sum, step in
            let noise = -limit + width * Double(step)
            return sum + width * exp(-0.5 * noise * noise) / (2 * .pi).squareRoot() * body(noise)
        }
    }

    static func softmax(_ logits: [Double]) -> [Double] {
        let most = logits.max() ?? 0
        let weights = logits.map { exp($0 - most) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// The gradient of `function` at `point`, by central differences of two steps that cancel the leading error.
    static func gradient(at point: [Double], _ function: ([Double]) -> Double) -> [Double] {
        let step = 1e-4
        return point.indices.map { index in
            func slope(_ step: Double) -> Double {
                var (above, below) = (point, point)
                above[index] += step
                below[index] -= step
                return (function(above) - function(below)) / (2 * step)
            }
            return (4 * slope(step) - slope(2 * step)) / 3
        }
    }
}

extension Matrix {
    /// Rows that all are `row`.
    convenience init(_ row: [Double], rows: Int) {
        self.init(rows: rows, columns: row.count)
        for i in 0..<count { self[i] = Float(row[i % row.count]) }
    }
}
