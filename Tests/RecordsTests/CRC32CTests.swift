import CChecksums
import Records
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
    @Test(
        "is what RFC 3720 says",
        arguments: [
            (Array(repeating: 0, count: 32), 0x8A91_36AA), (Array(repeating: 255, count: 32), 0x62A8_AB43),
            (Array(0...31), 0x46DD_794E), ((0...31).reversed(), 0x113F_DB5C), (Array("123456789".utf8), 0xE306_9283),
            ([], 0),
        ] as [([UInt8], UInt32)])
    func knownAnswers(bytes: [UInt8], checksum: UInt32) {
        #expect(CRC32C.checksum(of: bytes.span) == checksum)
        #expect(unsafe crc32c_portable(bytes, bytes.count) == checksum)
    }

    @Test("is the same by instruction and in plain C, whatever the length and the address")
    func implementations() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 43) }
        for start in 0..<9 {
            for end in start..<bytes.count {
                let part = Array(bytes[start..<end])
                #expect(
                    unsafe CRC32C.checksum(of: bytes.span.extracting(start..<end)) == crc32c_portable(part, part.count))
            }
        }
    }
}
