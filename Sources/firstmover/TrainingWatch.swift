import Experiments
import PluginHost
import Synchronization
import System

/// Looks after a training run while it goes on: progress, a line an evaluation, what plugins write, Ctrl-C.
final class TrainingWatch: Sendable {
    private let progress: Progress
    private let isQuiet: Bool
    private let events: TrainingEvents
    /// The head of the columns that was printed last; learners may have more to say later.
    private let head = Mutex("")

    init(_ training: Training, _ output: OutputOptions) {
        // What is under way is finished and saved; who cannot wait asks twice.
        Interrupts.watch(endingWaits: false)
        progress = Progress("train", total: training.slotsLeft, quiet: output.quiet)
        isQuiet = output.quiet
        events = TrainingEvents(in: training.folder) { [progress] in progress.say($0) }
        let (began, now) = (training.record.kernels, HostFacts.current.vectorKernels)
        if began != now, !isQuiet {
            progress.say(
                "the run began with \(began) kernels; here they are \(now), and may not learn to the same bits")
        }
    }

    var observer: Training.Observer {
        var observer = Training.Observer()
        observer.shouldStop = { Interrupts.count > 0 }
        observer.onSlots = { [progress] in progress.update($0) }
        observer.onStandardErrorLine = { [progress] name, line in progress.say("\(name): \(line)") }
        observer.onRefusal = { [progress] baseline, failure in
            progress.say("\(baseline.operator), \(baseline.followers) cannot stand beside what was learned: \(failure)")
        }
        observer.onPoints = { [events] in events.write($0, time: $1) }
        observer.onEvaluation = { [self] in tell($0) }
        return observer
    }

    func finish() {
        progress.finish()
    }

    private func tell(_ milestone: Training.Milestone) {
        guard !isQuiet else { return }
        let line = MilestoneLine(milestone)
        head.withLock { head in
            if head != line.head { progress.say(line.head) }
            head = line.head
        }
        progress.say(line.text)
    }
}
