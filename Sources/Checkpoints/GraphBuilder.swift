/// Writes down a computation, one function an operation: each appends a node and returns its value, whose shape is known.
///
/// ```swift
/// var actor = GraphBuilder(name: "actor")
/// let observation = actor.input("observation", ["B", 4])
/// let hidden = actor.relu(actor.dense(observation, "layer0", weights: w0, biases: b0, outputs: 64))
/// actor.output("action", actor.tanh(actor.dense(hidden, "layer1", weights: w1, biases: b1, outputs: 2)))
/// try actor.model(metadata: [.init("algorithm", "td3")]).write(to: path)
/// ```
///
/// Shapes that do not fit trap, with both shapes in the message.
public struct GraphBuilder {
    /// A value of the computation.
    public struct Value: Equatable, Sendable {
        public let name: String
        public let shape: [OnnxGraph.Dimension]
        public let elementType: OnnxGraph.ElementType

        /// Length of axis `axis`, which is fixed; counted from the last where negative.
        public func length(_ axis: Int) -> Int {
            guard case .fixed(let length) = shape[axis < 0 ? shape.count + axis : axis] else {
                preconditionFailure("axis \(axis) of \(name) \(shape) has no fixed length")
            }
            return length
        }
    }

    private var graph: OnnxGraph

    public init(name: String) {
        graph = OnnxGraph(name: name, inputs: [], outputs: [], initializers: [], nodes: [])
    }

    /// The model that was written down.
    public func model(metadata: [OnnxModel.Metadata] = []) -> OnnxModel {
        precondition(!graph.outputs.isEmpty, "a model without an output")
        return OnnxModel(metadata: metadata, graph: graph)
    }

    // MARK: Ends

    /// A value from outside.
    public mutating func input(_ name: String, _ shape: [OnnxGraph.Dimension]) -> Value {
        graph.inputs.append(.init(name: name, elementType: .float32, shape: shape))
        return Value(name: name, shape: shape, elementType: .float32)
    }

    /// Gives `value` to the outside, under `name`.
    public mutating func output(_ name: String, _ value: Value) {
        graph.nodes.append(.init("Identity", inputs: [value.name], outputs: [name]))
        graph.outputs.append(.init(name: name, elementType: value.elementType, shape: value.shape))
    }

    /// Learned numbers, row-major, found again by ``OnnxModel/weights(_:shape:)``.
    public mutating func parameter(_ name: String, shape: [Int], _ values: [Float]) -> Value {
        graph.initializers.append(.init(name: name, shape: shape, .float32(values)))
        return Value(name: name, shape: shape.map { .fixed($0) }, elementType: .float32)
    }

    /// One number that was not learned.
    public mutating func constant(_ value: Float) -> Value {
        let name = "constant_\(graph.initializers.count)"
        return parameter(name, shape: [], [value])
    }

    /// Numbers that an operation takes as an input, for example axes.
    mutating func integers(_ values: [Int]) -> Value {
        let name = "integers_\(graph.initializers.count)"
        graph.initializers.append(.init(name: name, shape: [values.count], .int64(values.map(Int64.init))))
        return Value(name: name, shape: [.fixed(values.count)], elementType: .int64)
    }

    /// Appends a node of `operation`, whose result has `shape`.
    ///
    /// What an operation here does not cover can be written with it.
    public mutating func append(
        _ operation: String, _ inputs: [Value], _ attributes: [OnnxGraph.Node.Attribute] = [],
        shape: [OnnxGraph.Dimension], elementType: OnnxGraph.ElementType = .float32
    ) -> Value {
        let name = "\(operation.lowercased())_\(graph.nodes.count)"
        graph.nodes.append(
            .init(operation, inputs: inputs.map(\.name), outputs: [name], attributes: attributes))
        return Value(name: name, shape: shape, elementType: elementType)
    }
}

extension [OnnxGraph.Dimension] {
    /// The shape that `self` and `other` have in common where lengths of 1 and missing first axes are stretched.
    func broadcast(with other: Self) -> Self? {
        var shape: Self = []
        for i in 1...Swift.max(count, other.count, 1) {
            let mine = i <= count ? self[count - i] : 1
            let others = i <= other.count ? other[other.count - i] : 1
            guard mine == others || mine == 1 || others == 1 else { return nil }
            shape.append(mine == 1 ? others : mine)
        }
        return isEmpty && other.isEmpty ? [] : shape.reversed()
    }
}
