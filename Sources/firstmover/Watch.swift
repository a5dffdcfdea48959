import Experiments
import PluginHost
import Synchronization
import System

/// Looks after a computation while it goes on: progress, what plugins write, Ctrl-C.
final class Watch: Sendable {
    private let progress: Progress
    private let isQuiet: Bool

    /// - Parameters:
    ///   - title: what the bar is called.
    ///   - slots: what it counts to.
    ///   - output: whether people want to see it.
    init(_ title: String, slots: Int, _ output: OutputOptions) {
        Interrupts.watch()
        progress = Progress(title, total: slots, quiet: output.quiet)
        isQuiet = output.quiet
    }

    var observer: Run.Observer {
        var observer = Run.Observer()
        observer.shouldStop = { Interrupts.count > 0 }
        observer.onSlots = { [progress] in progress.update($0) }
        observer.onStandardErrorLine = { [progress] name, line in progress.say("\(name): \(line)") }
        return observer
    }

    func finish() {
        progress.finish()
    }

    /// The end of a command whose result has been shown.
    ///
    /// - Throws: ``Failure`` 130 where it was interrupted, 4 where a plugin had to be forced to end.
    func end(wasInterrupted: Bool, _ failures: [PluginFailure]) throws(Failure) {
        if wasInterrupted { throw Failure(.interrupted, "interrupted; the result holds what was finished") }
        if let failure = failures.first { throw Failure(.plugin, "\(failure)") }
    }
}
