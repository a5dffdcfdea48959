import Testing

@testable import Wire

@Suite("A frame reader")
struct FrameReaderTests {
    /// A frame of `count` bytes that differ from their neighbours.
    private func frame(_ count: Int) -> [UInt8] {
        let length = UInt32(count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> UInt32($0)) }
            + (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
    }

    /// Every body that comes out while `chunks` go in.
    private func bodies(_ chunks: [[UInt8]], limit: Int = Limits.handshakeFrameBytes) throws(Fault) -> [[UInt8]] {
        var reader = FrameReader(frameLimit: limit)
        var bodies: [[UInt8]] = []
        for chunk in chunks {
            reader.feed(chunk)
            while try reader.next() {
                bodies.append(reader.withFrame { bytes in bytes.indices.map { bytes[$0] } })
            }
        }
        try reader.finish()
        return bodies
    }

    @Test("joins a header that arrives in two parts", arguments: 0...4)
    func splitHeader(first: Int) throws {
        let whole = frame(9)
        let chunks = [Array(whole[..<first]), Array(whole[first..<4]), Array(whole[4...])]
        #expect(try bodies(chunks) == [Array(whole[4...])])
    }

    @Test("joins frames that arrive a byte at a time")
    func oneByteAChunk() throws {
        let stream = frame(1) + frame(300) + frame(2)
        #expect(
            try bodies(stream.map { [$0] }) == [frame(1), frame(300), frame(2)].map { Array($0[4...]) })
    }

    @Test("parts frames that arrive in one chunk, the last one cut off")
    func severalFramesAChunk() throws {
        let stream = frame(5) + frame(1) + frame(700) + frame(8)
        let chunks = [Array(stream.dropLast(3)), Array(stream.suffix(3))]
        #expect(try bodies(chunks) == [frame(5), frame(1), frame(700), frame(8)].map { Array($0[4...]) })
    }

    @Test("gives the same frames however the stream is cut", arguments: 0..<20)
    func anyCut(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let sizes = (0..<20).map { _ in Int.random(in: 1...400, using: &generator) }
        var stream = sizes.flatMap { frame($0) }[...]
        var chunks: [[UInt8]] = []
        while !stream.isEmpty {
            let count = min(stream.count, Int.random(in: 1...90, using: &generator))
            chunks.append(Array(stream.prefix(count)))
            stream = stream.dropFirst(count)
        }
        #expect(try bodies(chunks) == sizes.map { Array(frame($0)[4...]) })
    }

    @Test(
        "takes a frame up to its limit",
        arguments: [65_535, 65_536], [Limits.frameBytes.lowerBound, Limits.frameBytes.upperBound])
    func upToTheLimit(size: Int, limit: Int) throws {
        #expect(try bodies([frame(size)], limit: limit).map(\.count) == [size])
    }

    @Test(
        "refuses a frame over its limit by its header alone",
        arguments: [65_536, 65_537, Limits.defaultFrameBytes, 67_108_862], [1, 0x03FF_FFFF] as [UInt32])
    func overTheLimit(limit: Int, excess: UInt32) {
        let length = min(UInt32(limit) + excess, 0x03FF_FFFF)
        let header = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> UInt32($0)) }
        #expect(throws: Fault.frameTooLarge(length: length, limit: limit)) {
            try bodies([header], limit: limit)
        }
    }

    @Test("refuses a frame of length 0")
    func emptyFrame() {
        #expect(throws: Fault.decodeError(MalformedMessage(offset: 0, path: "", .empty))) {
            try bodies([[0, 0, 0, 0]])
        }
    }

    @Test("says how much of a frame was there when the stream ended", arguments: 1...12)
    func endOfInput(count: Int) {
        let received = Array(frame(9).prefix(count))
        #expect(throws: Fault.truncatedFrame(received: count, expected: count < 4 ? 4 : 13)) {
            try bodies([received])
        }
    }

    @Test("ends quietly between frames", arguments: [0, 1])
    func endBetweenFrames(frames: Int) throws {
        #expect(try bodies(Array(repeating: frame(3), count: frames)).count == frames)
    }

    @Test("knows text by its first byte", arguments: ["H", "Hello\n", "\u{1B}[0m warning", "größe"])
    func textAtTheStart(text: String) {
        var reader = FrameReader()
        reader.feed(text.utf8)
        #expect(throws: Fault.self) { try reader.next() }
        #expect(pollution(reader)?.isEmpty == false)
    }

    @Test("shows the text that came between frames, more of it when more came")
    func textBetweenFrames() throws {
        var reader = FrameReader()
        reader.feed(frame(3) + Array("lo".utf8))
        #expect(try reader.next())
        #expect(pollution(reader) == "lo")
        reader.feed(Array("ss 0.5\t\u{7}\n".utf8))
        #expect(pollution(reader) == "loss 0.5\\x09\\x07")
        reader.feed(Array(repeating: 0x61, count: 1_000))
        #expect(pollution(reader) == "loss 0.5\\x09\\x07")
    }

    @Test("shows one line of text at most, and 80 bytes")
    func longText() {
        var reader = FrameReader()
        reader.feed(Array("\n\n".utf8))
        #expect(pollution(reader) == "\\n\\n")
        reader.feed(Array(repeating: 0x61, count: 1_000))
        #expect(pollution(reader) == String(repeating: "a", count: 78))
    }

    @Test("takes no byte above 3 for a length, whatever the limit", arguments: 4...255)
    func firstByte(byte: Int) {
        var reader = FrameReader(frameLimit: Limits.frameBytes.upperBound)
        reader.feed([UInt8(byte)])
        #expect(pollution(reader) != nil)
    }

    @Test("reserves for what came, not for what was announced")
    func announcedOnly() throws {
        var reader = FrameReader(frameLimit: Limits.frameBytes.upperBound)
        reader.feed([3, 0xFF, 0xFF, 0xFF])
        #expect(try !reader.next())
        var offered = 0
        _ = reader.fill { offered = $0.freeCapacity }
        #expect(offered > 0 && offered <= 65_536 * 2)
    }

    @Test("reads a large frame through its own free space")
    func largeFrame() throws {
        let whole = frame(1_000_000)
        var reader = FrameReader(frameLimit: Limits.defaultFrameBytes)
        var sent = 0
        while try !reader.next() {
            #expect(sent < whole.count)
            let filled = reader.fill { free in
                let count = min(free.freeCapacity, whole.count - sent)
                for i in 0..<count { free.append(whole[sent + i]) }
            }
            sent += filled
        }
        #expect(reader.withFrame { bytes in (0..<bytes.count).allSatisfy { bytes[$0] == whole[4 + $0] } })
        #expect(reader.pendingCount == 0)
    }

    private func pollution(_ reader: FrameReader) -> String? {
        var reader = reader
        do throws(Fault) {
            _ = try reader.next()
            return nil
        } catch {
            guard case .stdoutPollution(let text) = error else { return nil }
            return text
        }
    }
}
