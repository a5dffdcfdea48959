import COnnxProtos
import Records

extension OnnxModel {
    /// Bytes of C messages that decoding a file of `count` bytes may take: twice the file for its weights, and room for small
    /// files, whose messages are larger than their bytes.
    static func memoryLimit(forFileOf count: Int) -> Int { max(16 << 20, 2 * count) }

    /// Reads a model of what ``encoded()`` writes.
    ///
    /// Checked are the size, before anything else; the memory that decoding takes; versions, element types, and that every
    /// tensor has as many elements as its shape says; and that the graph makes each value once and before it is read. The
    /// schema has no recursive message, so decoding descends seven levels at most. Fields that it does not name are skipped.
    /// Whether the nodes compute anything is for a runtime to find out.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - origin: what to call it in complaints.
    /// - Throws: what is wrong, and the remedy.
    public init(decoding bytes: Span<UInt8>, origin: String) throws(CheckpointError) {
        guard bytes.count <= Self.sizeLimit else {
            throw CheckpointError(origin, .tooLarge(bytes: bytes.count, limit: Self.sizeLimit))
        }
        let limit = Self.memoryLimit(forFileOf: bytes.count)
        let memory = MessageMemory(quota: limit)
        guard let model = unsafe PackedMessage.read(bytes, into: memory, onnx__model_proto__unpack) else {
            throw CheckpointError(origin, memory.isExhausted ? .tooMuchMemory(limit: limit) : .malformed)
        }
        do throws(CheckpointError.Problem) {
            self = try unsafe Self(reading: model.pointee, origin: origin)
        } catch {
            throw CheckpointError(origin, error)
        }
    }

    private init(reading model: Onnx__ModelProto, origin: String) throws(CheckpointError.Problem) {
        guard let graph = unsafe model.graph else { throw .malformed }
        guard unsafe model.ir_version == Self.irVersion else {
            throw unsafe .unsupported("ONNX file format \(model.ir_version) where \(Self.irVersion) is read")
        }
        for i in 0..<(unsafe model.n_opset_import) {
            guard let set = unsafe model.opset_import[i]?.pointee else { throw .malformed }
            let domain = unsafe CValue.text(set.domain)
            guard unsafe domain.isEmpty && set.version == Self.operatorSet else {
                throw unsafe .unsupported(
                    "operators \(domain.isEmpty ? "" : "of \(domain) ")version \(set.version) "
                        + "where ONNX's own of version \(Self.operatorSet) are read")
            }
        }
        metadata = try unsafe messages(model.metadata_props, model.n_metadata_props) { entry in
            unsafe Metadata(CValue.text(entry.key), CValue.text(entry.value))
        }
        self.graph = try unsafe OnnxGraph(graph.pointee)
        self.origin = origin
        if let contradiction = self.graph.contradiction { throw .inconsistent(contradiction) }
    }
}

/// What `make` makes of each of `count` messages.
private func messages<Message, Value>(
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<Message>?>?, _ count: Int,
    _ make: (Message) throws(CheckpointError.Problem) -> Value
) throws(CheckpointError.Problem) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for i in 0..<count {
        guard let message = unsafe list?[i] else { throw .malformed }
        try unsafe values.append(make(message.pointee))
    }
    return values
}

extension OnnxGraph {
    fileprivate init(_ graph: Onnx__GraphProto) throws(CheckpointError.Problem) {
        name = unsafe CValue.text(graph.name)
        inputs = try unsafe messages(graph.input, graph.n_input, Port.init)
        outputs = try unsafe messages(graph.output, graph.n_output, Port.init)
        initializers = try unsafe messages(graph.initializer, graph.n_initializer, Tensor.init)
        nodes = try unsafe messages(graph.node, graph.n_node, Node.init)
    }
}

