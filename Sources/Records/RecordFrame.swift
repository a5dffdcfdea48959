/// One record as TensorFlow's record files frame it: length, checksum of the length, message, checksum of the message.
///
/// The storage is kept from record to record.
public struct RecordFrame {
    /// Bytes of the length and its checksum.
    static let headerLength = 12
    /// Bytes of the message's checksum.
    static let footerLength = 4

    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Replaces the record by one of `message`, whose first member is its `ProtobufCMessage`.
    @unsafe public mutating func write<Message>(_ message: UnsafeMutablePointer<Message>) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: repeatElement(0, count: Self.headerLength))
        unsafe PackedMessage.append(message, to: &bytes)
        let length = UInt64(bytes.count - Self.headerLength)
        for i in 0..<8 { bytes[i] = UInt8(truncatingIfNeeded: length >> (8 * UInt64(i))) }
        let lengthChecksum = CRC32C.maskedChecksum(of: bytes.span.extracting(first: 8))
        for i in 0..<4 { bytes[8 + i] = UInt8(truncatingIfNeeded: lengthChecksum >> (8 * UInt32(i))) }
        let checksum = CRC32C.maskedChecksum(of: bytes.span.extracting(droppingFirst: Self.headerLength))
        for i in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(i)))) }
    }
}
