import Foundation
import Synchronization

/// Where the arms of a comparison meet: it keeps them in step, adds up their slots, and reads pairs in index order, whatever
/// finishes first.
final class PairBoard: Sendable {
    private struct State {
        /// Episodes that each arm has finished, `[arm][episode][declaration]`.
        var episodes: [[[Double]]]
        var slots: [Int]
        /// Which arms have failed and play no more.
        var hasLeft: [Bool]
        /// Reads pair after pair where the comparison ends as soon as it is decided.
        var judge: SequentialJudge?
        /// Pairs that the judge has read.
        var pairs = 0
        /// Pairs after which nothing more needs to be played.
        var decidedAfter: Int?

        /// Episodes that the slowest of those still there has finished.
        var whole: Int { zip(episodes, hasLeft).filter { !$1 }.map { $0.0.count }.min() ?? 0 }

        /// Has the judge read the pairs that are whole by now.
        mutating func read() {
            while judge != nil, pairs < whole, decidedAfter == nil {
                let pair = zip(episodes, hasLeft).map { $1 ? [] : $0[pairs] }
                pairs += 1
                if judge?.decides(with: pair) == true { decidedAfter = pairs }
            }
        }
    }

    /// An arm may begin episodes while it has finished fewer than the slowest and this many more.
    private let lead: Int
    private let state: Mutex<State>
    /// Wakes arms that wait for the others.
    private let condition = NSCondition()

    /// - Parameters:
    ///   - arms: how many meet.
    ///   - lead: an arm may begin episodes while it has finished fewer than the slowest and this many more: with two batches
    ///     no arm waits for the other's last slot, and a drift of the machine's speed meets both; with 1 they go pair by pair.
    ///   - judge: is given every whole pair once, in index order, and says when the arms are to stop; nil plays all pairs.
    init(arms: Int, lead: Int, judge: SequentialJudge?) {
        self.lead = lead
        state = Mutex(
            State(
                episodes: Array(repeating: [], count: arms), slots: Array(repeating: 0, count: arms),
                hasLeft: Array(repeating: false, count: arms), judge: judge))
    }

    /// Whether nobody needs to go on: the arm compared with has failed, or all others have, or the question is decided.
    var isOver: Bool {
        state.withLock { $0.hasLeft[0] || $0.hasLeft.dropFirst().allSatisfy { $0 } || $0.decidedAfter != nil }
    }

    /// Pairs that decided the question; nil where they did not.
    var decidedAfter: Int? { state.withLock { $0.decidedAfter } }

    /// Goes on without an arm that has failed.
    func leave(arm: Int) {
        state.withLock { state in
            state.hasLeft[arm] = true
            state.read()
        }
        wake()
    }

    /// Notes the slots of `arm` and returns those of all.
    func record(slots: Int, arm: Int) -> Int {
        state.withLock { state in
            state.slots[arm] = slots
            return state.slots.reduce(0, +)
        }
    }

    /// Takes finished episodes, and reads the pairs that they complete.
    func record(_ finished: FinishedEpisodes) {
        state.withLock { state in
            state.episodes[finished.arm] += finished.values
            state.read()
        }
        wake()
    }

    /// Waits until an arm that has finished `count` episodes may play more.
    ///
    /// - Parameters:
    ///   - count: episodes that it has finished.
    ///   - shouldStop: asked twenty times a second, because nobody wakes a waiting arm at Ctrl-C.
    /// - Returns: whether there is more to play.
    func waitForOthers(count: Int, shouldStop: () -> Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if isOver || shouldStop() { return false }
            if state.withLock({ count < $0.whole + lead }) { return true }
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05))
        }
    }

    private func wake() {
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }
}
