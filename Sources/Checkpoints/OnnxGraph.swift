/// A computation as ONNX writes it: named values, constants among them, and the nodes that make one of another.
public struct OnnxGraph: Equatable, Sendable {
    public var name: String
    public var inputs: [Port]
    public var outputs: [Port]
    /// Constants; here, everything that was learned.
    public var initializers: [Tensor]
    /// In an order in which each reads only what stands before it.
    public var nodes: [Node]

    public init(name: String, inputs: [Port], outputs: [Port], initializers: [Tensor], nodes: [Node]) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.initializers = initializers
        self.nodes = nodes
    }

    /// What the elements of a value are, with ONNX's number.
    public enum ElementType: Int32, Sendable {
        case float32 = 1
        case int64 = 7
    }

    /// The length of a value along one axis.
    public enum Dimension: Equatable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
        case fixed(Int)
        /// Known only when the graph runs, as a batch's; equal names mean equal lengths.
        case named(String)

        public init(integerLiteral length: Int) { self = .fixed(length) }
        public init(stringLiteral name: String) { self = .named(name) }
    }

    /// A value that comes from outside or goes there.
    public struct Port: Equatable, Sendable {
        public var name: String
        public var elementType: ElementType
        public var shape: [Dimension]

        public init(name: String, elementType: ElementType, shape: [Dimension]) {
            self.name = name
            self.elementType = elementType
            self.shape = shape
        }
    }

    /// A constant, row-major; a shape of no axes is a single number.
    public struct Tensor: Equatable, Sendable {
        public enum Elements: Equatable, Sendable {
            case float32([Float])
            case int64([Int64])
        }

        public let name: String
        public let shape: [Int]
        public let elements: Elements

        public init(name: String, shape: [Int], _ elements: Elements) {
            self.name = name
            self.shape = shape
            self.elements = elements
            precondition(
                shape.allSatisfy { $0 >= 0 } && count == shape.reduce(1, *),
                "\(count) elements in tensor \(name) of shape \(shape)")
        }

        public var elementType: ElementType {
            switch elements {
            case .float32: .float32
            case .int64: .int64
            }
        }

        var count: Int {
            switch elements {
            case .float32(let elements): elements.count
            case .int64(let elements): elements.count
            }
        }
    }

    /// One operation of ONNX's own operator set.
    public struct Node: Equatable, Sendable {
        public struct Attribute: Equatable, Sendable {
            public enum Value: Equatable, Sendable {
                case int(Int64)
                case float(Float)
                case ints([Int64])
                case string(String)
            }

            public let name: String
            public let value: Value

            public init(_ name: String, _ value: Value) {
                self.name = name
                self.value = value
            }
        }

        public var operation: String
        /// Names of values; an empty one is an optional input that is left out.
        public var inputs: [String]
        public var outputs: [String]
        public var attributes: [Attribute]

        public init(_ operation: String, inputs: [String], outputs: [String], attributes: [Attribute] = []) {
            self.operation = operation
            self.inputs = inputs
            self.outputs = outputs
            self.attributes = attributes
        }
    }
}

extension OnnxGraph {
    /// What keeps this from being a graph, if anything: a value named twice, read before it is made, or never made.
    var contradiction: String? {
        var made: Set<String> = []
        for name in inputs.map(\.name) + initializers.map(\.name) {
            if name.isEmpty { return "an input or a constant has no name" }
            if !made.insert(name).inserted { return "two inputs or constants are called \(name)" }
        }
        for node in nodes {
            for input in node.inputs where !input.isEmpty && !made.contains(input) {
                return "a node \(node.operation) reads \(input) before it is made"
            }
            for output in node.outputs where !output.isEmpty && !made.insert(output).inserted {
                return "\(output) is made twice"
            }
        }
        return outputs.first { !made.contains($0.name) }.map { "the output \($0.name) is never made" }
    }
}
