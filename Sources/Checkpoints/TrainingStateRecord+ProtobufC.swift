import CStateProtos
import Records

/// One record of a file of training state.
enum TrainingStateRecord {
    case header(schema: UInt32)
    case tensor(name: String, type: TrainingState.ElementType, count: UInt64)
    /// Bytes of the tensor last announced.
    case chunk(length: Int)
    case end(tensors: UInt64)
}

extension TrainingStateRecord {
    static func writeHeader(to frame: inout RecordFrame, _ memory: borrowing MessageMemory) {
        let header = unsafe memory.message(firstmover__state__v1__header__init)
        unsafe header.pointee.schema = TrainingState.schema
        unsafe header.pointee.producer = memory.text(OnnxModel.producer)
        let record = unsafe memory.message(firstmover__state__v1__record__init)
        unsafe record.pointee.header = header
        unsafe record.pointee.body_case = FIRSTMOVER__STATE__V1__RECORD__BODY_HEADER
        unsafe frame.write(record)
    }

    static func writeTensor(
        _ name: String, _ type: TrainingState.ElementType, count: Int, to frame: inout RecordFrame,
        _ memory: borrowing MessageMemory
    ) {
        let tensor = unsafe memory.message(firstmover__state__v1__tensor__init)
        unsafe tensor.pointee.name = memory.text(name)
        unsafe tensor.pointee.type = type.number
        unsafe tensor.pointee.count = UInt64(count)
        let record = unsafe memory.message(firstmover__state__v1__record__init)
        unsafe record.pointee.tensor = tensor
        unsafe record.pointee.body_case = FIRSTMOVER__STATE__V1__RECORD__BODY_TENSOR
        unsafe frame.write(record)
    }

    /// Copies the elements once, into the frame.
    static func writeChunk<Element: TrainingStateElement>(
        _ elements: Span<Element>, to frame: inout RecordFrame, _ memory: borrowing MessageMemory
    ) {
        let chunk = unsafe memory.message(firstmover__state__v1__chunk__init)
        let record = unsafe memory.message(firstmover__state__v1__record__init)
        unsafe record.pointee.chunk = chunk
        unsafe record.pointee.body_case = FIRSTMOVER__STATE__V1__RECORD__BODY_CHUNK
        unsafe elements.withUnsafeBytes { bytes in
            // libprotobuf-c only reads what it packs, though its field is not const.
            let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            unsafe chunk.pointee.data = ProtobufCBinaryData(
                len: bytes.count, data: start?.assumingMemoryBound(to: UInt8.self))
            unsafe frame.write(record)
        }
    }

    static func writeEnd(tensors: Int, to frame: inout RecordFrame, _ memory: borrowing MessageMemory) {
        let end = unsafe memory.message(firstmover__state__v1__end__init)
        unsafe end.pointee.tensors = UInt64(tensors)
        let record = unsafe memory.message(firstmover__state__v1__record__init)
        unsafe record.pointee.end = end
        unsafe record.pointee.body_case = FIRSTMOVER__STATE__V1__RECORD__BODY_END
        unsafe frame.write(record)
    }

    /// Reads a packed record; the elements of a chunk are appended to `values` where these are wanted.
    ///
    /// `nil` where it is none, or a chunk that ends within an element.
    init?<Element: TrainingStateElement>(
        _ message: Span<UInt8>, _ memory: borrowing MessageMemory, appendingTo values: inout [Element]?
    ) {
        guard let record = unsafe PackedMessage.read(message, into: memory, firstmover__state__v1__record__unpack)
        else { return nil }
        switch unsafe record.pointee.body_case {
        case FIRSTMOVER__STATE__V1__RECORD__BODY_HEADER:
            self = unsafe .header(schema: record.pointee.header.pointee.schema)
        case FIRSTMOVER__STATE__V1__RECORD__BODY_TENSOR:
            let tensor = unsafe record.pointee.tensor.pointee
            guard let type = unsafe TrainingState.ElementType(tensor.type) else { return nil }
            self = unsafe .tensor(name: CValue.text(tensor.name), type: type, count: tensor.count)
        case FIRSTMOVER__STATE__V1__RECORD__BODY_CHUNK:
            let data = unsafe record.pointee.chunk.pointee.data
            if values != nil {
                guard let elements = unsafe CValue.elements(data, as: Element.self) else { return nil }
                values?.append(contentsOf: elements)
            }
            self = unsafe .chunk(length: data.len)
        case FIRSTMOVER__STATE__V1__RECORD__BODY_END:
            self = unsafe .end(tensors: record.pointee.end.pointee.tensors)
        default: return nil
        }
    }
}

extension TrainingState.ElementType {
    fileprivate var number: Firstmover__State__V1__ElementType {
        switch self {
        case .float32: FIRSTMOVER__STATE__V1__ELEMENT_TYPE__ELEMENT_TYPE_FLOAT32
        case .float64: FIRSTMOVER__STATE__V1__ELEMENT_TYPE__ELEMENT_TYPE_FLOAT64
        case .int64: FIRSTMOVER__STATE__V1__ELEMENT_TYPE__ELEMENT_TYPE_INT64
        case .uint64: FIRSTMOVER__STATE__V1__ELEMENT_TYPE__ELEMENT_TYPE_UINT64
        case .uint8: FIRSTMOVER__STATE__V1__ELEMENT_TYPE__ELEMENT_TYPE_UINT8
        }
    }

    fileprivate init?(_ number: Firstmover__State__V1__ElementType) {
        guard let type = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = type
    }
}
