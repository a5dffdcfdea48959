import Testing

@testable import Learners

@Suite("Gradients of networks")
struct NetworkGradientTests {
    /// A network of each kind, small and with sizes that no vector register has.
    enum Sample: String, CaseIterable, CustomTestStringConvertible {
        case perceptron
        case gridOfPlanes
        case gatedGridOfValues

        var testDescription: String { rawValue }

        var network: any Network {
            switch self {
            case .perceptron: MultilayerPerceptron(input: 5, hidden: [17, 9], output: 3)
            case .gridOfPlanes:
                GridNetwork(
                    rows: 3, columns: 2, inputPlanes: 1, width: 7, depth: 2,
                    pools: [.meanOfColumn, .largestOfColumn, .meanOfRow], output: .planes(3))
            case .gatedGridOfValues:
                GridNetwork(
                    rows: 3, columns: 2, inputPlanes: 3, width: 7, depth: 2, pools: [.meanOfColumn, .largestOfColumn],
                    output: .value, gate: 1)
            }
        }
    }

    /// A linear loss of a network's output over random inputs.
    private struct Setting {
        static let rows = 6
        let network: any Network
        let parameters: Matrix
        let workspace: Workspace
        let coefficients: Matrix

        init(_ sample: Sample) {
            network = sample.network
            var random = RandomSequence(seed: 11)
            parameters = Matrix(rows: 1, columns: network.parameterCount)
            network.initialise(parameters, &random)
            workspace = network.workspace(rows: Self.rows)
            coefficients = Matrix(rows: Self.rows, columns: network.outputWidth)
            random.fillNormals(0..<coefficients.count, of: coefficients)
            random.fillNormals(0..<workspace.input.count, of: workspace.input)
            guard sample == .gatedGridOfValues else { return }
            for row in 0..<Self.rows {
                for place in 6..<12 { workspace.input[row * 18 + place] = (row + place) % 3 == 0 ? 0 : 1 }
            }
        }

        var loss: Double {
            network.forward(parameters, rows: Self.rows, workspace)
            return (0..<coefficients.count).reduce(0) {
                $0 + Double(coefficients[$1]) * Double(workspace.output[$1])
            }
        }

        /// The derivative by number `index` of `matrix`, by a central difference.
        func difference(_ matrix: Matrix, _ index: Int) -> Double {
            let (kept, step) = (matrix[index], Float(2e-3))
            matrix[index] = kept + step
            let above = loss
            matrix[index] = kept - step
            let below = loss
            matrix[index] = kept
            return (above - below) / (2 * Double(step))
        }
    }

    /// The length of what two vectors differ in over that of the second one.
    private func relativeError(_ found: [Double], _ expected: [Double]) -> Double {
        func square(_ values: some Sequence<Double>) -> Double { values.reduce(0) { $0 + $1 * $1 } }
        return (square(zip(found, expected).map { $0 - $1 }) / square(expected)).squareRoot()
    }

    // Single precision leaves a difference of two losses some 1e-7/2e-3 of error, and a rectifier that opens within the
    // step a few per cent of one derivative: a wrong term would be off by tens of per cent of the whole.
    private let tolerance = 1e-2

    @Test("by parameters agree with differences", arguments: Sample.allCases)
    func parameters(_ sample: Sample) {
        let setting = Setting(sample)
        _ = setting.loss
        setting.workspace.outputGradient.copy(setting.coefficients, rows: Setting.rows)
        let gradient = Matrix(rows: 1, columns: setting.parameters.count)
        setting.network.parameterGradient(
            setting.parameters, rows: Setting.rows, setting.workspace, into: gradient)
        let found = (0..<gradient.count).map { Double(gradient[$0]) }
        let expected = (0..<gradient.count).map { setting.difference(setting.parameters, $0) }
        #expect(relativeError(found, expected) < tolerance)
    }

    @Test("by inputs agree with differences", arguments: Sample.allCases)
    func inputs(_ sample: Sample) {
        let setting = Setting(sample)
        _ = setting.loss
        setting.workspace.outputGradient.copy(setting.coefficients, rows: Setting.rows)
        setting.network.inputGradient(setting.parameters, rows: Setting.rows, setting.workspace)
        // A gate is 0 or 1 and has no derivative.
        let indices = (0..<setting.workspace.input.count).filter {
            sample != .gatedGridOfValues || !(6..<12).contains($0 % 18)
        }
        let found = indices.map { Double(setting.workspace.inputGradient[$0]) }
        let expected = indices.map { setting.difference(setting.workspace.input, $0) }
        #expect(relativeError(found, expected) < tolerance)
    }

    @Test("do not change when they are taken again", arguments: Sample.allCases)
    func repetition(_ sample: Sample) {
        let setting = Setting(sample)
        _ = setting.loss
        setting.workspace.outputGradient.copy(setting.coefficients, rows: Setting.rows)
        let gradients = (0..<2).map { _ in
            let gradient = Matrix(rows: 1, columns: setting.parameters.count)
            setting.network.parameterGradient(
                setting.parameters, rows: Setting.rows, setting.workspace, into: gradient)
            return (0..<gradient.count).map { gradient[$0] }
        }
        #expect(gradients[0] == gradients[1])
    }

    @Test("a row has the output that it has alone", arguments: Sample.allCases)
    func rows(_ sample: Sample) {
        let setting = Setting(sample)
        _ = setting.loss
        let alone = setting.network.workspace(rows: 1)
        let (width, outputs) = (setting.network.inputWidth, setting.network.outputWidth)
        for row in 0..<Setting.rows {
            for i in 0..<width { alone.input[i] = setting.workspace.input[row * width + i] }
            setting.network.forward(setting.parameters, rows: 1, alone)
            for i in 0..<outputs { #expect(alone.output[i] == setting.workspace.output[row * outputs + i]) }
        }
    }

    @Test("a grid's output follows an exchange of its rows and columns where no place has a bias of its own")
    func exchange() {
        let network = GridNetwork(
            rows: 3, columns: 2, inputPlanes: 1, width: 7, depth: 2,
            pools: [.meanOfColumn, .largestOfColumn, .meanOfRow], output: .planes(1))
        var random = RandomSequence(seed: 3)
        let parameters = Matrix(rows: 1, columns: network.parameterCount)
        network.initialise(parameters, &random)
        for block in network.blocks where block.name == "layer0.bias" {
            for i in 0..<block.count { parameters[block.offset + i] = 0.1 }
        }
        let room = network.workspace(rows: 1)
        let (rows, columns) = ([2, 0, 1], [1, 0])
        let values: [Float] = [0.3, -1, 0.7, 2, -0.4, 0.1]
        for i in 0..<6 { room.input[i] = values[i] }
        network.forward(parameters, rows: 1, room)
        let plain = (0..<6).map { room.output[$0] }
        for n in 0..<3 { for m in 0..<2 { room.input[n * 2 + m] = values[rows[n] * 2 + columns[m]] } }
        network.forward(parameters, rows: 1, room)
        for n in 0..<3 {
            for m in 0..<2 {
                // Sums over a row or column are taken in another order.
                #expect(abs(room.output[n * 2 + m] - plain[rows[n] * 2 + columns[m]]) < 1e-5)
            }
        }
    }
}
