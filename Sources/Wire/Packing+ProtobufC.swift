import CFirstmoverProtos
import Policy

/// A frame being written: the length, then the message as libprotobuf-c packs it, in storage kept from frame to frame.
struct OutgoingFrame {
    private(set) var bytes: [UInt8] = []

    /// Replaces the frame by one that holds `message`, whose first member is its `ProtobufCMessage`.
    ///
    /// - Throws: ``Fault/frameTooLarge(length:limit:)`` before anything is written.
    mutating func write<Message>(_ message: UnsafeMutablePointer<Message>, limit: Int) throws(Fault) {
        let base = unsafe UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
        let size = unsafe protobuf_c_message_get_packed_size(base)
        guard size <= limit else { throw .frameTooLarge(length: UInt32(clamping: size), limit: limit) }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(addingCapacity: Limits.headerLength + size) { output in
            output.append(UInt8(truncatingIfNeeded: size >> 24))
            output.append(UInt8(truncatingIfNeeded: size >> 16))
            output.append(UInt8(truncatingIfNeeded: size >> 8))
            output.append(UInt8(truncatingIfNeeded: size))
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = buffer.baseAddress else { return }
                count += unsafe protobuf_c_message_pack(base, start + count)
            }
        }
    }
}

extension Tensor {
    /// Calls `body` while `payloads` points at the first `rows` rows of each of `tensors`.
    ///
    /// Descends once a tensor, because an array lends its storage only for the length of a call.
    static func withPayloads(
        of tensors: [Tensor], rows: Int, in payloads: UnsafeMutablePointer<ProtobufCBinaryData>, from index: Int = 0,
        _ body: () -> Void
    ) {
        guard index < tensors.count else { return body() }
        let byteCount = rows * tensors[index].rowStride * tensors[index].space.elementType.byteCount
        func lend(_ storage: UnsafeRawBufferPointer) {
            precondition(byteCount <= storage.count, "\(rows) rows of a tensor of \(tensors[index].rows)")
            // libprotobuf-c only reads what it packs, though its field is not const.
            let start = unsafe UnsafeMutableRawPointer(mutating: storage.baseAddress)
            unsafe payloads[index] = ProtobufCBinaryData(
                len: byteCount, data: start?.assumingMemoryBound(to: UInt8.self))
            unsafe withPayloads(of: tensors, rows: rows, in: payloads, from: index + 1, body)
        }
        switch tensors[index].space.elementType {
        case .float32: unsafe tensors[index].float32.withUnsafeBytes(lend)
        case .float64: unsafe tensors[index].float64.withUnsafeBytes(lend)
        case .int32: unsafe tensors[index].int32.withUnsafeBytes(lend)
        }
    }

    /// Copies `payload` into the first `rows` rows.
    ///
    /// - Returns: `nil`, or where the payload is not of that many bytes, how many it should have.
    mutating func read(_ payload: ProtobufCBinaryData, rows: Int) -> Int? {
        precondition((0...self.rows).contains(rows), "\(rows) rows into a tensor of \(self.rows)")
        let expected = rows * rowStride * space.elementType.byteCount
        guard unsafe payload.len == expected else { return expected }
        let source = unsafe UnsafeRawBufferPointer(start: payload.data, count: expected)
        switch space.elementType {
        case .float32: unsafe float32.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
        case .float64: unsafe float64.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
        case .int32: unsafe int32.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
        }
        return nil
    }
}
