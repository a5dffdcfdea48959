import CProtobufC

/// Messages as libprotobuf-c packs them.
public enum PackedMessage {
    /// Appends `message`, whose first member is its `ProtobufCMessage`, to `bytes`.
    public static func append<Message>(_ message: UnsafeMutablePointer<Message>, to bytes: inout [UInt8]) {
        let base = unsafe UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
        let size = unsafe protobuf_c_message_get_packed_size(base)
        bytes.append(addingCapacity: size) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = buffer.baseAddress else { return }
                count += unsafe protobuf_c_message_pack(base, start + count)
            }
        }
    }

    /// The message in `bytes`, by the function protoc-c generated for it; `nil` where it is none or exceeds the quota.
    public static func read<Message>(
        _ bytes: Span<UInt8>, into memory: borrowing MessageMemory,
        _ unpack: (UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?) ->
            UnsafeMutablePointer<Message>?
    ) -> UnsafeMutablePointer<Message>? {
        unsafe memory.withAllocator { allocator in
            unsafe bytes.withUnsafeBufferPointer { bytes in unsafe unpack(allocator, bytes.count, bytes.baseAddress) }
        }
    }
}
