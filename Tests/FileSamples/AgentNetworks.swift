import Checkpoints
import Glibc

/// Three agents' networks at once, with every kind of head that actors here have.
struct AgentNetworks {
    static let (agents, features, hidden, heads) = (3, 5, 16, 7)

    private let widths = [features, hidden, hidden, heads]
    /// Per layer, of A networks: `[A, d, h]` and `[A, h]`.
    private var weights: [[Float]] = []
    private var biases: [[Float]] = []
    private let scale: [Float] = [4.5, 0.25]
    private let offset: [Float] = [1, -0.125]

    init() {
        var numbers = Numbering(seed: 11)
        for layer in 0..<3 {
            let (d, h) = (widths[layer], widths[layer + 1])
            weights.append(numbers.next(Self.agents * d * h, 1 / Float(d).squareRoot()))
            biases.append(numbers.next(Self.agents * h, 0.5))
        }
    }

    /// Two heads of sigmoids, scaled; two of tanh; the best of three.
    var model: OnnxModel {
        var actor = GraphBuilder(name: "agents")
        let observation = actor.input("observation", ["B", .fixed(Self.agents), .fixed(Self.features)])
        var x = actor.swappingAgentsAndBatch(observation)
        for layer in 0..<3 {
            x = actor.dense(
                x, "layer\(layer)", weights: weights[layer], biases: biases[layer], outputs: widths[layer + 1],
                networks: Self.agents)
            if layer < 2 { x = actor.relu(x) }
        }
        x = actor.swappingAgentsAndBatch(x)
        actor.output(
            "sizes", actor.scaled(actor.sigmoid(actor.slice(x, 0..<2)), "sizes", by: scale, plus: offset))
        actor.output("tanh", actor.tanh(actor.slice(x, 2..<4)))
        actor.output("choice", actor.argMax(actor.slice(x, 4..<7)))
        return actor.model(metadata: [.init("algorithm", "sample"), .init("schärfe", "größer ∞")])
    }

    func sample() -> Sample {
        var numbers = Numbering(seed: 12)
        var sample = Sample(name: "agents", model: model, cases: [])
        for batch in [1, 4] {
            let input = numbers.next(batch * Self.agents * Self.features, 1).map(Double.init)
            var (sizes, tanhs, choices): ([Double], [Double], [Double]) = ([], [], [])
            for row in 0..<batch * Self.agents {
                let y = forward(Array(input[row * Self.features..<(row + 1) * Self.features]), row % Self.agents)
                for i in 0..<2 {
                    sizes.append(Double(scale[i]) / (1 + exp(-y[i])) + Double(offset[i]))
                }
                tanhs += y[2..<4].map { tanh($0) }
                choices.append(Double((4..<7).max { y[$0] < y[$1] } ?? 0) - 4)
            }
            let shape = [batch, Self.agents]
            sample.cases.append(
                (
                    .init(name: "observation", shape: shape + [Self.features], values: input),
                    [
                        .init(name: "sizes", shape: shape + [2], values: sizes),
                        .init(name: "tanh", shape: shape + [2], values: tanhs),
                        .init(name: "choice", shape: shape, values: choices),
                    ]
                ))
        }
        return sample
    }

    private func forward(_ observation: [Double], _ agent: Int) -> [Double] {
        var x = observation
        for layer in 0..<3 {
            let (d, h) = (widths[layer], widths[layer + 1])
            var y = (0..<h).map { Double(biases[layer][agent * h + $0]) }
            for i in 0..<d {
                for j in 0..<h { y[j] += x[i] * Double(weights[layer][(agent * d + i) * h + j]) }
            }
            x = layer < 2 ? y.map { max($0, 0) } : y
        }
        return x
    }
}
