import Checkpoints

/// Bit patterns that a careless conversion loses.
let awkwardNumbers: [Float] = [
    0, -0.0, 1, -1, .pi, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, .infinity,
    -.infinity,
    .nan, Float(bitPattern: 0x7FA0_1234), Float(bitPattern: 0xFFC0_0001),
]

/// A model with everything that one can hold.
func sampleModel() -> OnnxModel {
    var builder = GraphBuilder(name: "sample")
    let x = builder.input("observation", ["B", 2, 3])
    let hidden = builder.relu(
        builder.dense(
            builder.swappingAgentsAndBatch(x), "layer0", weights: (0..<24).map { Float($0) / 7 },
            biases: (0..<8).map { -Float($0) }, outputs: 4, networks: 2))
    let y = builder.swappingAgentsAndBatch(hidden)
    builder.output("bounded", builder.tanh(builder.slice(y, 1..<3)))
    builder.output("choice", builder.argMax(y))
    builder.output(
        "flat",
        builder.append("Flatten", [y], [.init("axis", .int(1))], shape: ["B", 8]))
    _ = builder.parameter("awkward", shape: [awkwardNumbers.count], awkwardNumbers)
    _ = builder.append(
        "Gelu", [y],
        [.init("approximate", .string("tanh")), .init("alpha", .float(0.5)), .init("axes", .ints([-1, .max]))],
        shape: y.shape)
    return builder.model(metadata: [.init("algorithm", "sample"), .init("empty", ""), .init("schärfe", "größer ∞")])
}
