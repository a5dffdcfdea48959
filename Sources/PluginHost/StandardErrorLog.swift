import Synchronization
import System

/// What a plugin writes to standard error: always drained, so that it never blocks on it, cut into lines, its end kept.
public final class StandardErrorLog: Sendable {
    /// How much of the end is kept.
    public static let keptBytes = 65_536
    private struct State {
        var kept: [UInt8] = []
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let onLine: (@Sendable (String) -> Void)?

    /// Owns the pipe's end, because a closure cannot own what is not copyable.
    private final class Source: Sendable {
        let descriptor: Descriptor

        init(_ descriptor: consuming Descriptor) {
            self.descriptor = descriptor
        }
    }

    /// Starts to drain `descriptor` on a thread of its own, which ends with the last process that holds the other end.
    ///
    /// The thread sleeps while nothing is written, so a decision is not slowed down by it.
    ///
    /// - Parameters:
    ///   - descriptor: the reading end of a pipe.
    ///   - onLine: is given its lines as they come, on that thread, as ``LineLimiter`` lets them pass.
    /// - Throws: ``SystemError`` where the system has no thread to give.
    init(draining descriptor: consuming Descriptor, onLine: (@Sendable (String) -> Void)?) throws(SystemError) {
        self.onLine = onLine
        let source = Source(descriptor)
        _ = try DedicatedThread { [self] in drain(source) }
    }

    /// The last lines, at most ``keptBytes`` bytes of them, the first perhaps cut.
    public var tail: [String] {
        let bytes = state.withLock { $0.kept.suffix(Self.keptBytes) }
        return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Waits until everything that was written has been read, which is soon after the plugin's end.
    func waitForEnd(until deadline: MonotonicInstant) {
        while !state.withLock({ $0.hasEnded }), deadline.nanosecondsLeft > 0 {
            MonotonicInstant.sleep(.milliseconds(1))
        }
    }

    private func drain(_ source: Source) {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(16_384)
        var lines = LineLimiter()
        while true {
            if let due = lines.reportDue,
                (try? Readiness.wait(for: .reading, on: source.descriptor.number, until: due)) == false
            {
                if let report = lines.report() { onLine?(report) }
                continue
            }
            // An error can only mean that there is no more to read.
            guard case .moved? = try? source.descriptor.read(16_384, appendingTo: &chunk) else { break }
            keep(chunk)
            if let onLine { lines.take(chunk, at: .now).forEach(onLine) }
            chunk.removeAll(keepingCapacity: true)
        }
        if let onLine { lines.finish(at: .now).forEach(onLine) }
        state.withLock { $0.hasEnded = true }
    }

    private func keep(_ bytes: [UInt8]) {
        state.withLock { state in
            state.kept.append(contentsOf: bytes)
            // Cut rarely, so that a flood is copied once and not with every chunk.
            if state.kept.count > 2 * Self.keptBytes {
                state.kept.removeFirst(state.kept.count - Self.keptBytes)
            }
        }
    }
}
