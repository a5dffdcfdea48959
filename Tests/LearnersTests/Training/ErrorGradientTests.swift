import Testing

@testable import Learners

@Suite("Gradient of critics' errors")
struct ErrorGradientTests {
    /// Outputs of a network without parameters that matter, and what they are to be.
    private static func gradient(limit: Float) -> (loss: Float, gradient: [Float]) {
        let network = MultilayerPerceptron(input: 1, hidden: [], output: 1)
        let workspace = network.workspace(rows: 4)
        for (row, output) in [3, -3, 0.5, 0].enumerated() { workspace.output[row] = Float(output) }
        let loss = workspace.setErrorGradient(towards: Matrix([0, 0, 0, 0.25]), rows: 4, limit: limit)
        return (loss, (0..<4).map { workspace.outputGradient[$0] })
    }

    @Test("is the error's where it counts by its square, and the limit's from there on")
    func limits() {
        #expect(Self.gradient(limit: .infinity).gradient == [0.75, -0.75, 0.125, -0.0625])
        #expect(Self.gradient(limit: 1).gradient == [0.25, -0.25, 0.125, -0.0625])
    }

    @Test("the loss is that of the squares, limit or none", arguments: [1, .infinity] as [Float])
    func loss(_ limit: Float) {
        #expect(Self.gradient(limit: limit).loss == (9 + 9 + 0.25 + 0.0625) / 8)
    }
}
