import CPosixShims
import Glibc

/// The owner of one open file descriptor; it closes when its life ends.
public struct Descriptor: ~Copyable, Sendable {
    /// The number the kernel knows it by; valid as long as this owner lives.
    public let number: CInt

    /// Takes over a descriptor that nobody else will close.
    public init(owning number: CInt) {
        self.number = number
    }

    deinit {
        // An error here cannot be acted on, and on Linux the number is free even after EINTR.
        _ = close(number)
    }

    /// Closes now rather than at the end of the owner's life.
    public consuming func closeNow() {}

    /// A second owner of the same open file, numbered above 3 and closed on exec.
    public borrowing func duplicate() throws(SystemError) -> Descriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 4)
        guard copy >= 0 else { throw .last("fcntl") }
        return Descriptor(owning: copy)
    }

    /// Makes `target` another name of this descriptor's open file, closing what `target` was.
    public borrowing func replace(_ target: CInt) throws(SystemError) {
        guard dup2(number, target) >= 0 else { throw .last("dup2") }
    }

    /// Makes reads and writes return instead of waiting.
    public borrowing func setNonBlocking() throws(SystemError) {
        guard shim_set_nonblocking(number) >= 0 else { throw .last("fcntl") }
    }

    /// Asks for a kernel buffer of `bytes` where this is a pipe.
    ///
    /// A frame that fits is handed over in one switch of processes. The kernel may refuse an ordinary user more than
    /// `/proc/sys/fs/pipe-max-size`; the pipe then keeps the buffer it has, which is slower and otherwise the same.
    public borrowing func requestPipeCapacity(_ bytes: Int32) {
        _ = shim_set_pipe_capacity(number, bytes)
    }

    /// Whether this is a terminal.
    public var isTerminal: Bool { isatty(number) == 1 }
}

/// What a read or write that does not wait has done.
public enum Transfer: Equatable, Sendable {
    /// This many bytes, at least one.
    case moved(Int)
    /// Nothing: the other end has to act first.
    case wouldBlock
    /// The other end is closed.
    case ended
}

extension Descriptor {
    /// Appends what is there to `bytes`, waiting for the first byte unless the descriptor is non-blocking.
    ///
    /// - Parameters:
    ///   - bytes: free space, at least one byte of it.
    ///   - deadline: when a signal that interrupts the wait ends it; before, the wait goes on.
    ///   - heedsInterrupts: whether ``Interrupts/deadline`` is such a deadline too.
    /// - Returns: what happened; `wouldBlock` also where a signal came after the deadline.
    /// - Throws: ``SystemError`` of read.
    public borrowing func read(
        appendingTo bytes: inout OutputSpan<UInt8>, until deadline: MonotonicInstant = .never,
        heedsInterrupts: Bool = false
    ) throws(SystemError) -> Transfer {
        while true {
            let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer, filled in
                guard let base = buffer.baseAddress else { return 0 }
                let count = unsafe Glibc.read(number, base + filled, buffer.count - filled)
                if count > 0 { filled += count }
                return count
            }
            if count > 0 { return .moved(count) }
            if count == 0 { return .ended }
            let error = SystemError.last("read")
            switch error.number {
            case EINTR:
                if deadline.nanosecondsLeft == 0 || (heedsInterrupts && Interrupts.haveEndedWaits) {
                    return .wouldBlock
                }
            case EAGAIN: return .wouldBlock
            default: throw error
            }
        }
    }

    /// Appends up to `count` bytes to `bytes`, as ``read(appendingTo:)`` does.
    public borrowing func read(_ count: Int, appendingTo bytes: inout [UInt8]) throws(SystemError) -> Transfer {
        var transfer = Transfer.ended
        try bytes.append(addingCapacity: count) { (free: inout OutputSpan<UInt8>) throws(SystemError) in
            transfer = try read(appendingTo: &free)
        }
        return transfer
    }

    /// Writes from the start of `bytes`, waiting for room for some of them unless the descriptor is non-blocking.
    public borrowing func write(_ bytes: Span<UInt8>) throws(SystemError) -> Transfer {
        while true {
            let count = unsafe bytes.withUnsafeBufferPointer { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
            if count >= 0 { return .moved(count) }
            let error = SystemError.last("write")
            switch error.number {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            case EPIPE: return .ended
            default: throw error
            }
        }
    }

    /// Writes all of `bytes` to a blocking descriptor.
    ///
    /// - Returns: false if the other end closed first.
    public borrowing func writeAll(_ bytes: Span<UInt8>) throws(SystemError) -> Bool {
        var done = 0
        while done < bytes.count {
            switch try write(bytes.extracting(done...)) {
            case .moved(let count): done += count
            case .ended: return false
            case .wouldBlock: throw SystemError("write", EAGAIN)
            }
        }
        return true
    }
}
