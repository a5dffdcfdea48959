import Foundation
import Records
import Reporting
import Testing

@Suite("TensorBoard's event files")
struct EventFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "firstmover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// The packed events of a file, whose checksums are right.
    private func records(_ path: String) throws -> [[UInt8]] {
        var reader = try RecordReader(path: path, limit: 1 << 20)
        var records: [[UInt8]] = []
        while try reader.next() { records.append(Array(reader.message)) }
        return records
    }

    @Test("hold a version, then what was measured, described once a file")
    func bytes() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var events = try EventFileWriter(in: folder.path, host: "h", wallTime: 2)
        try events.write([.init("a", 0.5)], step: 3, wallTime: 2)
        try events.write([.init("a", 0.5)], step: 300, wallTime: 2)
        try events.write([], step: 301, wallTime: 2)
        let two: [UInt8] = [0x09, 0, 0, 0, 0, 0, 0, 0, 0x40]
        let value: [UInt8] = [0x0A, 1, 0x61, 0x15, 0, 0, 0, 0x3F]
        let metadata: [UInt8] = [0x4A, 13, 0x0A, 9, 0x0A, 7] + Array("scalars".utf8) + [0x20, 1]
        #expect(
            try records(events.path) == [
                two + [0x1A, 13] + Array("brain.Event:2".utf8),
                two + [0x10, 3, 0x2A, 25, 0x0A, 23] + value + metadata,
                two + [0x10, 0xAC, 0x02, 0x2A, 10, 0x0A, 8] + value,
            ])
        #expect(events.path.hasPrefix("\(folder.path)/events.out.tfevents.0000000002.h."))
    }

    @Test("are never written over: a run that goes on starts another")
    func resumed() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try EventFileWriter(in: folder.path, host: "h", wallTime: 1_700_000_000.9).path
        let second = try EventFileWriter(in: folder.path, host: "h", wallTime: 1_700_000_000.9).path
        #expect(first.hasSuffix(".0") && second == first.dropLast() + "1")
        #expect(try records(first).count == 1 && records(second).count == 1)
    }

    @Test("name the folder that is not there")
    func missing() {
        #expect(throws: ReportingError.self) {
            _ = try EventFileWriter(in: folder.path + "/none", host: "h", wallTime: 0)
        }
    }
}
