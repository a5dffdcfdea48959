import System

/// Reads a file of records one after the other, from any of them on.
public struct RecordReader: ~Copyable {
    private let file: Descriptor
    private let limit: Int
    /// Bytes in the file when it was opened.
    public let length: Int
    /// Where the next record starts.
    public var position = 0
    private var header: [UInt8] = []
    private var body: [UInt8] = []

    /// Opens the file at `path`.
    ///
    /// - Parameters:
    ///   - path: of a regular file.
    ///   - limit: bytes that a message may have.
    /// - Throws: ``SystemError`` of open.
    public init(path: String, limit: Int) throws(SystemError) {
        let file = try Descriptor.openingFile(path)
        length = try file.fileLength()
        self.file = file
        self.limit = limit
    }

    /// The message last read.
    public var message: ArraySlice<UInt8> { body.dropLast(RecordFrame.footerLength) }

    /// Reads the next record.
    ///
    /// - Returns: false at the end of the file.
    /// - Throws: what is wrong with the record.
    public mutating func next() throws(RecordError) -> Bool {
        guard position != length else { return false }
        let start = position
        try Self.fill(&header, RecordFrame.headerLength, of: file, at: start, in: start)
        guard CRC32C.maskedChecksum(of: header.span.extracting(first: 8)) == number(in: header, at: 8) else {
            throw .damaged(offset: start)
        }
        let count = UInt64(number(in: header, at: 0)) | UInt64(number(in: header, at: 4)) << 32
        guard count <= UInt64(limit) else { throw .tooLong(offset: start, length: count, limit: limit) }
        try Self.fill(
            &body, Int(count) + RecordFrame.footerLength, of: file, at: start + RecordFrame.headerLength, in: start)
        guard CRC32C.maskedChecksum(of: message.span) == number(in: body, at: Int(count)) else {
            throw .damaged(offset: start)
        }
        position = start + header.count + body.count
        return true
    }

    /// Reads `count` bytes of the record that starts at `start`.
    private static func fill(
        _ bytes: inout [UInt8], _ count: Int, of file: borrowing Descriptor, at offset: Int, in start: Int
    ) throws(RecordError) {
        bytes.removeAll(keepingCapacity: true)
        do throws(SystemError) {
            try file.read(count, at: offset, appendingTo: &bytes)
        } catch {
            throw .system(error)
        }
        guard bytes.count == count else { throw .torn(offset: start) }
    }

    /// Four little-endian bytes.
    private func number(in bytes: [UInt8], at start: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
    }
}

/// What is wrong with a record.
public enum RecordError: Error, Equatable, Sendable {
    case system(SystemError)
    /// The file ends within the record that starts at `offset`.
    case torn(offset: Int)
    /// The bytes of the record at `offset` are not those that were written.
    case damaged(offset: Int)
    case tooLong(offset: Int, length: UInt64, limit: Int)
}
