import CChecksums

/// CRC-32C, the checksum of Castagnoli's polynomial: any one to three damaged bits and any damage within 32 are found.
///
/// - SeeAlso: RFC 3720, appendix B.4, whose examples the tests hold it against.
public enum CRC32C {
    /// The checksum of `bytes`.
    public static func checksum(of bytes: Span<UInt8>) -> UInt32 {
        unsafe bytes.withUnsafeBufferPointer { unsafe crc32c($0.baseAddress, $0.count) }
    }

    /// The checksum as record files hold it: turned and shifted, because the checksum of bytes that end in their own
    /// checksum says nothing.
    public static func maskedChecksum(of bytes: Span<UInt8>) -> UInt32 {
        let checksum = checksum(of: bytes)
        return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
    }
}
