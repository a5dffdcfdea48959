/// Cuts a stream of bytes into frames: a big-endian 32-bit length, then as many bytes of one message.
///
/// Does no input itself: whoever owns the descriptor lends it free space with ``fill(_:)``, a test hands it bytes with
/// ``feed(_:)``. The length is checked before anything is reserved for it, and space grows only as bytes arrive, so a
/// peer cannot make the reader reserve more than twice what it sent.
///
/// The buffer is kept from frame to frame: once it has held the largest frame of a run, reading allocates nothing.
public struct FrameReader {
    /// Longest body accepted; the handshake's until both sides have agreed.
    public var frameLimit: Int {
        didSet { precondition(Limits.frameBytes.contains(frameLimit), "a frame limit of \(frameLimit)") }
    }

    /// What has arrived and was not yet moved out; its capacity beyond that is the free space.
    private var buffer: [UInt8] = []
    /// First byte not yet consumed.
    private var start = 0
    /// Body of the frame that `next` found.
    private var body = 0..<0

    public init(frameLimit: Int = Limits.handshakeFrameBytes) {
        precondition(Limits.frameBytes.contains(frameLimit), "a frame limit of \(frameLimit)")
        self.frameLimit = frameLimit
        // As much as a pipe holds by default: a small frame is one read.
        buffer.reserveCapacity(65_536)
    }

    /// Bytes that have arrived and belong to no frame yet returned.
    public var pendingCount: Int { buffer.count - start }

    /// Lends free space, never empty, to `read`, which appends what it reads.
    ///
    /// The current frame is gone afterwards: its bytes may have moved.
    ///
    /// - Returns: how many bytes were appended.
    public mutating func fill(_ read: (inout OutputSpan<UInt8>) -> Void) -> Int {
        discardConsumed()
        if buffer.count == buffer.capacity { buffer.reserveCapacity(2 * buffer.capacity) }
        let before = buffer.count
        buffer.append(addingCapacity: buffer.capacity - before) { free in read(&free) }
        return buffer.count - before
    }

    /// Takes `bytes` as if they had been read from a descriptor.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        discardConsumed()
        buffer.append(contentsOf: bytes)
    }

    /// Moves on to the next frame if all of it has arrived; ``withFrame(_:)`` then reads it.
    ///
    /// - Returns: `false` where more bytes are needed.
    /// - Throws: ``Fault/stdoutPollution(text:)`` where text stands in place of a length, with up to 80 bytes of its first
    ///   line, more if asked again after more came; ``Fault/frameTooLarge(length:limit:)``; ``Fault/decodeError(_:)`` for length 0.
    ///   The stream cannot be read on after any of them.
    public mutating func next() throws(Fault) -> Bool {
        body = 0..<0
        guard start < buffer.count else { return false }
        // No frame starts above 3, because every limit is under 2^26; text does.
        if buffer[start] > 3 { throw .stdoutPollution(text: printable(firstLine)) }
        guard buffer.count - start >= Limits.headerLength else { return false }
        let length =
            UInt32(buffer[start]) << 24 | UInt32(buffer[start + 1]) << 16 | UInt32(buffer[start + 2]) << 8
            | UInt32(buffer[start + 3])
        if length > UInt32(frameLimit) { throw .frameTooLarge(length: length, limit: frameLimit) }
        if length == 0 { throw .decodeError(MalformedMessage(offset: 0, path: "", .empty)) }
        let first = start + Limits.headerLength
        guard buffer.count - first >= Int(length) else { return false }
        body = first..<first + Int(length)
        start = body.upperBound
        return true
    }

    /// The first line of what has arrived that is not empty, up to 80 bytes of it.
    private var firstLine: ArraySlice<UInt8> {
        let newline = UInt8(ascii: "\n")
        let head = buffer[start..<min(buffer.count, start + 80)]
        let line = head.drop { $0 == newline }.prefix { $0 != newline }
        return line.isEmpty ? head : line
    }

    /// The body of the frame that ``next()`` found, without its length.
    public func withFrame<Result, E: Error>(_ read: (Span<UInt8>) throws(E) -> Result) throws(E) -> Result {
        try read(buffer.span.extracting(body))
    }

    /// Checks that the stream ended between two frames.
    ///
    /// - Throws: ``Fault/truncatedFrame(received:expected:)`` where it ended within one.
    public func finish() throws(Fault) {
        guard start < buffer.count else { return }
        let received = buffer.count - start
        var expected = Limits.headerLength
        if received >= Limits.headerLength {
            expected += buffer[start..<start + Limits.headerLength].reduce(0) { $0 << 8 | Int($1) }
        }
        throw .truncatedFrame(received: received, expected: expected)
    }

    /// Moves what is left to the front: a few bytes at most, unless the peer sent several frames at once.
    private mutating func discardConsumed() {
        body = 0..<0
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else if start > 0 {
            buffer.removeSubrange(0..<start)
        }
        start = 0
    }
}

/// `bytes` as text for a message: what is not printable is written `\xNN`, line breaks `\n`.
private func printable(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    for byte in bytes {
        switch byte {
        case 0x0A: text += "\\n"
        case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(byte))
        default: text += "\\x" + hexadecimal(byte)
        }
    }
    return text
}
