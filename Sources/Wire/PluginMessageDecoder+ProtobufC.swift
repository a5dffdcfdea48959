import CFirstmoverProtos
import Policy

/// Reads what a plugin says; a host has one for each.
///
/// First ``next(from:)``, which says what is answered and what kind of message it is; then ``message()`` for all of it,
/// or ``readDecision(into:rows:)``, which fills storage that exists and allocates nothing.
@safe public struct PluginMessageDecoder: ~Copyable {
    private var unpacker: Unpacker<Firstmover__V1__PluginEnvelope>

    public init() {
        unsafe unpacker = Unpacker(.pluginEnvelope, firstmover__v1__plugin_envelope__unpack)
    }

    /// What every message from a plugin starts with.
    public struct Header: Equatable, Sendable {
        public let id: UInt64
        /// The request this answers; 0 for none.
        public let replyTo: UInt64
        public let session: UInt64
        public let kind: Kind
    }

    /// The kind of message.
    public enum Kind: Equatable, Sendable {
        case welcome
        case opened
        case decision
        case done
        case pong
        case error
        case metrics
        case log
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
        return unsafe Header(
            id: envelope.id, replyTo: envelope.reply_to, session: envelope.session, kind: kind(envelope))
    }

    /// All of the message last read, in memory of its own.
    ///
    /// - Throws: ``Fault/decodeError(_:)`` where a value means nothing.
    public func message() throws(Fault) -> PluginMessage {
        try unsafe PluginMessage(unpacker.envelope, unknownField: unpacker.unknownField)
    }

    /// Fills the first `rows` rows of `actions` and of what they report with the message last read, and checks them.
    ///
    /// - Returns: time spent deciding by the plugin's clock, in microseconds; 0 if not measured.
    /// - Throws: ``Fault/invalidAction(_:)``, ``Fault/decodeError(_:)``; `actions` then holds part of the decision.
    public func readDecision(into actions: inout Actions, rows: Int) throws(Fault) -> Double {
        let envelope = unsafe unpacker.envelope
        guard unsafe envelope.body_case == FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DECISION else {
            preconditionFailure("the message last read is not a decision")
        }
        let decision = unsafe envelope.decision.pointee
        let payloads = unsafe UnsafeBufferPointer(start: decision.actions, count: decision.n_actions)
        guard payloads.count == actions.tensors.count else {
            throw .invalidAction(
                InvalidAction(tensor: "", .tensorCount(payloads.count, expected: actions.tensors.count)))
        }
        for i in actions.tensors.indices {
            if let expected = unsafe actions.tensors[i].read(payloads[i], rows: rows) {
                throw .invalidAction(
                    InvalidAction(
                        tensor: actions.tensors[i].space.name, .byteCount(unsafe payloads[i].len, expected: expected)))
            }
        }
        let reportBytes = actions.reportByteCount(rows: rows)
        guard unsafe decision.reports.len == reportBytes else {
            throw .invalidAction(
                InvalidAction(tensor: "", .reportByteCount(unsafe decision.reports.len, expected: reportBytes)))
        }
        unsafe actions.reports.withUnsafeMutableBytes {
            unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: decision.reports.data, count: reportBytes))
        }
        if let violation = actions.violation(rows: rows) { throw .invalidAction(violation) }
        return try unsafe microseconds(decision.compute_us, "decision.compute_us")
    }

    private func kind(_ envelope: Firstmover__V1__PluginEnvelope) -> Kind {
        switch unsafe envelope.body_case {
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_WELCOME: .welcome
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_OPENED: .opened
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DECISION: .decision
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DONE: .done
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_PONG: .pong
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_ERROR: .error
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_METRICS: .metrics
        case FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_LOG: .log
        default: unsafe .unknown(field: unpacker.unknownField)
        }
    }
}
