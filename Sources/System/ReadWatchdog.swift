import CPosixShims
import Synchronization

/// Ends blocking reads at their deadline: one thread for the whole process, asleep until the next of them.
///
/// A poll in front of each read would keep the deadline too, and cost a fifth of a round trip over a pipe. A reader here
/// only notes its deadline in memory. Where one passes, the watchdog interrupts the reader's system call by a signal, and
/// again until the reader has noticed, because a signal that comes just before the call is lost. Ctrl-C is a deadline like
/// any other, for readers that heed it.
final class ReadWatchdog: Sendable {
    /// One reader's place, for one read at a time.
    final class Watch: Sendable {
        /// Nanoseconds of the deadline while a read goes on, at most ``never``; otherwise ``idle``.
        fileprivate let deadline = Atomic<UInt64>(idle)
        /// Whether the read also ends at the deadline that an interrupt sets.
        fileprivate let heedsInterrupts = Atomic(true)
        fileprivate let thread = Atomic<Int32>(0)
        private let watchdog: ReadWatchdog

        fileprivate static let idle = UInt64.max
        fileprivate static let never = UInt64.max - 1

        fileprivate init(_ watchdog: ReadWatchdog) {
            self.watchdog = watchdog
        }

        /// Has the calling thread's system call interrupted from `deadline` on, until ``end()``.
        ///
        /// - Parameters:
        ///   - deadline: when.
        ///   - heedsInterrupts: whether an interrupt that comes later may set an earlier one.
        func begin(until deadline: MonotonicInstant, heedsInterrupts: Bool) {
            thread.store(shim_wakeable_thread(), ordering: .relaxed)
            self.heedsInterrupts.store(heedsInterrupts, ordering: .relaxed)
            // In one order for all threads with the look at `nextLook`, as in `look`: either this thread sees that the
            // watchdog will sleep too long, or the watchdog sees this deadline.
            self.deadline.store(min(deadline.nanoseconds, Self.never), ordering: .sequentiallyConsistent)
            if deadline.nanoseconds < watchdog.nextLook.load(ordering: .sequentiallyConsistent) {
                watchdog.look(by: deadline)
            }
        }

        /// Ends what ``begin(until:)`` began.
        func end() {
            deadline.store(Self.idle, ordering: .releasing)
        }

        /// When the read that goes on is to be interrupted; `nil` where none does.
        fileprivate var limit: MonotonicInstant? {
            let deadline = deadline.load(ordering: .sequentiallyConsistent)
            guard deadline != Self.idle else { return nil }
            let own = MonotonicInstant(nanoseconds: deadline)
            return heedsInterrupts.load(ordering: .relaxed) ? min(own, Interrupts.deadline) : own
        }
    }

    /// Between two signals to a reader that has not noticed.
    private static let retry = Duration.milliseconds(2)

    /// When the watchdog looks at the deadlines next, in nanoseconds.
    ///
    /// In steady use that is the deadline of a read long done, so that a read costs no system call beside its own.
    private let nextLook = Atomic<UInt64>(.max)
    private let watches = Mutex<[Watch]>([])
    /// Written to when the next look has come closer.
    private let bell: Pipe
    /// What is written to it, kept because a decision allocates nothing.
    private let ring: [UInt8] = [1]

    private init() throws(SystemError) {
        bell = try Pipe()
        try bell.writer.setNonBlocking()
        try bell.reader.setNonBlocking()
    }

    /// The process's watchdog, once there is a stream to watch.
    private static let shared = Mutex<ReadWatchdog?>(nil)

    /// A place for one more reader.
    ///
    /// - Throws: ``SystemError`` where the watchdog could not be started.
    static func watch() throws(SystemError) -> Watch {
        try shared.withLock { (shared) throws(SystemError) in
            let watchdog: ReadWatchdog
            if let running = shared {
                watchdog = running
            } else {
                watchdog = try ReadWatchdog()
                _ = try DedicatedThread { watchdog.run() }
                shim_ring_on_interrupt(watchdog.bell.writer.number)
                shared = watchdog
            }
            let watch = Watch(watchdog)
            watchdog.watches.withLock { $0.append(watch) }
            return watch
        }
    }

    /// Gives a reader's place back.
    static func forget(_ watch: Watch) {
        shared.withLock { watchdog in
            watchdog?.watches.withLock { watches in watches.removeAll { $0 === watch } }
        }
    }

    /// Makes the watchdog look no later than `deadline`.
    private func look(by deadline: MonotonicInstant) {
        lowerNextLook(to: deadline)
        let ring = ring
        // A bell that is full rings already.
        _ = try? bell.writer.write(ring.span)
    }

    /// By hand, because the library's atomic `min` compares unsigned numbers as signed ones (Swift 6.3.1).
    private func lowerNextLook(to deadline: MonotonicInstant) {
        var next = nextLook.load(ordering: .sequentiallyConsistent)
        var isLowered = false
        while !isLowered, deadline.nanoseconds < next {
            (isLowered, next) = nextLook.weakCompareExchange(
                expected: next, desired: deadline.nanoseconds, ordering: .sequentiallyConsistent)
        }
    }

    private func run() {
        var rings: [UInt8] = []
        while true {
            let next = MonotonicInstant(nanoseconds: nextLook.load(ordering: .sequentiallyConsistent))
            // Waiting for a pipe of our own cannot fail but by a bug of ours.
            if (try? Readiness.wait(for: .reading, on: bell.reader.number, until: next)) == true {
                rings.removeAll(keepingCapacity: true)
                _ = try? bell.reader.read(64, appendingTo: &rings)
                // It may have been an interrupt that rang.
                lowerNextLook(to: Interrupts.deadline)
            } else {
                look()
            }
        }
    }

    /// Interrupts the reads whose deadline has passed and finds out when to look again.
    private func look() {
        nextLook.store(.max, ordering: .sequentiallyConsistent)
        let now = MonotonicInstant.now
        var earliest = MonotonicInstant.never
        watches.withLock { watches in
            for watch in watches {
                guard let limit = watch.limit else { continue }
                if limit > now {
                    earliest = min(earliest, limit)
                } else {
                    // A thread that has ended reads no more.
                    _ = shim_wake_thread(watch.thread.load(ordering: .relaxed))
                    earliest = min(earliest, now.advanced(by: Self.retry))
                }
            }
        }
        lowerNextLook(to: earliest)
    }
}
