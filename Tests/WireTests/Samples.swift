import Policy
import Wire

/// Values that tests share.
enum Samples {
    /// Two stages of three followers in a batch of up to three environments.
    static let session = Session(
        role: .followers, scenario: "pricing/dense", scenarioHash: String(repeating: "0f", count: 32),
        stages: [
            Stage(
                name: "first", role: .followers, observation: [.box("prices", shape: [2], 0...5)], instance: [],
                actions: [ActionSpace(name: "share", tensors: [.box("share", shape: [], 0...1, elementType: .float32)])]
            ),
            Stage(
                name: "second", role: .followers,
                observation: [
                    .box("gains", shape: [3], 0...1000), .box("load", shape: [], -1...1, elementType: .float32),
                ],
                instance: [.box("matrix", shape: [2], -100...100)],
                actions: [
                    ActionSpace(
                        name: "hybrid",
                        tensors: [
                            .discrete("station", start: -1, count: 4),
                            TensorSpace(
                                name: "size", shape: [2], elementType: .float64,
                                domain: .box(low: [0, 0], high: [1, .infinity])),
                        ]),
                    ActionSpace(name: "scores", tensors: [.box("scores", shape: [4], -1...1)]),
                ]),
        ],
        agents: 2..<5, agentCount: 10, rows: 3, mode: .train,
        options: [Session.Option(key: "concept", value: "exact"), Session.Option(key: "concept", value: "größe")])
}
