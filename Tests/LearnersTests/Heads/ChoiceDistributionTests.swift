import Foundation
import Testing

@testable import Learners

@Suite("Choice distribution")
struct ChoiceDistributionTests {
    static let shapes = [
        ChoiceShape(choices: 3, options: 4, allowsNone: true), ChoiceShape(choices: 2, options: 1, allowsNone: true),
        ChoiceShape(choices: 2, options: 5, allowsNone: false), ChoiceShape(choices: 1, options: 1, allowsNone: false),
    ]
    private static let rows = 4

    private static func distribution(_ shape: ChoiceShape, logits: [Float]) -> ChoiceDistribution {
        let distribution = ChoiceDistribution(rows: rows, shape)
        // An actor says more than logits.
        let said = Matrix(rows: rows, columns: shape.pairs + 2)
        for i in logits.indices { said[i / shape.pairs * said.columns + i % shape.pairs] = logits[i] }
        distribution.set(said, rows: rows)
        return distribution
    }

    private static func logits(_ shape: ChoiceShape, scale: Float) -> [Float] {
        Samples.floats(rows * shape.pairs, seed: 41).map { scale * $0 }
    }

    @Test("sums to 1 and is the softmax of the logits, that of none being 0", arguments: shapes)
    func softmax(_ shape: ChoiceShape) {
        for scale in [Float(0), 1, 20, 1000] {
            let logits = Self.logits(shape, scale: scale)
            let distribution = Self.distribution(shape, logits: logits)
            var entropy = 0.0
            for index in 0..<Self.rows * shape.choices {
                let own = logits[index * shape.options..<(index + 1) * shape.options].map(Double.init)
                let exact = Reference.softmax(own + (shape.allowsNone ? [0] : []))
                var sum: Float = 0
                for category in 0..<shape.categories {
                    let probability = distribution.probability(index, of: category)
                    sum += probability
                    // Differences of logits are rounded to 2^-24 of them, and so is what e makes of that.
                    #expect(abs(Double(probability) - exact[category]) <= Double(1 + 2 * scale) * 0x1p-23)
                    guard exact[category] > 0 else { continue }
                    let logarithm = log(exact[category])
                    let error = abs(Double(distribution.logProbability(index, of: category)) - logarithm)
                    #expect(error <= Double(2 + 4 * scale) * 0x1p-23)
                    entropy -= exact[category] * logarithm
                }
                #expect(abs(sum - 1) <= Float(shape.categories) * 0x1p-23)
            }
            // At most 60 terms and a sum below 32; a term is off by what its logarithm is.
            let tolerance = 60 * 0x1p-20 + Double(30 + 60 * scale) * 0x1p-23
            #expect(abs(Double(distribution.entropy(rows: Self.rows)) - entropy) <= tolerance)
        }
    }

    @Test("is drawn from at its probabilities", arguments: shapes)
    func frequencies(_ shape: ChoiceShape) {
        let distribution = Self.distribution(shape, logits: Self.logits(shape, scale: 2))
        let draws = 20_000
        let uniforms = Matrix(rows: 1, columns: draws)
        var random = RandomSequence(seed: 42)
        random.fillUniforms(0..<draws, of: uniforms)
        for index in [0, Self.rows * shape.choices - 1] {
            var counts = Array(repeating: 0, count: shape.categories)
            for i in 0..<draws { counts[distribution.option(index, at: uniforms[i])] += 1 }
            for category in counts.indices {
                let probability = Double(distribution.probability(index, of: category))
                // Five standard errors of a count, a chance below 1e-6; the rounding of a probability is nothing beside it.
                let error = (Double(draws) * probability * (1 - probability)).squareRoot()
                #expect(abs(Double(counts[category]) - Double(draws) * probability) <= 5 * error + 0.1)
            }
        }
    }

    @Test("draws the first category at 0 and one that exists just below 1", arguments: shapes)
    func ends(_ shape: ChoiceShape) {
        let distribution = Self.distribution(shape, logits: Self.logits(shape, scale: 1))
        for index in 0..<Self.rows * shape.choices {
            #expect(distribution.option(index, at: 0) == 0)
            #expect(distribution.option(index, at: Float(1).nextDown) == shape.categories - 1)
        }
    }

    @Test("of equally likely categories none comes first, then the lowest option")
    func likeliest() {
        let allowing = ChoiceShape(choices: 2, options: 3, allowsNone: true)
        let zeros = Self.distribution(allowing, logits: Array(repeating: 0, count: Self.rows * 6))
        #expect(zeros.likeliest(0) == 3)
        let some = Self.distribution(
            allowing, logits: [1, 2, 2, -1, -2, -3, 0.5, 0, -1, -1, 0, 0] + Array(repeating: 0, count: 12))
        #expect((0..<4).map { some.likeliest($0) } == [1, 3, 0, 3])
        let forced = ChoiceShape(choices: 1, options: 3, allowsNone: false)
        let equal = Self.distribution(forced, logits: [-4, -4, -4, -5, -3, -3, 0, 0, 0, 0, 0, 1])
        #expect((0..<4).map { equal.likeliest($0) } == [0, 1, 0, 2])
    }
}

extension ChoiceShape: CustomTestStringConvertible {
    public var testDescription: String { "\(choices) among \(options)\(allowsNone ? " or none" : "")" }
}
