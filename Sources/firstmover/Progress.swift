import Foundation
import Synchronization

/// How far long work has come, on standard error: a bar that redraws itself on a terminal, plain lines elsewhere.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var shown = ContinuousClock.now - .seconds(1)
        var lastTenth = 0
    }

    private let title: String
    /// What is counted, in the plural.
    private let unit: String
    private let total: Int
    private let isQuiet: Bool
    private let isTerminal: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    init(_ title: String, of unit: String = "slots", total: Int, quiet: Bool) {
        self.title = title
        self.unit = unit
        self.total = max(total, 1)
        isQuiet = quiet
        isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Tells that `done` of the total are finished; draws at most ten times a second.
    func update(_ done: Int) {
        guard !isQuiet else { return }
        state.withLock { state in
            // Two arms report from two threads, and the later number may come first.
            guard done > state.done else { return }
            state.done = done
            if isTerminal { draw(&state) } else { tell(&state) }
        }
    }

    /// Prints a line of somebody else's without tearing the bar.
    func say(_ line: String) {
        state.withLock { state in
            standardError((isTerminal && !isQuiet ? "\r\u{1B}[K" : "") + line + "\n")
            state.shown = ContinuousClock.now - .seconds(1)
        }
    }

    /// Takes the bar away, so that results start on a clean line.
    func finish() {
        if isTerminal, !isQuiet { standardError("\r\u{1B}[K") }
    }

    private func draw(_ state: inout State) {
        let now = ContinuousClock.now
        guard now - state.shown >= .milliseconds(100) || state.done >= total else { return }
        state.shown = now
        let width = 30
        let filled = width * state.done / total
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        standardError("\r\(title) [\(bar)] \(state.done)/\(total) \(unit)\(remaining(state.done, now))\u{1B}[K")
    }

    private func tell(_ state: inout State) {
        let tenth = 10 * state.done / total
        guard tenth > state.lastTenth else { return }
        state.lastTenth = tenth
        standardError("\(title): \(state.done) of \(total) \(unit)\n")
    }

    private func remaining(_ done: Int, _ now: ContinuousClock.Instant) -> String {
        guard done > 0, done < total else { return "" }
        let elapsed = now - start
        guard elapsed > .seconds(1) else { return "" }
        let seconds = (elapsed / done * (total - done)).components.seconds
        return seconds < 90 ? ", \(seconds) s left" : ", \((seconds + 30) / 60) min left"
    }
}
