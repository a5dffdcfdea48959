import Wire

/// The first frame in which two recordings of the same plugin differ.
public struct RecordingDifference: Sendable, Equatable, CustomStringConvertible {
    /// The plugin's name in both recordings, with its number where several share it.
    public let channel: String
    /// The frame's place among this plugin's frames, from 0.
    public let index: Int
    /// The frame of each recording, field by field; `nil` where that recording ends earlier.
    public let left: String?
    public let right: String?

    public var description: String {
        let missing = "(the recording ends here)"
        return "plugin \(channel), frame \(index):\n--- left\n\(left ?? missing)\n--- right\n\(right ?? missing)"
    }
}

extension Recording {
    /// The first frame in which this recording and `other` differ in what was said.
    ///
    /// Compared plugin by plugin, because only within one is the order a matter of the protocol. What is measured or drawn
    /// afresh in every run does not count: times, a handshake's nonce, a plugin's own compute time, where a checkpoint
    /// lies.
    ///
    /// - Returns: `nil` where they say the same; a plugin that only one of them has differs at its first frame.
    public func firstDifference(from other: Recording) -> RecordingDifference? {
        // A name may stand more than once: isolated followers share theirs, and are told apart by their order.
        var names = channelNames
        for name in other.channelNames where !names.contains(name) { names.append(name) }
        for name in names {
            let (left, right) = (frames(of: name), other.frames(of: name))
            for index in 0..<max(left.count, right.count) {
                let (a, b) = (left.dropFirst(index).first, right.dropFirst(index).first)
                if let a, let b, a.saysTheSame(as: b) { continue }
                return RecordingDifference(channel: name, index: index, left: a?.dump, right: b?.dump)
            }
        }
        return nil
    }

    /// A name of its own for each channel: the plugin's, and from the second of a name on its number, `echo 2`.
    var channelNames: [String] {
        channels.indices.map { channel in
            let number = channels[...channel].count { $0 == channels[channel] }
            return number == 1 ? channels[channel] : "\(channels[channel]) \(number)"
        }
    }

    /// The frames of the channel that `channelNames` calls `name`, in order.
    private func frames(of name: String) -> [Frame] {
        guard let channel = channelNames.firstIndex(of: name) else { return [] }
        return frames.filter { $0.channel == channel }
    }
}

extension Recording.Frame {
    /// The frame field by field, its bytes beside it.
    public var dump: String {
        let header = (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (24 - 8 * $0)) }
        switch direction {
        case .toPlugin: return FrameDump.host(header + body)
        case .fromPlugin: return FrameDump.plugin(header + body)
        case .remainder: return FrameDump.remainder(body)
        }
    }

    func saysTheSame(as other: Recording.Frame) -> Bool {
        guard direction == other.direction else { return false }
        if body == other.body { return true }
        switch direction {
        case .toPlugin:
            guard let left = hostEnvelope, let right = other.hostEnvelope else { return false }
            return left == right
        case .fromPlugin:
            guard let left = pluginEnvelope, let right = other.pluginEnvelope else { return false }
            return left == right
        case .remainder: return false
        }
    }

    /// The message without what differs from run to run; `nil` where it is malformed.
    var hostEnvelope: HostEnvelope? {
        var decoder = HostMessageDecoder()
        guard let header = try? decoder.decode(body.span), var message = try? decoder.message() else { return nil }
        switch message {
        case .hello(var hello):
            hello.nonce = []
            message = .hello(hello)
        case .save: message = .save(path: "")
        case .load: message = .load(path: "")
        default: break
        }
        return HostEnvelope(id: header.id, session: header.session, message)
    }

    /// The message without what differs from run to run; `nil` where it is malformed.
    var pluginEnvelope: PluginEnvelope? {
        var decoder = PluginMessageDecoder()
        guard let header = try? decoder.decode(body.span), var message = try? decoder.message() else { return nil }
        switch message {
        case .welcome(var welcome):
            welcome.nonce = []
            message = .welcome(welcome)
        case .decision(var decision):
            decision.computeMicroseconds = 0
            message = .decision(decision)
        case .done: message = .done(computeMicroseconds: 0)
        default: break
        }
        return PluginEnvelope(id: header.id, replyTo: header.replyTo, session: header.session, message)
    }
}