extension OnnxGraph.Port {
    fileprivate init(_ port: Onnx__ValueInfoProto) throws(CheckpointError.Problem) {
        name = unsafe CValue.text(port.name)
        guard let tensor = unsafe port.type?.pointee.tensor_type?.pointee, let shape = unsafe tensor.shape?.pointee
        else {
            throw .unsupported("the input or output \(name) is no tensor of known rank")
        }
        elementType = try unsafe OnnxGraph.ElementType(tensor.elem_type, of: name)
        let name = name
        self.shape = try unsafe messages(shape.dim, shape.n_dim) { dimension throws(CheckpointError.Problem) in
            switch unsafe dimension.value_case {
            case ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE:
                guard unsafe dimension.dim_value >= 0 else { throw .inconsistent("\(name) has a negative length") }
                return unsafe .fixed(Int(dimension.dim_value))
            case ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM:
                return unsafe .named(CValue.text(dimension.dim_param))
            default: throw .unsupported("\(name) has an axis of unknown length and no name")
            }
        }
    }
}

extension OnnxGraph.ElementType {
    fileprivate init(_ number: Int32, of name: String) throws(CheckpointError.Problem) {
        guard let type = Self(rawValue: number) else {
            throw .unsupported("\(name) has elements of ONNX's type \(number) where float32 (1) and int64 (7) are read")
        }
        self = type
    }
}

extension OnnxGraph.Tensor {
    fileprivate init(_ tensor: Onnx__TensorProto) throws(CheckpointError.Problem) {
        let name = unsafe CValue.text(tensor.name)
        guard unsafe tensor.data_location == 0 else {
            throw .unsupported("the elements of tensor \(name) stand in another file")
        }
        let type = try unsafe OnnxGraph.ElementType(tensor.data_type, of: "tensor \(name)")
        let shape = unsafe CValue.array(tensor.dims, tensor.n_dims)
        var count = 1
        for length in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: Int(length))
            guard length >= 0, !overflow else { throw .inconsistent("tensor \(name) has the shape \(shape)") }
            count = product
        }
        let elements: Elements
        let found: Int
        switch type {
        case .float32:
            let raw = unsafe tensor.has_raw_data != 0 ? CValue.elements(tensor.raw_data, as: Float.self) : nil
            let values = unsafe raw ?? CValue.array(tensor.float_data, tensor.n_float_data)
            (elements, found) = (.float32(values), values.count)
        case .int64:
            let raw = unsafe tensor.has_raw_data != 0 ? CValue.elements(tensor.raw_data, as: Int64.self) : nil
            let values = unsafe raw ?? CValue.array(tensor.int64_data, tensor.n_int64_data)
            (elements, found) = (.int64(values), values.count)
        }
        guard found == count else {
            throw .inconsistent("tensor \(name) of shape \(shape) has \(found) elements")
        }
        self.init(name: name, shape: shape.map { Int($0) }, elements)
    }
}

extension OnnxGraph.Node {
    fileprivate init(_ node: Onnx__NodeProto) throws(CheckpointError.Problem) {
        operation = unsafe CValue.text(node.op_type)
        let domain = unsafe CValue.text(node.domain)
        guard domain.isEmpty || domain == "ai.onnx" else {
            throw .unsupported("the operator \(operation) is of \(domain)")
        }
        inputs = unsafe CValue.texts(node.input, node.n_input)
        outputs = unsafe CValue.texts(node.output, node.n_output)
        let operation = operation
        attributes = try unsafe messages(node.attribute, node.n_attribute) {
            attribute throws(CheckpointError.Problem) in
            let name = unsafe CValue.text(attribute.name)
            switch unsafe attribute.type {
            case ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT: return unsafe Attribute(name, .int(attribute.i))
            case ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOAT: return unsafe Attribute(name, .float(attribute.f))
            case ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS:
                return unsafe Attribute(name, .ints(CValue.array(attribute.ints, attribute.n_ints)))
            case ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__STRING:
                let bytes = unsafe CValue.array(attribute.s.data, attribute.s.len)
                return Attribute(name, .string(String(decoding: bytes, as: UTF8.self)))
            default:
                throw unsafe .unsupported(
                    "attribute \(name) of operator \(operation) has ONNX's type \(attribute.type.rawValue)")
            }
        }
    }
}
