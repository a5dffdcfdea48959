import CPosixShims
import Glibc

/// Waits for descriptors with a deadline.
public enum Readiness {
    /// What to wait for on one descriptor.
    public struct Interest: OptionSet, Sendable {
        public let rawValue: Int16
        public init(rawValue: Int16) { self.rawValue = rawValue }

        public static let reading = Interest(rawValue: Int16(POLLIN))
        public static let writing = Interest(rawValue: Int16(POLLOUT))
    }

    /// Waits until `number` is ready for one of `interest`, or has failed or ended, which a read or write will tell.
    ///
    /// - Returns: false if the deadline came first.
    public static func wait(
        for interest: Interest, on number: CInt, until deadline: MonotonicInstant
    ) throws(SystemError) -> Bool {
        try wait(number, interest, -1, [], until: deadline) != (false, false)
    }

    /// Waits until one of two descriptors is ready; a negative one is left out.
    ///
    /// Where it heeds interrupts, ``Interrupts/deadline`` ends it as well; somebody has to wake the thread by a signal then,
    /// because the one that sets that deadline may have come to another.
    ///
    /// - Returns: which are ready; neither if the deadline came first.
    public static func wait(
        _ first: CInt, _ firstInterest: Interest, _ second: CInt, _ secondInterest: Interest,
        until deadline: MonotonicInstant, heedsInterrupts: Bool = false
    ) throws(SystemError) -> (first: Bool, second: Bool) {
        var numbers = (first, second)
        while true {
            var events = (firstInterest.rawValue, secondInterest.rawValue)
            let limit = heedsInterrupts ? min(deadline, Interrupts.deadline) : deadline
            let left = limit.nanosecondsLeft
            let ready = unsafe withUnsafeMutableBytes(of: &numbers) { numbers in
                unsafe withUnsafeMutableBytes(of: &events) { events in
                    unsafe shim_ppoll(
                        numbers.assumingMemoryBound(to: CInt.self).baseAddress,
                        events.assumingMemoryBound(to: Int16.self).baseAddress, 2, left)
                }
            }
            if ready > 0 { return (events.0 != 0, events.1 != 0) }
            if ready == 0 {
                // A wait longer than the kernel's clock can hold ends early; only the deadline itself counts.
                if left == 0 || limit.nanosecondsLeft == 0 { return (false, false) }
                continue
            }
            let error = SystemError.last("ppoll")
            guard error.number == EINTR else { throw error }
        }
    }
}
