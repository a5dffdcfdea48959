import CFirstmoverProtos
import Policy

/// Reads what the host says; a plugin has one.
///
/// First ``next(from:)``, which says who speaks and what kind of message it is; then ``message()`` for all of it, or
/// ``readDecide(into:rowLimit:)`` and ``readFeedback(into:)``, which fill storage that exists and allocate nothing.
@safe public struct HostMessageDecoder: ~Copyable {
    private var unpacker: Unpacker<Firstmover__V1__HostEnvelope>

    public init() {
        unsafe unpacker = Unpacker(.hostEnvelope, firstmover__v1__host_envelope__unpack)
    }

    /// What every message from the host starts with.
    public struct Header: Equatable, Sendable {
        public let id: UInt64
        public let session: UInt64
        public let kind: Kind
    }

    /// The kind of message, with what is needed to choose the storage to read it into.
    public enum Kind: Equatable, Sendable {
        case hello
        case open
        case reset
        case decide(stage: Int)
        case feedback
        case save
        case load
        case ping
        case cancel
        case shutdown
        case unknown(field: UInt32)
    }

    /// Reads the next frame of `reader`, if all of it has arrived.
    ///
    /// - Throws: what ``FrameReader/next()`` and ``decode(_:)`` throw; the stream cannot be read on after that.
    public mutating func next(from reader: inout FrameReader) throws(Fault) -> Header? {
        guard try reader.next() else { return nil }
        return try reader.withFrame { (frame) throws(Fault) in try decode(frame) }
    }

    /// Reads the body of one frame.
    ///
    /// - Throws: ``Fault/decodeError(_:)``, ``Fault/decodeBudget(length:budget:)``.
    public mutating func decode(_ frame: Span<UInt8>) throws(Fault) -> Header {
        try unsafe unpacker.read(frame)
        let envelope = unsafe unpacker.envelope
        return unsafe Header(id: envelope.id, session: envelope.session, kind: kind(envelope))
    }

    /// All of the message last read, in memory of its own.
    ///
    /// - Throws: ``Fault/decodeError(_:)`` where a value means nothing.
    public func message() throws(Fault) -> HostMessage {
        try unsafe HostMessage(unpacker.envelope, unknownField: unpacker.unknownField)
    }

    /// Fills `observations`, storage for the stage that the header named, with the message last read.
    ///
    /// - Returns: time for the answer in microseconds; 0 for no limit.
    /// - Throws: ``Fault/decodeError(_:)`` where rows or a tensor's length are not what the session announced.
    public func readDecide(into observations: inout Observations, rowLimit: Int) throws(Fault) -> UInt64 {
        let envelope = unsafe unpacker.envelope
        guard unsafe envelope.body_case == FIRSTMOVER__V1__HOST_ENVELOPE__BODY_DECIDE else {
            preconditionFailure("the message last read is not a decision to be made")
        }
        let decide = unsafe envelope.decide.pointee
        precondition(unsafe Int(decide.stage) == observations.stage, "storage of another stage")
        let rows = unsafe Int(decide.rows)
        try check((1...rowLimit).contains(rows), "decide.rows", "\(rows) rows of at most \(rowLimit)")
        try unsafe Tensor.read(
            decide.observation, decide.n_observation, into: &observations.observation, rows: rows, "observation")
        try unsafe Tensor.read(decide.instance, decide.n_instance, into: &observations.instance, rows: rows, "instance")
        unsafe observations.slot = decide.slot
        observations.rows = rows
        unsafe observations.isBootstrap = decide.bootstrap != 0
        return unsafe decide.budget_us
    }

    /// Fills `feedback`, storage for as many rows as the session has, with the message last read.
    ///
    /// - Throws: ``Fault/decodeError(_:)`` where rows or a length are not what the session announced.
    public func readFeedback(into feedback: inout Feedback) throws(Fault) {
        let envelope = unsafe unpacker.envelope
        guard unsafe envelope.body_case == FIRSTMOVER__V1__HOST_ENVELOPE__BODY_FEEDBACK else {
            preconditionFailure("the message last read is not feedback")
        }
        let message = unsafe envelope.feedback.pointee
        let rows = unsafe Int(message.rows)
        let limit = feedback.terminated.count
        try check(rows > 0 && rows <= limit, "feedback.rows", "\(rows) rows of at most \(limit)")
        let rewardBytes = rows * feedback.rowStride * MemoryLayout<Double>.size
        try unsafe checkLength(message.rewards, rewardBytes, "rewards")
        try unsafe checkLength(message.terminated, rows, "terminated")
        try unsafe checkLength(message.truncated, rows, "truncated")
        unsafe feedback.rewards.withUnsafeMutableBytes {
            unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: message.rewards.data, count: rewardBytes))
        }
        for row in 0..<rows {
            unsafe feedback.terminated[row] = message.terminated.data[row] != 0
            unsafe feedback.truncated[row] = message.truncated.data[row] != 0
        }
        unsafe feedback.slot = message.slot
        feedback.rows = rows
    }

    private func kind(_ envelope: Firstmover__V1__HostEnvelope) -> Kind {
        switch unsafe envelope.body_case {
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_HELLO: .hello
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_OPEN: .open
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_RESET: .reset
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_DECIDE: unsafe .decide(stage: Int(envelope.decide.pointee.stage))
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_FEEDBACK: .feedback
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_SAVE: .save
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_LOAD: .load
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_PING: .ping
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_CANCEL: .cancel
        case FIRSTMOVER__V1__HOST_ENVELOPE__BODY_SHUTDOWN: .shutdown
        default: unsafe .unknown(field: unpacker.unknownField)
        }
    }
}

private func checkLength(_ payload: ProtobufCBinaryData, _ expected: Int, _ field: String) throws(Fault) {
    let length = unsafe payload.len
    try check(length == expected, "feedback.\(field)", "\(length) bytes instead of \(expected)")
}

extension Tensor {
    /// Fills the first `rows` rows of `tensors` from the payloads of field `field` of a decide message.
    fileprivate static func read(
        _ payloads: UnsafeMutablePointer<ProtobufCBinaryData>?, _ count: Int, into tensors: inout [Tensor], rows: Int,
        _ field: StaticString
    ) throws(Fault) {
        let payloads = unsafe UnsafeBufferPointer(start: payloads, count: count)
        try check(count == tensors.count, "decide.\(field)", "\(count) tensors instead of \(tensors.count)")
        for i in tensors.indices {
            if let expected = unsafe tensors[i].read(payloads[i], rows: rows) {
                let length = unsafe payloads[i].len
                try check(false, "decide.\(field)[\(i)]", "\(length) bytes instead of \(expected)")
            }
        }
    }
}
