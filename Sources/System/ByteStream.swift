/// A two-way stream of bytes that waits no longer than told to: a plugin's pipes, or a twin of them in memory.
///
/// A connection is written against this, so that it is tested without processes, byte by byte.
public protocol ByteStream: AnyObject {
    /// Appends what is there to `bytes`, waiting for the first byte.
    ///
    /// - Returns: what happened; `wouldBlock` if the deadline came first.
    func read(
        appendingTo bytes: inout OutputSpan<UInt8>, until deadline: MonotonicInstant
    ) throws(SystemError) -> Transfer

    /// Writes what there is room for from the start of `bytes`, without waiting.
    func write(_ bytes: Span<UInt8>) throws(SystemError) -> Transfer

    /// Waits until one of `interest` can go on or will never again.
    ///
    /// - Returns: what can go on; nothing if the deadline came first.
    func wait(
        for interest: Readiness.Interest, until deadline: MonotonicInstant
    ) throws(SystemError) -> Readiness.Interest

    /// Whether waits end early because this process was asked to end.
    var isInterrupted: Bool { get }
}

extension ByteStream {
    /// In memory nothing is waited for.
    public var isInterrupted: Bool { false }
}

/// The host's ends of a child's standard input and output.
public final class PipeStream: ByteStream {
    private let reader: Descriptor
    private var writer: Descriptor?
    private let watch: ReadWatchdog.Watch
    /// Whether an interrupt ends waits, as it does until the plugin is being stopped.
    public var heedsInterrupts = true

    /// Takes over both ends, which nobody has made non-blocking.
    ///
    /// - Throws: ``SystemError`` of fcntl, or where the process's watchdog could not be started.
    public init(reader: consuming Descriptor, writer: consuming Descriptor) throws(SystemError) {
        try writer.setNonBlocking()
        watch = try ReadWatchdog.watch()
        self.reader = reader
        self.writer = consume writer
    }

    deinit {
        ReadWatchdog.forget(watch)
    }

    /// Closes the child's standard input, which alone must end a plugin.
    public func closeWriter() {
        writer = nil
    }

    public func read(
        appendingTo bytes: inout OutputSpan<UInt8>, until deadline: MonotonicInstant
    ) throws(SystemError) -> Transfer {
        let heedsInterrupts = heedsInterrupts
        watch.begin(until: deadline, heedsInterrupts: heedsInterrupts)
        defer { watch.end() }
        return try reader.read(appendingTo: &bytes, until: deadline, heedsInterrupts: heedsInterrupts)
    }

    public var isInterrupted: Bool { heedsInterrupts && Interrupts.haveEndedWaits }

    public func write(_ bytes: Span<UInt8>) throws(SystemError) -> Transfer {
        guard writer != nil else { return .ended }
        return try writer?.write(bytes) ?? .ended
    }

    public func wait(
        for interest: Readiness.Interest, until deadline: MonotonicInstant
    ) throws(SystemError) -> Readiness.Interest {
        let heedsInterrupts = heedsInterrupts
        watch.begin(until: deadline, heedsInterrupts: heedsInterrupts)
        defer { watch.end() }
        let ready = try Readiness.wait(
            interest.contains(.reading) ? reader.number : -1, .reading,
            interest.contains(.writing) ? writer?.number ?? -1 : -1, .writing, until: deadline,
            heedsInterrupts: heedsInterrupts)
        var result: Readiness.Interest = []
        if ready.first { result.insert(.reading) }
        if ready.second { result.insert(.writing) }
        return result
    }
}
