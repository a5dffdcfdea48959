/// The element type of a tensor; on the wire its elements are little-endian.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
    case float32
    case float64
    case int32

    /// Bytes an element takes.
    public var byteCount: Int {
        switch self {
        case .float32, .int32: 4
        case .float64: 8
        }
    }
}

/// One named tensor of a stage: what it is called, its shape per environment and agent, its element type and its legal values.
///
/// Box and discrete in the sense of Gymnasium's spaces.
public struct TensorSpace: Sendable, Hashable {
    /// What values an element may take.
    public enum Domain: Sendable, Hashable {
        /// Real numbers between bounds, ends included; each array holds one bound for all elements or one an element.
        case box(low: [Double], high: [Double])
        /// The integers `start ..< start + count`.
        case discrete(start: Int32, count: Int32)
    }

    public let name: String
    /// Shape per environment and agent; empty for a scalar.
    ///
    /// A batch of it has shape `[rows, agents] + shape`.
    public let shape: [Int]
    public let elementType: ElementType
    public let domain: Domain

    public init(name: String, shape: [Int], elementType: ElementType, domain: Domain) {
        self.name = name
        self.shape = shape
        self.elementType = elementType
        self.domain = domain
    }

    /// A tensor of real numbers, each within `range`.
    public static func box(
        _ name: String, shape: [Int], _ range: ClosedRange<Double>, elementType: ElementType = .float64
    ) -> TensorSpace {
        TensorSpace(
            name: name, shape: shape, elementType: elementType,
            domain: .box(low: [range.lowerBound], high: [range.upperBound]))
    }

    /// A tensor of integers in `start ..< start + count`.
    public static func discrete(_ name: String, shape: [Int] = [], start: Int32 = 0, count: Int32) -> TensorSpace {
        TensorSpace(name: name, shape: shape, elementType: .int32, domain: .discrete(start: start, count: count))
    }

    /// Elements per environment and agent.
    public var elementCount: Int { shape.reduce(1, *) }
}
