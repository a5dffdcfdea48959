import Foundation
import Testing

@testable import Learners

@Suite("Gaussian head")
struct GaussianHeadTests {
    private static let (rows, dimensions) = (5, 3)

    /// Values of actions: any smooth function will do.
    private static func value(_ action: [Double]) -> Double {
        action.enumerated().reduce(0) { $0 + sin(3 * $1.element + Double($1.offset)) } + action[0] * action[1]
    }

    /// The derivatives of ``value(_:)``.
    private static func slopes(_ action: [Double]) -> [Double] {
        var slopes = action.enumerated().map { 3 * cos(3 * $1 + Double($0)) }
        slopes[0] += action[1]
        slopes[1] += action[0]
        return slopes
    }

    /// What an actor says: means, then logarithms of std, the first rows' beyond their limits.
    private static func parameters() -> [Double] {
        var numbers = Samples.floats(rows * 2 * dimensions, seed: 31).map(Double.init)
        (numbers[3], numbers[4], numbers[5], numbers[9], numbers[10]) = (-7, 3, -5.5, 2.5, -6)
        numbers[0] = 9  // far out in a squash
        return numbers
    }

    /// The gradient that the head gives, and the noise it drew.
    private static func found(
        _ parameters: Matrix, _ squash: Squash, temperature: Double
    ) -> (gradient: [Float], noise: [Float]) {
        let head = GaussianHead(rows: rows, dimensions: dimensions, squash: squash)
        var random = RandomSequence(seed: 17)
        let noise = Matrix(rows: rows, columns: dimensions)
        var copy = random
        copy.fillNormals(0..<noise.count, of: noise)
        head.drawForImprovement(parameters, rows: rows, &random)
        // Actions stand beside a state of two numbers.
        let (inputs, byInput) = (
            Matrix(rows: rows, columns: 2 + dimensions), Matrix(rows: rows, columns: 2 + dimensions)
        )
        head.write(action: 0, rows: rows, into: inputs, from: 2)
        let values = Matrix(rows: 1, columns: rows)
        for row in 0..<rows {
            let start = row * inputs.columns + 2
            let action = (0..<dimensions).map { Double(inputs[start + $0]) }
            values[row] = Float(value(action))
            for (d, slope) in slopes(action).enumerated() {
                byInput[start + d] = -Float(slope) * head.weight(ofAction: 0, row: row) / Float(rows)
            }
        }
        head.take(byInput, ofAction: 0, rows: rows, from: 2)
        let gradient = Matrix(rows: rows, columns: 2 * dimensions)
        head.backward(values: values, temperatures: [Float(temperature)], parameters, rows: rows, into: gradient)
        return (gradient.numbers, noise.numbers)
    }

    @Test(
        "gives the gradient of SAC's objective with the noise held fixed, and none beyond the limits of log std",
        arguments: Squash.allCases)
    func gradient(_ squash: Squash) {
        let (parameters, temperature, limits) = (Self.parameters(), 0.3, -5.0...2.0)
        let (gradient, noise) = Self.found(
            Matrix(parameters.map(Float.init), rows: Self.rows, columns: 2 * Self.dimensions), squash,
            temperature: temperature)
        let expected = Reference.gradient(at: parameters.map { Double(Float($0)) }) { numbers in
            (0..<Self.rows).reduce(0) { loss, row in
                let start = row * 2 * Self.dimensions
                var (action, logDensity): ([Double], Double) = ([], 0)
                for d in 0..<Self.dimensions {
                    let (mean, said) = (numbers[start + d], numbers[start + Self.dimensions + d])
                    let logStd = min(max(said, limits.lowerBound), limits.upperBound)
                    let e = Double(noise[row * Self.dimensions + d])
                    action.append(Reference.squash(squash, mean + exp(logStd) * e))
                    logDensity += Reference.logDensity(squash, mean: mean, logStd: logStd, noise: e)
                }
                return loss + (temperature * logDensity - Self.value(action)) / Double(Self.rows)
            }
        }
        for (found, exact) in zip(gradient, expected) {
            // Single precision, through derivatives of x that are up to 7 e^2 times those of the value.
            #expect(abs(Double(found) - exact) <= 1e-5 * max(1, abs(exact)))
        }
    }

    @Test("lets log std move inwards from its limits", arguments: Squash.allCases)
    func atLimits(_ squash: Squash) {
        var parameters = Self.parameters()
        (parameters[3], parameters[4]) = (-5, 2)
        let numbers = parameters.map(Float.init)
        func gradient(_ numbers: [Float]) -> [Float] {
            Self.found(Matrix(numbers, rows: Self.rows, columns: 2 * Self.dimensions), squash, temperature: 0.3)
                .gradient
        }
        let found = gradient(numbers)
        var inside = numbers
        (inside[3], inside[4]) = (Float(-5).nextUp, Float(2).nextDown)
        let near = gradient(inside)
        for index in [3, 4] {
            #expect(found[index] != 0 && abs(found[index] - near[index]) <= 1e-4 * max(1, abs(near[index])))
        }
    }

    @Test("says the density of what it drew, and entropy as its mean")
    func densities() {
        let head = GaussianHead(rows: Self.rows, dimensions: Self.dimensions, squash: .tanh)
        var random = RandomSequence(seed: 17)
        let noise = Matrix(rows: Self.rows, columns: Self.dimensions)
        var copy = random
        copy.fillNormals(0..<noise.count, of: noise)
        let numbers = Samples.floats(Self.rows * 2 * Self.dimensions, seed: 3)
        head.sample(Matrix(numbers, rows: Self.rows, columns: 2 * Self.dimensions), rows: Self.rows, &random)
        var sum: Float = 0
        for row in 0..<Self.rows {
            let start = row * 2 * Self.dimensions
            let exact = (0..<Self.dimensions).reduce(0.0) {
                $0
                    + Reference.logDensity(
                        .tanh, mean: Double(numbers[start + $1]), logStd: Double(numbers[start + Self.dimensions + $1]),
                        noise: Double(noise[row * Self.dimensions + $1]))
            }
            let found = head.logProbability(part: 0, row: row)
            // Three densities of numbers below 16, each as accurate as the squashed normal's.
            #expect(abs(Double(found) - exact) <= 3 * 8 * 0x1p-21)
            sum -= found
        }
        #expect(head.entropy(part: 0, rows: Self.rows) == sum / Float(Self.rows))
    }

    @Test("decides for the squashed means", arguments: Squash.allCases)
    func decision(_ squash: Squash) {
        let head = GaussianHead(rows: 2, dimensions: 2, squash: squash)
        head.decide(Matrix([0.5, -2, 9, 9, 0, 30, -9, 9], rows: 2, columns: 4), rows: 2)
        for (action, mean) in zip(head.actions.numbers, [0.5, -2, 0, 30]) {
            #expect(abs(Double(action) - Reference.squash(squash, mean)) <= 3 * 0x1p-24)
        }
    }
}
