import Crypto
import Synchronization
import System

/// Writes every frame that passes between a host and its plugins into one append-only file.
///
/// The file is a magic number, then one entry a frame: see ``RecordingFormat``. Several plugins share a recording, each a
/// channel of it, also from several threads.
public final class RecordingWriter: Sendable {
    private struct State: ~Copyable {
        var file: Descriptor
        var buffer: [UInt8] = []
        var hash: [UInt8]
        var channels: UInt16 = 0
        /// The first write that failed; nothing is written after it.
        var failure: SystemError?
    }

    private let state: Mutex<State>
    private let start = MonotonicInstant.now
    public let path: String

    /// Bytes kept back before they are written.
    private static let bufferBytes = 65_536

    /// Starts a recording in a new file.
    ///
    /// - Parameter path: where to write.
    /// - Throws: ``SystemError`` of open; a file that is there is not touched.
    public init(path: String) throws(SystemError) {
        self.path = path
        let file = try Descriptor.creatingNewFile(path)
        state = Mutex(
            State(file: file, buffer: RecordingFormat.magic, hash: Array(SHA256.hash(data: RecordingFormat.magic))))
    }

    /// A channel for one more plugin.
    ///
    /// - Parameter name: what the plugin is called in the recording; two recordings are compared channel by channel.
    /// - Returns: where the plugin's frames are to go.
    public func channel(named name: String) -> RecordingChannel {
        let index = state.withLock { state in
            let index = state.channels
            state.channels += 1
            return index
        }
        append(.channel, channel: index, Array(name.utf8).span)
        return RecordingChannel(writer: self, index: index)
    }

    func append(_ kind: RecordingFormat.Kind, channel: UInt16, _ body: Span<UInt8>) {
        let time = MonotonicInstant.now.nanoseconds(since: start)
        state.withLock { state in
            guard state.failure == nil else { return }
            let first = state.buffer.count
            RecordingFormat.appendHeader(
                kind, channel: channel, nanoseconds: time, count: body.count, to: &state.buffer)
            for i in body.indices { state.buffer.append(body[i]) }
            var running = SHA256()
            running.update(data: state.hash)
            running.update(data: state.buffer[first...])
            state.hash = Array(running.finalize())
            state.buffer += state.hash
            if state.buffer.count >= Self.bufferBytes { Self.flush(&state) }
        }
    }

    /// Writes what was kept back, so that the file holds everything so far.
    ///
    /// - Throws: the first failure of a write, now or earlier.
    public func flush() throws(SystemError) {
        let failure = state.withLock { state in
            Self.flush(&state)
            return state.failure
        }
        if let failure { throw failure }
    }

    private static func flush(_ state: inout State) {
        guard state.failure == nil else { return }
        do throws(SystemError) {
            _ = try state.file.writeAll(state.buffer.span)
        } catch {
            state.failure = error
        }
        state.buffer.removeAll(keepingCapacity: true)
    }

    deinit {
        state.withLock { Self.flush(&$0) }
    }
}

/// One plugin's place in a recording.
public struct RecordingChannel: Sendable {
    let writer: RecordingWriter
    let index: UInt16

    /// Records a frame's body that the host sent.
    func sent(_ body: Span<UInt8>) {
        writer.append(.toPlugin, channel: index, body)
    }

    /// Records a frame's body that the plugin sent.
    func received(_ body: Span<UInt8>) {
        writer.append(.fromPlugin, channel: index, body)
    }

    /// Records what the plugin sent beyond its last frame.
    func receivedRemainder(_ bytes: Span<UInt8>) {
        writer.append(
            .remainder, channel: index, bytes.extracting(first: min(bytes.count, RecordingFormat.longestRemainder)))
    }
}
