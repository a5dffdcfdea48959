extension [UInt8] {
    /// Broken in one to three places, as bad disks and careless writers do.
    func damaged(_ generator: inout SplitMix64) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0...5, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert([0x00, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0, at: place)
            case 4: bytes.removeLast(Int.random(in: 1...Swift.min(bytes.count, 8), using: &generator))
            default: bytes.insert(contentsOf: bytes[place..<Swift.min(bytes.count, place + 9)], at: place)
            }
        }
        return bytes
    }
}

/// Protobuf by hand, for what our own writer would never write.
enum Field {
    static func number(_ field: Int, _ value: UInt64) -> [UInt8] { varint(UInt64(field) << 3) + varint(value) }

    static func bytes(_ field: Int, _ value: [UInt8]) -> [UInt8] {
        varint(UInt64(field) << 3 | 2) + varint(UInt64(value.count)) + value
    }

    static func text(_ field: Int, _ value: String) -> [UInt8] { bytes(field, Array(value.utf8)) }

    private static func varint(_ value: UInt64) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
    }
}
