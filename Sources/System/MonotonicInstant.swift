import CPosixShims

/// A moment on the kernel's monotonic clock, which never jumps and stands still while the machine sleeps.
public struct MonotonicInstant: Comparable, Hashable, Sendable {
    /// Nanoseconds since a start of the kernel's choice.
    public let nanoseconds: UInt64

    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// This moment.
    public static var now: MonotonicInstant { MonotonicInstant(nanoseconds: shim_monotonic_ns()) }
    /// A deadline that is never reached.
    public static let never = MonotonicInstant(nanoseconds: .max)

    /// The moment `duration` from now; saturating, because a limit of years means none.
    public static func after(_ duration: Duration) -> MonotonicInstant { now.advanced(by: duration) }

    /// The moment `duration` later; saturating at ``never``, and at the start where `duration` is negative.
    public func advanced(by duration: Duration) -> MonotonicInstant {
        advanced(byNanoseconds: duration.wholeNanoseconds)
    }

    /// The moment `count` nanoseconds later; saturating at ``never``.
    public func advanced(byNanoseconds count: UInt64) -> MonotonicInstant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(count)
        return MonotonicInstant(nanoseconds: overflow ? .max : sum)
    }

    /// Nanoseconds from `earlier` to this moment, 0 if it came later.
    public func nanoseconds(since earlier: MonotonicInstant) -> UInt64 {
        nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
    }

    /// Time from this moment to now.
    public var elapsed: Duration {
        .nanoseconds(Int64(clamping: MonotonicInstant.now.nanoseconds(since: self)))
    }

    /// Nanoseconds from now to this moment, 0 once it has passed.
    public var nanosecondsLeft: UInt64 { nanoseconds(since: .now) }

    public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// Nanoseconds, rounded down; negative durations count as none, and what does not fit as the most that does.
    public var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
        return overflow || carry ? .max : sum
    }
}

extension MonotonicInstant {
    /// Suspends the calling thread for `duration`.
    public static func sleep(_ duration: Duration) {
        sleep(until: .after(duration))
    }

    /// Suspends the calling thread until `deadline`.
    public static func sleep(until deadline: MonotonicInstant) {
        // Waiting for no descriptor cannot fail but by a bug of ours.
        _ = try? Readiness.wait(for: [], on: -1, until: deadline)
    }
}
