import CFirstmoverProtos
import Policy

/// Writes what the host says, a frame at a time, into storage that it keeps.
///
/// ``frame`` holds the last message written, ready for the descriptor. In the steady state neither a decision nor
/// feedback allocates.
public struct HostMessageEncoder: ~Copyable {
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
    public mutating func encode(_ envelope: HostEnvelope) throws(Fault) {
        arena.reset()
        let packed = unsafe envelopeMessage(envelope.id, envelope.session)
        unsafe arena.fill(packed, with: envelope.message)
        try unsafe output.write(packed, limit: frameLimit)
    }

    /// Asks for the decision of one stage for the first `observations.rows` rows.
    ///
    /// - Parameters:
    ///   - id: an even number above the last one.
    ///   - session: the session's number.
    ///   - observations: what the policy asked for in its acceptance.
    ///   - budgetMicroseconds: time for the answer; 0 for no limit.
    /// - Throws: ``Fault/frameTooLarge(length:limit:)``.
    public mutating func encodeDecide(
        id: UInt64, session: UInt64, _ observations: borrowing Observations, budgetMicroseconds: UInt64 = 0
    ) throws(Fault) {
        arena.reset()
        let packed = unsafe envelopeMessage(id, session)
        let decide = unsafe arena.message(firstmover__v1__decide__init)
        unsafe decide.pointee.stage = UInt32(observations.stage)
        unsafe decide.pointee.slot = observations.slot
        unsafe decide.pointee.rows = UInt32(observations.rows)
        unsafe decide.pointee.bootstrap = observations.isBootstrap ? 1 : 0
        unsafe decide.pointee.budget_us = budgetMicroseconds
        let observation = unsafe arena.values(ProtobufCBinaryData.self, count: observations.observation.count)
        let instance = unsafe arena.values(ProtobufCBinaryData.self, count: observations.instance.count)
        unsafe decide.pointee.n_observation = observations.observation.count
        unsafe decide.pointee.observation = observation
        unsafe decide.pointee.n_instance = observations.instance.count
        unsafe decide.pointee.instance = instance
        unsafe packed.pointee.decide = decide
        unsafe packed.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_DECIDE
        let limit = frameLimit
        var fault: Fault?
        unsafe Tensor.withPayloads(of: observations.observation, rows: observations.rows, in: observation) {
            unsafe Tensor.withPayloads(of: observations.instance, rows: observations.rows, in: instance) {
                do throws(Fault) { try unsafe output.write(packed, limit: limit) } catch { fault = error }
            }
        }
        if let fault { throw fault }
    }

    /// Tells what followed a slot, for the first `feedback.rows` rows.
    ///
    /// - Throws: ``Fault/frameTooLarge(length:limit:)``.
    public mutating func encodeFeedback(
        id: UInt64, session: UInt64, _ feedback: borrowing Feedback
    ) throws(Fault) {
        arena.reset()
        let packed = unsafe envelopeMessage(id, session)
        let message = unsafe arena.message(firstmover__v1__feedback__init)
        unsafe message.pointee.slot = feedback.slot
        unsafe message.pointee.rows = UInt32(feedback.rows)
        unsafe message.pointee.terminated = arena.flags(feedback.terminated, count: feedback.rows)
        unsafe message.pointee.truncated = arena.flags(feedback.truncated, count: feedback.rows)
        unsafe packed.pointee.feedback = message
        unsafe packed.pointee.body_case = FIRSTMOVER__V1__HOST_ENVELOPE__BODY_FEEDBACK
        let byteCount = feedback.rows * feedback.rowStride * MemoryLayout<Double>.size
        let limit = frameLimit
        var fault: Fault?
        unsafe feedback.rewards.withUnsafeBytes { rewards in
            precondition(byteCount <= rewards.count, "\(byteCount) bytes of \(rewards.count) bytes of rewards")
            // libprotobuf-c only reads what it packs, though its field is not const.
            let start = unsafe UnsafeMutableRawPointer(mutating: rewards.baseAddress)
            unsafe message.pointee.rewards = ProtobufCBinaryData(
                len: byteCount, data: start?.assumingMemoryBound(to: UInt8.self))
            do throws(Fault) { try unsafe output.write(packed, limit: limit) } catch { fault = error }
        }
        if let fault { throw fault }
    }

    private func envelopeMessage(_ id: UInt64, _ session: UInt64) -> UnsafeMutablePointer<Firstmover__V1__HostEnvelope>
    {
        let envelope = unsafe arena.message(firstmover__v1__host_envelope__init)
        unsafe envelope.pointee.id = id
        unsafe envelope.pointee.session = session
        return unsafe envelope
    }
}

extension Feedback {
    /// Rewards a row.
    var rowStride: Int { terminated.isEmpty ? 0 : rewards.count / terminated.count }
}

extension Arena {
    /// The first `count` of `flags`, a byte each.
    func flags(_ flags: [Bool], count: Int) -> ProtobufCBinaryData {
        let copy = unsafe values(UInt8.self, count: count)
        for i in 0..<count { unsafe copy[i] = flags[i] ? 1 : 0 }
        return unsafe ProtobufCBinaryData(len: count, data: copy)
    }
}
