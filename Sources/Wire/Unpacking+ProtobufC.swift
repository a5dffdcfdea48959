import CFirstmoverProtos

/// One C message at a time, unpacked from a frame that passed the preflight, in memory reused from frame to frame.
@safe struct Unpacker<Envelope>: ~Copyable {
    private let arena = Arena()
    private let schema: Schema
    private let unpack:
        (UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?) -> UnsafeMutablePointer<Envelope>?
    /// The last message, whose memory the arena holds until the next frame.
    private var unpacked: UnsafeMutablePointer<Envelope>?
    /// Field number of a body that this version does not know; 0 where it knows it.
    private(set) var unknownField: UInt32 = 0

    /// - Parameters:
    ///   - schema: of `Envelope`.
    ///   - unpack: the function protoc-c generated for it.
    init(
        _ schema: Schema,
        _ unpack:
            @escaping (UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?) ->
            UnsafeMutablePointer<Envelope>?
    ) {
        self.schema = schema
        unsafe self.unpack = unsafe unpack
        unsafe unpacked = nil
    }

    /// The message last read.
    var envelope: Envelope {
        guard let unpacked = unsafe unpacked else { preconditionFailure("no frame was read") }
        return unsafe unpacked.pointee
    }

    /// Bytes that unpacking a frame of `length` bytes may use.
    static func budget(forFrameOf length: Int) -> Int { max(4 << 20, 8 * length) }

    /// Reads the body of one frame.
    ///
    /// - Throws: ``Fault/decodeError(_:)``, ``Fault/decodeBudget(length:budget:)``.
    mutating func read(_ frame: Span<UInt8>) throws(Fault) {
        unsafe unpacked = nil
        do throws(MalformedMessage) {
            unknownField = try Preflight.check(frame, against: schema)
        } catch {
            throw .decodeError(error)
        }
        let budget = Self.budget(forFrameOf: frame.count)
        arena.reset(quota: budget)
        unsafe unpacked = arena.withAllocator { allocator in
            unsafe frame.withUnsafeBufferPointer { bytes in unsafe unpack(allocator, bytes.count, bytes.baseAddress) }
        }
        if unsafe unpacked == nil {
            if arena.isExhausted { throw .decodeBudget(length: frame.count, budget: budget) }
            throw .decodeError(MalformedMessage(offset: 0, path: "", .refusedByLibrary))
        }
    }
}
