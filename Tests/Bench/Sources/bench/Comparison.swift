import Foundation

/// A peer's figure, how much faster ours is, and how much faster it is to be.
struct Comparison {
    /// `nil` where it is not installed or there is none.
    var peer: Double?
    var ratio: Double?
    var goal: Double?

    /// Whether nothing says that the goal is missed.
    var isHeld: Bool {
        guard let ratio, let goal else { return true }
        return ratio >= goal
    }

    /// Prints our figure beside those of peers.
    static func printRow(_ name: String, _ ours: Double, _ comparisons: [Comparison]) {
        let columns = comparisons.flatMap {
            [
                Bench.column($0.peer, 10), $0.ratio.map { String(format: "%8.2f", $0) } ?? "       -",
                $0.goal.map { String(format: "%6.1f", $0) } ?? "     -",
            ]
        }
        let title = name.padding(toLength: 32, withPad: " ", startingAt: 0)
        print(([title, Bench.column(ours, 10)] + columns).joined(separator: " "))
    }
}
