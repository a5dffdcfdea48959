import CFirstmoverProtos
import Policy

/// Writes what a plugin says, a frame at a time, into storage that it keeps.
///
/// ``frame`` holds the last message written, ready for the descriptor. In the steady state a decision allocates nothing.
public struct PluginMessageEncoder: ~Copyable {
    /// Longest body that may be written; the handshake's until both sides have agreed.
    public var frameLimit: Int
    private let arena = Arena()
    private var output = OutgoingFrame()

    public init(frameLimit: Int = Limits.handshakeFrameBytes) {
        self.frameLimit = frameLimit
    }

    /// The last frame written, its length included.
    public var frame: [UInt8] { output.bytes }

    /// Writes any message.
    ///
    /// - Throws: ``Fault/frameTooLarge(length:limit:)``; the frame before it is then gone.
    public mutating func encode(_ envelope: PluginEnvelope) throws(Fault) {
        arena.reset()
        let packed = unsafe envelopeMessage(envelope.id, envelope.replyTo, envelope.session)
        unsafe arena.fill(packed, with: envelope.message)
        try unsafe output.write(packed, limit: frameLimit)
    }

    /// Answers request `replyTo` with the first `rows` rows of `actions` and of what they report.
    ///
    /// - Parameters:
    ///   - id: an odd number above the last one.
    ///   - replyTo: the request's id.
    ///   - session: the request's session.
    ///   - actions: what was decided.
    ///   - rows: rows of the request.
    ///   - computeMicroseconds: time spent deciding; 0 if not measured.
    /// - Throws: ``Fault/frameTooLarge(length:limit:)``.
    public mutating func encodeDecision(
        id: UInt64, replyTo: UInt64, session: UInt64, _ actions: borrowing Actions, rows: Int,
        computeMicroseconds: Double = 0
    ) throws(Fault) {
        arena.reset()
        let packed = unsafe envelopeMessage(id, replyTo, session)
        let decision = unsafe arena.message(firstmover__v1__decision__init)
        unsafe decision.pointee.compute_us = computeMicroseconds
        let payloads = unsafe arena.values(ProtobufCBinaryData.self, count: actions.tensors.count)
        unsafe decision.pointee.n_actions = actions.tensors.count
        unsafe decision.pointee.actions = payloads
        unsafe packed.pointee.decision = decision
        unsafe packed.pointee.body_case = FIRSTMOVER__V1__PLUGIN_ENVELOPE__BODY_DECISION
        let reportBytes = actions.reportByteCount(rows: rows)
        let limit = frameLimit
        var fault: Fault?
        unsafe actions.reports.withUnsafeBytes { reports in
            precondition(reportBytes <= reports.count, "\(reportBytes) bytes of \(reports.count) bytes of reports")
            // libprotobuf-c only reads what it packs, though its field is not const.
            let start = unsafe UnsafeMutableRawPointer(mutating: reports.baseAddress)
            unsafe decision.pointee.reports = ProtobufCBinaryData(
                len: reportBytes, data: start?.assumingMemoryBound(to: UInt8.self))
            unsafe Tensor.withPayloads(of: actions.tensors, rows: rows, in: payloads) {
                do throws(Fault) { try unsafe output.write(packed, limit: limit) } catch { fault = error }
            }
        }
        if let fault { throw fault }
    }

    private func envelopeMessage(
        _ id: UInt64, _ replyTo: UInt64, _ session: UInt64
    ) -> UnsafeMutablePointer<Firstmover__V1__PluginEnvelope> {
        let envelope = unsafe arena.message(firstmover__v1__plugin_envelope__init)
        unsafe envelope.pointee.id = id
        unsafe envelope.pointee.reply_to = replyTo
        unsafe envelope.pointee.session = session
        return unsafe envelope
    }
}
