import COnnxProtos
import Records

extension OnnxModel {
    /// The model as the bytes of an ONNX file; equal models give equal bytes.
    public func encoded() -> [UInt8] {
        if let contradiction = graph.contradiction { preconditionFailure("this is no graph: \(contradiction)") }
        let memory = MessageMemory()
        let model = unsafe memory.message(onnx__model_proto__init)
        unsafe model.pointee.has_ir_version = 1
        unsafe model.pointee.ir_version = Self.irVersion
        unsafe model.pointee.producer_name = memory.text(Self.producer)
        unsafe model.pointee.graph = memory.make(graph)
        let operators = unsafe memory.message(onnx__operator_set_id_proto__init)
        // Stands there although it is empty: ONNX's checker asks for it.
        unsafe operators.pointee.domain = memory.text("")
        unsafe operators.pointee.has_version = 1
        unsafe operators.pointee.version = Self.operatorSet
        unsafe model.pointee.n_opset_import = 1
        unsafe model.pointee.opset_import = memory.list([()]) { unsafe operators }
        unsafe model.pointee.n_metadata_props = metadata.count
        unsafe model.pointee.metadata_props = memory.list(metadata) { entry in
            let message = unsafe memory.message(onnx__string_string_entry_proto__init)
            unsafe message.pointee.key = memory.text(entry.key)
            unsafe message.pointee.value = memory.text(entry.value)
            return unsafe message
        }
        var bytes: [UInt8] = []
        unsafe PackedMessage.append(model, to: &bytes)
        return bytes
    }
}

extension MessageMemory {
    fileprivate func make(_ graph: OnnxGraph) -> UnsafeMutablePointer<Onnx__GraphProto> {
        let message = unsafe self.message(onnx__graph_proto__init)
        unsafe message.pointee.name = text(graph.name)
        unsafe message.pointee.n_node = graph.nodes.count
        unsafe message.pointee.node = list(graph.nodes) { unsafe make($0) }
        unsafe message.pointee.n_initializer = graph.initializers.count
        unsafe message.pointee.initializer = list(graph.initializers) { unsafe make($0) }
        unsafe message.pointee.n_input = graph.inputs.count
        unsafe message.pointee.input = list(graph.inputs) { unsafe make($0) }
        unsafe message.pointee.n_output = graph.outputs.count
        unsafe message.pointee.output = list(graph.outputs) { unsafe make($0) }
        return unsafe message
    }

    private func make(_ node: OnnxGraph.Node) -> UnsafeMutablePointer<Onnx__NodeProto> {
        let message = unsafe self.message(onnx__node_proto__init)
        unsafe message.pointee.op_type = text(node.operation)
        unsafe message.pointee.n_input = node.inputs.count
        unsafe message.pointee.input = texts(node.inputs)
        unsafe message.pointee.n_output = node.outputs.count
        unsafe message.pointee.output = texts(node.outputs)
        unsafe message.pointee.n_attribute = node.attributes.count
        unsafe message.pointee.attribute = list(node.attributes) { unsafe make($0) }
        return unsafe message
    }

    private func make(_ attribute: OnnxGraph.Node.Attribute) -> UnsafeMutablePointer<Onnx__AttributeProto> {
        let message = unsafe self.message(onnx__attribute_proto__init)
        unsafe message.pointee.name = text(attribute.name)
        unsafe message.pointee.has_type = 1
        switch attribute.value {
        case .int(let value):
            unsafe message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT
            unsafe message.pointee.has_i = 1
            unsafe message.pointee.i = value
        case .float(let value):
            unsafe message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOAT
            unsafe message.pointee.has_f = 1
            unsafe message.pointee.f = value
        case .ints(let values):
            unsafe message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS
            unsafe message.pointee.n_ints = values.count
            unsafe message.pointee.ints = array(values)
        case .string(let value):
            unsafe message.pointee.type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__STRING
            unsafe message.pointee.has_s = 1
            unsafe message.pointee.s = bytes(of: Array(value.utf8))
        }
        return unsafe message
    }

    private func make(_ tensor: OnnxGraph.Tensor) -> UnsafeMutablePointer<Onnx__TensorProto> {
        let message = unsafe self.message(onnx__tensor_proto__init)
        unsafe message.pointee.name = text(tensor.name)
        unsafe message.pointee.n_dims = tensor.shape.count
        unsafe message.pointee.dims = array(tensor.shape.map(Int64.init))
        unsafe message.pointee.has_data_type = 1
        unsafe message.pointee.data_type = tensor.elementType.rawValue
        unsafe message.pointee.has_raw_data = 1
        switch tensor.elements {
        case .float32(let elements): unsafe message.pointee.raw_data = bytes(of: elements)
        case .int64(let elements): unsafe message.pointee.raw_data = bytes(of: elements)
        }
        return unsafe message
    }

    private func make(_ port: OnnxGraph.Port) -> UnsafeMutablePointer<Onnx__ValueInfoProto> {
        let shape = unsafe self.message(onnx__tensor_shape_proto__init)
        unsafe shape.pointee.n_dim = port.shape.count
        unsafe shape.pointee.dim = list(port.shape) { dimension in
            let message = unsafe self.message(onnx__tensor_shape_proto__dimension__init)
            switch dimension {
            case .fixed(let length):
                unsafe message.pointee.value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE
                unsafe message.pointee.dim_value = Int64(length)
            case .named(let name):
                unsafe message.pointee.value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM
                unsafe message.pointee.dim_param = text(name)
            }
            return unsafe message
        }
        let tensor = unsafe self.message(onnx__type_proto__tensor__init)
        unsafe tensor.pointee.has_elem_type = 1
        unsafe tensor.pointee.elem_type = port.elementType.rawValue
        unsafe tensor.pointee.shape = shape
        let type = unsafe self.message(onnx__type_proto__init)
        unsafe type.pointee.tensor_type = tensor
        let message = unsafe self.message(onnx__value_info_proto__init)
        unsafe message.pointee.name = text(port.name)
        unsafe message.pointee.type = type
        return unsafe message
    }
}
