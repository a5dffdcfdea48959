// The encoding that every protobuf message is made of; each function moves `position` past what it read.

/// Reads a tag or a length: a varint of at most 5 bytes and 32 bits.
///
/// Nearly all are one byte, which is read in place; a decision has some thirty of them.
@inline(__always)
func shortVarint(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) throws(MalformedMessage) -> UInt32 {
    guard position < end, bytes[position] < 0x80 else { return try severalBytes(bytes, &position, end) }
    position += 1
    return UInt32(bytes[position - 1])
}

/// Reads a tag or a length of more than one byte.
private func severalBytes(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
) throws(MalformedMessage) -> UInt32 {
    let start = position
    var value: UInt32 = 0
    var shift: UInt32 = 0
    while position < end {
        let byte = bytes[position]
        position += 1
        if shift == 28 && byte > 0x0F { throw MalformedMessage(offset: start, path: "", .oversizedTag) }
        value |= UInt32(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
    }
    throw MalformedMessage(offset: start, path: "", .truncated)
}

/// Moves past a varint of at most 10 bytes and 64 bits.
func skipVarint(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) throws(MalformedMessage) {
    let start = position
    while position < end {
        let byte = bytes[position]
        position += 1
        if position - start == 10 && byte > 1 { throw MalformedMessage(offset: start, path: "", .oversizedVarint) }
        if byte < 0x80 { return }
    }
    throw MalformedMessage(offset: start, path: "", .truncated)
}

/// Reads a varint of at most 10 bytes and 64 bits.
func longVarint(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) throws(MalformedMessage) -> UInt64 {
    let start = position
    try skipVarint(bytes, &position, end)
    var value: UInt64 = 0
    for i in (start..<position).reversed() { value = value << 7 | UInt64(bytes[i] & 0x7F) }
    return value
}

/// Moves past `count` bytes.
func skipBytes(_ count: Int, _ position: inout Int, _ end: Int) throws(MalformedMessage) {
    guard count <= end - position else { throw MalformedMessage(offset: position, path: "", .truncated) }
    position += count
}

/// Reads a length and moves past as many bytes; returns where they begin.
func lengthPrefixed(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
) throws(MalformedMessage) -> Int {
    let start = position
    let length = try shortVarint(bytes, &position, end)
    let available = end - position
    guard length <= UInt32(available) else {
        throw MalformedMessage(offset: start, path: "", .overrun(excess: UInt64(length) - UInt64(available)))
    }
    let first = position
    position += Int(length)
    return first
}
