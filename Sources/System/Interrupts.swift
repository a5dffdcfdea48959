import CPosixShims
import Synchronization

/// Ctrl-C, and what else asks a process to end, counted: the first asks for an orderly end, the second ends the process with status 130.
public enum Interrupts {
    private static let endWaits = Atomic(true)

    /// Counts SIGINT, SIGTERM and SIGHUP from here on instead of dying of the first.
    ///
    /// - Parameter endingWaits: whether the first one ends waits for peers; not where what is under way is to be finished.
    public static func watch(endingWaits: Bool = true) {
        endWaits.store(endingWaits, ordering: .relaxed)
        shim_watch_interrupts()
    }

    /// Signals counted so far.
    public static var count: Int { Int(shim_interrupts()) }

    /// How long a peer that was being waited for still has when the first one comes.
    ///
    /// Enough for a policy that is at work to answer, so that a run that goes well ends between two slots and its plugins
    /// are asked to leave; short for a person who waits.
    public static let grace = Duration.milliseconds(250)

    /// When waits that heed interrupts end: ``grace`` after the first one, never while there is none.
    public static var deadline: MonotonicInstant {
        let first = endWaits.load(ordering: .relaxed) ? shim_first_interrupt_ns() : .max
        return first == .max ? .never : MonotonicInstant(nanoseconds: first).advanced(by: grace)
    }

    /// Whether waits that heed interrupts have ended.
    public static var haveEndedWaits: Bool { deadline != .never && deadline.nanosecondsLeft == 0 }
}
