import Foundation
import Records
import Testing

@testable import Checkpoints

@Suite("Training state")
struct TrainingStateTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("state")
    }

    /// A small file with a tensor of every kind.
    private func writeSample() throws {
        var state = try TrainingStateWriter(to: path)
        try state.put("critic0/parameters", awkwardNumbers)
        try state.put("returns", [Double.pi, -0.0, .nan, .infinity])
        try state.put("actions", [Int64.min, 0, .max])
        try state.put("generator", [UInt64.max, 1])
        try state.put("flags", [UInt8(0), 1, 255])
        try state.put("nothing", [Float]())
        try state.finish()
    }

    private func problem(_ bytes: [UInt8]) throws -> CheckpointError.Problem? {
        let path = try folder.write(bytes, to: "damaged")
        do throws(CheckpointError) {
            _ = try TrainingStateReader(of: path)
            return nil
        } catch {
            #expect(error.path == path)
            return error.problem
        }
    }

    @Test("is read back as it was written, to the last bit")
    func roundTrip() throws {
        try writeSample()
        var state = try TrainingStateReader(of: path)
        #expect(state.names == ["critic0/parameters", "returns", "actions", "generator", "flags", "nothing"])
        let parameters: [Float] = try state.take("critic0/parameters", count: awkwardNumbers.count)
        #expect(parameters.map(\.bitPattern) == awkwardNumbers.map(\.bitPattern))
        #expect(
            try state.take("returns", as: Double.self).map(\.bitPattern).suffix(3) == [
                (-0.0).bitPattern, Double.nan.bitPattern, Double.infinity.bitPattern,
            ])
        #expect(try state.take("actions") as [Int64] == [.min, 0, .max])
        #expect(state.remaining == ["generator", "flags", "nothing"])
        #expect(try state.take("generator") as [UInt64] == [.max, 1])
        #expect(try state.take("flags", as: UInt8.self) == [0, 1, 255])
        #expect(try state.take("nothing", count: 0) as [Float] == [])
        #expect(state.remaining == [])
        // Once more, in another order.
        #expect(try state.take("flags", as: UInt8.self) == [0, 1, 255])
    }

    @Test("of more than a record is read in pieces, into storage that is there", arguments: [-1, 0, 1, 70_000])
    func pieces(more: Int) throws {
        let count = 2 * TrainingState.chunkLength / 4 + more
        let values = (0..<count).map { Float($0) }
        var writer = try TrainingStateWriter(to: path)
        try writer.put("buffer", values)
        try writer.put("after", [UInt64(7)])
        try writer.finish()
        var reader = try TrainingStateReader(of: path)
        var read: [Float] = []
        read.reserveCapacity(count)
        let storage = unsafe read.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
        try reader.take("buffer", count: count, into: &read)
        #expect(read == values)
        #expect(unsafe read.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } == storage)
        #expect(try reader.take("after") == [UInt64(7)])
    }

    @Test("says what is missing and what is another")
    func complaints() throws {
        try writeSample()
        let path = path
        var state = try TrainingStateReader(of: path)
        func problem<Element: TrainingStateElement>(
            _ name: String, _ type: Element.Type, count: Int
        ) -> CheckpointError.Problem? {
            do throws(CheckpointError) {
                _ = try state.take(name, as: Element.self, count: count)
                return nil
            } catch {
                return error.problem
            }
        }
        #expect(problem("actor", Float.self, count: 1) == .missingTensor("actor", known: state.names))
        #expect(problem("flags", Float.self, count: 3) == .wrongType("flags", found: "uint8", expected: "float32"))
        #expect(problem("flags", UInt8.self, count: 4) == .wrongShape("flags", found: [3], expected: [4]))
        #expect(throws: CheckpointError(folder.path("none"), .missing)) {
            _ = try TrainingStateReader(of: folder.path("none"))
        }
        #expect(throws: CheckpointError(folder.path, .notAFile)) { _ = try TrainingStateReader(of: folder.path) }
    }

    @Test("appears when it is finished, and two at once do not meet")
    func atomic() throws {
        try folder.write([1], to: "state")
        do {
            var abandoned = try TrainingStateWriter(to: path)
            try abandoned.put("x", [Float(1)])
            var other = try TrainingStateWriter(to: folder.path("other"))
            try other.put("y", [Float(2)])
            try other.finish()
            #expect(try folder.bytes("state") == [1])
        }
        #expect(try folder.names() == ["other", "state"])
        #expect(try folder.bytes("state") == [1])
        var other = try TrainingStateReader(of: folder.path("other"))
        #expect(try other.take("y") == [Float(2)])
        #expect(throws: CheckpointError.self) { _ = try TrainingStateWriter(to: folder.path("none/state")) }
    }

    @Test("that is cut off anywhere is refused")
    func torn() throws {
        try writeSample()
        let bytes = try folder.bytes("state")
        #expect(try problem(bytes) == nil)
        for count in bytes.indices {
            let problem = try #require(try problem(Array(bytes[..<count])))
            if case .torn = problem { continue }
            // Within the first record nothing says yet what the file is.
            #expect(problem == .notTrainingState && count < 50, "\(count): \(problem)")
        }
        #expect(try problem(bytes + [0]) != nil)
        #expect(try problem(bytes + bytes) != nil)
        #expect(try problem(Array("a line of text, and another, and one more".utf8)) == .notTrainingState)
    }

    @Test("with any damaged byte is refused, and says so before anything is taken")
    func damagedBytes() throws {
        try writeSample()
        let bytes = try folder.bytes("state")
        for i in bytes.indices {
            var damaged = bytes
            damaged[i] ^= 1 << UInt8(i % 8)
            #expect(try problem(damaged) != nil, "byte \(i)")
        }
        var generator = SplitMix64(seed: 5)
        for _ in 0..<500 {
            let damaged = bytes.damaged(&generator)
            #expect(try damaged == bytes || problem(damaged) != nil)
        }
    }

    @Test("of sound records in a senseless order is refused")
    func order() throws {
        let memory = MessageMemory()
        func record(_ write: (inout RecordFrame) -> Void) -> [UInt8] {
            var frame = RecordFrame()
            write(&frame)
            return frame.bytes
        }
        let header = record { TrainingStateRecord.writeHeader(to: &$0, memory) }
        let end = { (count: Int) in record { TrainingStateRecord.writeEnd(tensors: count, to: &$0, memory) } }
        let tensor = { (count: Int) in
            record { TrainingStateRecord.writeTensor("x", .float32, count: count, to: &$0, memory) }
        }
        let chunk = { (values: [Float]) in
            record { TrainingStateRecord.writeChunk(values.span, to: &$0, memory) }
        }
        #expect(try problem(header + end(0)) == nil)
        #expect(try problem(header + tensor(1) + chunk([1]) + end(1)) == nil)
        let tooMuch = Array(repeating: Float(0), count: TrainingState.chunkLength / 4 + 1)
        for bytes in [
            header, end(0), tensor(0), chunk([1]), header + header + end(0), header + end(1),
            header + chunk([]) + end(0),
            header + tensor(2) + chunk([1]) + end(1), header + tensor(1) + chunk([1, 2]) + end(1),
            header + tensor(1) + end(1), header + tensor(2) + chunk([1]) + chunk([2]) + end(1),
            header + tensor(1) + chunk([]) + chunk([1]) + end(1), header + tensor(0) + tensor(0) + end(2),
            header + tensor(tooMuch.count) + chunk(tooMuch) + end(1),
        ] {
            #expect(try problem(bytes) != nil)
        }
        // A number that no array can have makes none.
        #expect(try problem(header + tensor(.max) + chunk([1]) + end(1)) == .torn(offset: header.count))
    }

    @Test("of another schema is refused with both numbers")
    func schema() throws {
        // The header's message is its field 1, whose field 1 is the schema.
        var frame = RecordFrame()
        TrainingStateRecord.writeHeader(to: &frame, MessageMemory())
        var bytes = frame.bytes
        #expect(Array(bytes[12..<16]) == [0x0A, 0x0E, 0x08, 0x01])
        bytes[15] = 9
        let checksum = CRC32C.maskedChecksum(of: bytes.span.extracting(12..<bytes.count - 4))
        for i in 0..<4 { bytes[bytes.count - 4 + i] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(i))) }
        #expect(try problem(bytes) == .schema(found: 9, known: 1))
    }
}
