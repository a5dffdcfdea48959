import Foundation
import Testing

@testable import Learners

@Suite("Squashed normal")
struct SquashedNormalTests {
    /// Draws `rows` numbers with one mean and one log std.
    private static func draws(
        _ squash: Squash, mean: Float, logStd: Float, rows: Int, seed: UInt64
    ) -> (values: [Float], logDensities: [Float], noise: [Float]) {
        let normal = SquashedNormal(rows: rows, dimensions: 1, squash: squash, logStdRange: -5...2)
        var random = RandomSequence(seed: seed)
        let noise = Matrix(rows: rows, columns: 1)
        var copy = random
        copy.fillNormals(0..<rows, of: noise)
        normal.sample(Matrix([Double(mean), Double(logStd)], rows: rows), from: 0, rows: rows, &random)
        return (normal.values.numbers, normal.logDensity.numbers, noise.numbers)
    }

    @Test("the density that it says is that of what it draws", arguments: Squash.allCases)
    func monteCarlo(_ squash: Squash) {
        let rows = 40_000
        for (mean, logStd) in [(Float(0), Float(0)), (0.7, -1), (-1.5, 0.3)] {
            let (values, logDensities, _) = Self.draws(squash, mean: mean, logStd: logStd, rows: rows, seed: 21)
            // Of 1/p over what falls into an interval the expectation is the interval's width.
            let (low, high) = (Double(squash.range.lowerBound), Double(squash.range.upperBound))
            let sorted = values.sorted()
            // Bins between quantiles, wherever the numbers lie.
            for (from, to) in [(0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9)] {
                let first = max(low, Double(sorted[Int(from * Double(rows))]))
                let last = min(high, Double(sorted[Int(to * Double(rows))]))
                var (sum, squares) = (0.0, 0.0)
                for (value, logDensity) in zip(values, logDensities) where (first..<last).contains(Double(value)) {
                    sum += exp(-Double(logDensity))
                    squares += exp(-2 * Double(logDensity))
                }
                let found = sum / Double(rows)
                let error = ((squares / Double(rows) - found * found) / Double(rows)).squareRoot()
                // The bins' ends are of the same sample, which only makes the count in a bin certain. Five standard errors, a
                // chance below 1e-6 for each of 24.
                #expect(abs(found - (last - first)) <= 5 * error, "\(squash), \(mean), \(logStd), \(from)")
            }
        }
    }

    @Test("its density follows from the change of variables, far out in its tails too", arguments: Squash.allCases)
    func changeOfVariables(_ squash: Squash) {
        for mean in [Float(-20), -5, -0.3, 0, 1, 7, 20] {
            for logStd in [Float(-5), -1, 0, 2] {
                let (values, logDensities, noise) = Self.draws(squash, mean: mean, logStd: logStd, rows: 500, seed: 5)
                for i in values.indices {
                    let exact = Reference.logDensity(
                        squash, mean: Double(mean), logStd: Double(logStd), noise: Double(noise[i]))
                    // Of x, below 64 and so rounded to 2^-19 twice, the slope's logarithm changes by at most 2; three more
                    // such numbers are rounded and added.
                    #expect(abs(Double(logDensities[i]) - exact) <= 8 * 0x1p-19 && squash.range.contains(values[i]))
                }
            }
        }
    }

    @Test("logarithms of std are held within their limits, whatever an actor says", arguments: Squash.allCases)
    func limits(_ squash: Squash) {
        for (said, meant) in [(Float(-50), Float(-5)), (40, 2)] {
            let (values, densities, _) = Self.draws(squash, mean: 0.2, logStd: said, rows: 50, seed: 3)
            let held = Self.draws(squash, mean: 0.2, logStd: meant, rows: 50, seed: 3)
            #expect(values == held.values && densities == held.logDensities)
        }
    }

    @Test("uniform draws cover the range", arguments: Squash.allCases)
    func uniform(_ squash: Squash) {
        let rows = 20_000
        let normal = SquashedNormal(rows: rows, dimensions: 1, squash: squash, logStdRange: -5...2)
        var random = RandomSequence(seed: 8)
        normal.sampleUniformly(rows: rows, &random)
        let (low, high) = (Double(squash.range.lowerBound), Double(squash.range.upperBound))
        let shares = normal.values.numbers.map { (Double($0) - low) / (high - low) }
        #expect(shares.allSatisfy { (0..<1).contains($0) })
        // Five standard errors of a mean and of a mean square of uniforms.
        let mean = shares.reduce(0, +) / Double(rows)
        let square = shares.reduce(0) { $0 + $1 * $1 } / Double(rows)
        #expect(abs(mean - 0.5) <= 5 * (1.0 / 12 / Double(rows)).squareRoot())
        #expect(abs(square - 1.0 / 3) <= 5 * (4.0 / 45 / Double(rows)).squareRoot())
    }
}
