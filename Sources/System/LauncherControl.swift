import CPosixShims
import Glibc

/// What the launcher says about its plugin.
public enum LauncherReport: Equatable, Sendable {
    /// Exec succeeded; the plugin's process and group have this number.
    case started(processID: Int32)
    /// The plugin never ran.
    case failed(step: Step, error: SystemError)
    /// The plugin's first process ended; the launcher is ending whatever it left behind.
    case exited(Ending)

    /// The step of starting that failed.
    public enum Step: Int32, Sendable {
        case options = 1
        case fork
        case limits
        case affinity
        case folder
        case exec
    }

    /// How a process ended and what it used.
    public struct Ending: Equatable, Sendable {
        /// Exit code, or nil where a signal ended it.
        public let code: Int32?
        /// The signal that ended it.
        public let signal: Int32?
        /// The resource limit that ended it, as far as the kernel lets one know.
        public let limit: Limit?
        public let userTime: Duration
        public let systemTime: Duration
        public let peakResidentBytes: UInt64
    }

    /// A resource limit.
    public enum Limit: Int32, Sendable {
        case processorTime = 1
        case memory
    }
}

/// The host's end of a launcher's control socket.
public struct LauncherControl: ~Copyable, Sendable {
    public let socket: Descriptor

    public init(_ socket: consuming Descriptor) {
        self.socket = socket
    }

    /// What the launcher is asked for.
    public enum Command: Sendable {
        /// SIGTERM to the plugin's group.
        case terminate
        /// SIGKILL to the group, then to every descendant.
        case kill
    }

    /// Asks the launcher for `command`; one that is gone has nothing left to do.
    public borrowing func send(_ command: Command) {
        var byte = UInt8(command == .kill ? LAUNCHER_KILL : LAUNCHER_TERMINATE)
        _ = unsafe shim_send(socket.number, &byte, 1)
    }

    /// The next report.
    ///
    /// - Returns: nil when the launcher has ended, and with it everything it guarded.
    /// - Throws: ``SystemError`` with `ETIMEDOUT` if the deadline came first.
    public borrowing func receive(by deadline: MonotonicInstant) throws(SystemError) -> LauncherReport? {
        guard try Readiness.wait(for: .reading, on: socket.number, until: deadline) else {
            throw SystemError("ppoll", ETIMEDOUT)
        }
        var report = launcher_report()
        var count: Int
        repeat {
            count = unsafe recv(socket.number, &report, MemoryLayout<launcher_report>.size, 0)
        } while count < 0 && errno == EINTR
        // ECONNRESET: it ended with commands of ours unread, which is an end all the same.
        guard count >= 0 || errno == ECONNRESET else { throw .last("recv") }
        guard count == MemoryLayout<launcher_report>.size else { return nil }
        return LauncherReport(report)
    }
}

extension LauncherReport {
    fileprivate init?(_ report: launcher_report) {
        switch Int(report.kind) {
        case LAUNCHER_STARTED:
            self = .started(processID: report.pid)
        case LAUNCHER_FAILED:
            let step = Step(rawValue: report.step) ?? .exec
            self = .failed(step: step, error: SystemError("\(step)", report.error))
        case LAUNCHER_EXITED:
            self = .exited(
                Ending(
                    code: report.signal == 0 ? report.code : nil, signal: report.signal == 0 ? nil : report.signal,
                    limit: Limit(rawValue: report.limit),
                    userTime: .microseconds(report.user_microseconds),
                    systemTime: .microseconds(report.system_microseconds),
                    peakResidentBytes: report.peak_resident_bytes))
        default:
            return nil
        }
    }
}
