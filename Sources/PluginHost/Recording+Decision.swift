import Policy
import Wire

extension Recording {
    /// A decision as it passed over the wire.
    public struct DecisionFrames: Sendable {
        /// The plugin's name, with its number where several share it.
        public let channel: String
        public let request: Frame
        /// nil where the recording ends before it.
        public let answer: Frame?
        /// How the policy chose to answer; nil where it never said.
        let acceptance: Acceptance?

        /// What was decided in `row`, tensor by tensor, in the order of the action space that the policy chose.
        ///
        /// - Parameters:
        ///   - stage: the stage that was asked.
        ///   - index: its place among the stages of its role.
        ///   - row: environment in the batch.
        /// - Returns: empty where there is no decision, or one that does not fit the stage.
        public func values(of stage: Stage, index: Int, row: Int) -> [(name: String, values: [Double])] {
            guard case .decide(let asked)? = request.hostEnvelope?.message,
                case .decision(let decision)? = answer?.pluginEnvelope?.message,
                let spaces = acceptance?.actionSpaces, spaces.indices.contains(index),
                case let space = spaces[index], stage.actions.indices.contains(space),
                stage.actions[space].tensors.count == decision.actions.count, (0..<asked.rows).contains(row)
            else { return [] }
            return zip(stage.actions[space].tensors, decision.actions).map { tensor, bytes in
                let stride = bytes.count / asked.rows
                return (tensor.name, tensor.elementType.values(in: bytes[row * stride..<(row + 1) * stride]))
            }
        }
    }

    /// The frames of one decision of `role`.
    ///
    /// - Parameters:
    ///   - role: who decided.
    ///   - batch: counts from 0 how often new episodes were begun before.
    ///   - stage: index among the stages of the role.
    ///   - slot: within the episode.
    /// - Returns: one pair a plugin of the role, in the order in which the plugins joined.
    public func decisions(of role: Role, batch: Int, stage: Int, slot: UInt64) -> [DecisionFrames] {
        let names = channelNames
        return channels.indices.compactMap { channel in
            decision(of: role, batch: batch, stage: stage, slot: slot, in: frames.filter { $0.channel == channel })
                .map { DecisionFrames(channel: names[channel], request: $0, answer: $1, acceptance: $2) }
        }
    }

    /// The same in the frames of one plugin; nil where it plays another role or never was asked.
    private func decision(
        of role: Role, batch: Int, stage: Int, slot: UInt64, in frames: [Frame]
    ) -> (request: Frame, answer: Frame?, acceptance: Acceptance?)? {
        var begun = -1
        var acceptance: Acceptance?
        for (index, frame) in frames.enumerated() {
            if frame.direction == .fromPlugin, case .opened(let opened)? = frame.pluginEnvelope?.message {
                acceptance = opened
            }
            guard frame.direction == .toPlugin, let envelope = frame.hostEnvelope else { continue }
            switch envelope.message {
            case .open(let open) where open.session.role != role: return nil
            case .reset: begun += 1
            case .decide(let decide) where begun == batch && decide.stage == stage && decide.slot == slot:
                let answer = frames[index...].first {
                    $0.direction == .fromPlugin && $0.pluginEnvelope?.replyTo == envelope.id
                }
                return (frame, answer, acceptance)
            default: break
            }
        }
        return nil
    }
}

extension ElementType {
    /// The numbers in `bytes`, little-endian.
    fileprivate func values(in bytes: ArraySlice<UInt8>) -> [Double] {
        func words(of width: Int) -> [UInt64] {
            stride(from: bytes.startIndex, to: bytes.endIndex - width + 1, by: width).map { start in
                bytes[start..<start + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
            }
        }
        switch self {
        case .float64: return words(of: 8).map { Double(bitPattern: $0) }
        case .float32: return words(of: 4).map { Double(Float(bitPattern: UInt32($0))) }
        case .int32: return words(of: 4).map { Double(Int32(bitPattern: UInt32($0))) }
        }
    }
}
