/// A policy's network as an ONNX model: a graph that any ONNX runtime computes, with the learned weights as its constants and
/// what else is to be known in its metadata.
public struct OnnxModel: Equatable, Sendable {
    /// Version of the file format, and of the operators that the graph is made of.
    public static let irVersion: Int64 = 8
    public static let operatorSet: Int64 = 17
    public static let producer = "firstmover"

    /// Something beside the graph, for example the algorithm or the scenario's hash.
    public struct Metadata: Equatable, Sendable {
        public let key: String
        public let value: String

        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    public var metadata: [Metadata]
    public var graph: OnnxGraph
    /// Where this was read from, for complaints; empty for a model made here.
    public let origin: String

    public init(metadata: [Metadata] = [], graph: OnnxGraph) {
        self.init(metadata: metadata, graph: graph, origin: "")
    }

    init(metadata: [Metadata], graph: OnnxGraph, origin: String) {
        self.metadata = metadata
        self.graph = graph
        self.origin = origin
    }

    /// Compares what is in the models and not where they come from.
    public static func == (a: OnnxModel, b: OnnxModel) -> Bool { a.metadata == b.metadata && a.graph == b.graph }

    /// The value under `key`.
    ///
    /// - Throws: ``CheckpointError/Problem/missingMetadata(_:)``.
    public func value(of key: String) throws(CheckpointError) -> String {
        guard let entry = metadata.first(where: { $0.key == key }) else {
            throw CheckpointError(origin, .missingMetadata(key))
        }
        return entry.value
    }

    /// The numbers of constant `name`, which has this shape, row-major.
    ///
    /// - Throws: a ``CheckpointError`` where there is none such.
    public func weights(_ name: String, shape: [Int]) throws(CheckpointError) -> [Float] {
        guard let tensor = graph.initializers.first(where: { $0.name == name }) else {
            throw CheckpointError(origin, .missingTensor(name, known: graph.initializers.map(\.name)))
        }
        guard case .float32(let elements) = tensor.elements else {
            throw CheckpointError(origin, .wrongType(name, found: "int64", expected: "float32"))
        }
        guard tensor.shape == shape else {
            throw CheckpointError(origin, .wrongShape(name, found: tensor.shape, expected: shape))
        }
        return elements
    }
}
