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
        /// Episodes finished by the arm whose failure left nothing to be judged; nil while there is something.
        var lostAfter: Int?
        /// Reads pair after pair where the comparison ends as soon as it is decided.
        var judge: SequentialJudge?
        /// Pairs that the judge has read.
        var pairs = 0
        /// Pairs after which nothing more needs to be played.
        var decidedAfter: Int?

        /// Episodes that the slowest of those still there has finished.
        var whole: Int { zip(episodes, hasLeft).filter { !$1 }.map { $0.0.count }.min() ?? 0 }

        /// Has the judge read the pairs that are whole by now; without the arm compared with there are none.
        mutating func read() {
            guard !hasLeft[0] else { return }
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

    /// Whether `arm` need not go on: the question is decided, or the arm compared with has failed, or all others have.
    ///
    /// Of a failure it is to finish the episodes at which the other failed, so that who failed first does not depend on who
    /// was quicker.
    func isOver(for arm: Int) -> Bool {
        state.withLock { state in
            state.decidedAfter != nil || state.lostAfter.map { state.episodes[arm].count > $0 } ?? false
        }
    }

    /// Episodes that `arm` has finished.
    func finished(arm: Int) -> Int { state.withLock { $0.episodes[arm].count } }

    /// Pairs that decided the question; nil where they did not.
    var decidedAfter: Int? { state.withLock { $0.decidedAfter } }

    /// Goes on without an arm that has failed.
    func leave(arm: Int) {
        state.withLock { state in
            state.hasLeft[arm] = true
            if state.hasLeft[0] || state.hasLeft.dropFirst().allSatisfy({ $0 }) {
                state.lostAfter = min(state.lostAfter ?? .max, state.episodes[arm].count)
            }
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

    /// Waits until `arm`, which has finished `count` episodes, may play more.
    ///
    /// - Parameters:
    ///   - arm: who waits.
    ///   - count: episodes that it has finished.
    ///   - shouldStop: asked twenty times a second, because nobody wakes a waiting arm at Ctrl-C.
    /// - Returns: whether there is more to play.
    func waitForOthers(_ arm: Int, count: Int, shouldStop: () -> Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if isOver(for: arm) || shouldStop() { return false }
            if state.withLock({ count < $0.whole + lead || $0.lostAfter != nil }) { return true }
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05))
        }
    }

    private func wake() {
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }
}
