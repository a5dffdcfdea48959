/// How a recording lies in its file; all numbers little-endian.
///
/// Eight bytes of magic, then entries: kind (1 byte), channel (2), nanoseconds since the recording began (8), length of
/// the body (4), the body, and 32 bytes of running hash: SHA-256 over the hash before it and everything of this entry in
/// front of it. The hash before the first entry is that of the magic. So whoever holds the last hash holds them all.
enum RecordingFormat {
    static let magic = Array("fmrec 1\n".utf8)
    static let headerLength = 15
    static let hashLength = 32
    static let longestRemainder = 65_536

    enum Kind: UInt8 {
        /// Names the channel; the body is the name.
        case channel = 1
        case toPlugin = 2
        case fromPlugin = 3
        /// What the plugin had sent beyond its last frame when it was given up: text, half a frame, or whatever came
        /// after the fault. The bytes as they came, lengths included, the first ``RecordingFormat/longestRemainder`` of
        /// them.
        case remainder = 4
    }

    static func appendHeader(
        _ kind: Kind, channel: UInt16, nanoseconds: UInt64, count: Int, to bytes: inout [UInt8]
    ) {
        bytes.append(kind.rawValue)
        append(UInt64(channel), bytes: 2, to: &bytes)
        append(nanoseconds, bytes: 8, to: &bytes)
        append(UInt64(count), bytes: 4, to: &bytes)
    }

    private static func append(_ value: UInt64, bytes count: Int, to bytes: inout [UInt8]) {
        for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte)))) }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
