import Crypto
import System

/// What passed between a host and its plugins, read back from a file and checked against its running hash.
public struct Recording: Sendable {
    /// One frame.
    public struct Frame: Sendable, Equatable {
        public enum Direction: String, Sendable {
            case toPlugin = "host to plugin"
            case fromPlugin = "plugin to host"
            /// What the plugin had sent beyond its last frame when it was given up.
            case remainder = "plugin to host, no frame"
        }

        /// Index into ``Recording/channels``.
        public let channel: Int
        public let direction: Direction
        /// Time since the recording began.
        public let time: Duration
        /// One message, without the length in front of it; of a remainder the bytes as they came.
        public let body: [UInt8]
    }

    /// Names of the plugins, in the order they joined.
    public let channels: [String]
    /// Every frame in the order the host saw it.
    public let frames: [Frame]
    /// The running hash after the last entry, as 64 hexadecimal digits.
    public let hash: String
    /// Whether the file ends within an entry, as it does when the host was killed; the frames before it are sound.
    public let isCut: Bool

    /// Reads the recording at `path`.
    ///
    /// - Throws: ``RecordingError`` where the file cannot be read, is no recording, or was changed after it was written.
    public init(path: String) throws(RecordingError) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Descriptor.openingFile(path).readAll()
        } catch {
            throw .unreadable(path: path, error)
        }
        try self.init(bytes: bytes)
    }

    /// Reads a recording from the bytes of its file.
    public init(bytes: [UInt8]) throws(RecordingError) {
        guard bytes.starts(with: RecordingFormat.magic) else { throw .notARecording }
        var channels: [String] = []
        var frames: [Frame] = []
        var hash = Array(SHA256.hash(data: RecordingFormat.magic))
        var at = RecordingFormat.magic.count
        var isCut = false
        while at < bytes.count {
            guard bytes.count - at >= RecordingFormat.headerLength else {
                isCut = true
                break
            }
            let count = RecordingFormat.number(bytes[at + 11..<at + 15])
            let end = at + RecordingFormat.headerLength + Int(count)
            guard bytes.count >= end + RecordingFormat.hashLength else {
                isCut = true
                break
            }
            var running = SHA256()
            running.update(data: hash)
            running.update(data: bytes[at..<end])
            hash = Array(running.finalize())
            guard bytes[end..<end + RecordingFormat.hashLength].elementsEqual(hash) else {
                throw .changed(offset: at)
            }
            let channel = Int(RecordingFormat.number(bytes[at + 1..<at + 3]))
            let time = Duration.nanoseconds(Int64(clamping: RecordingFormat.number(bytes[at + 3..<at + 11])))
            let body = Array(bytes[at + RecordingFormat.headerLength..<end])
            switch RecordingFormat.Kind(rawValue: bytes[at]) {
            case .channel where channel == channels.count:
                channels.append(String(decoding: body, as: UTF8.self))
            case .toPlugin where channel < channels.count:
                frames.append(Frame(channel: channel, direction: .toPlugin, time: time, body: body))
            case .fromPlugin where channel < channels.count:
                frames.append(Frame(channel: channel, direction: .fromPlugin, time: time, body: body))
            case .remainder where channel < channels.count:
                frames.append(Frame(channel: channel, direction: .remainder, time: time, body: body))
            default:
                throw .changed(offset: at)
            }
            at = end + RecordingFormat.hashLength
        }
        self.channels = channels
        self.frames = frames
        self.hash = hash.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        self.isCut = isCut
    }
}

/// Why a file is not a recording one can rely on.
public enum RecordingError: Error, Equatable, Sendable, CustomStringConvertible {
    case unreadable(path: String, SystemError)
    /// The file does not start as recordings do.
    case notARecording
    /// The running hash does not hold for the entry at this byte.
    case changed(offset: Int)

    public var description: String {
        switch self {
        case .unreadable(let path, let error): "\(path): \(error.message)"
        case .notARecording: "this is not a recording of firstmover"
        case .changed(let offset): "the recording was changed or damaged at byte \(offset)"
        }
    }
}
