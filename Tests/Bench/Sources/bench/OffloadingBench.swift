import Foundation
import Games

/// Measures the offloading game on one core: a default slot, the operator's optimum, and thousands of users.
enum OffloadingBench {
    /// Prints its table.
    static func run(seconds: Double) throws {
        print("\noffloading                                              time       goal")
        var slots = try OffloadingSlots()
        let slot =
            1
            / Bench.rate(seconds) {
                slots.draw()
                _ = slots.respond()
            }
        line("slot: draws, best responses, certificate", slot, goal: 40e-6)
        line("  of it draws", 1 / Bench.rate(seconds) { slots.draw() }, goal: nil)
        slots.fill()
        line("oracle, 64 modes", 1 / Bench.rate(seconds) { _ = slots.solve() }, goal: 1e-3)
        try scale(capacity: 5)
        try scale(capacity: 10_000)
    }

    /// Statistical channel state, K = 100: time over M, and the exponent of the line through it on logarithmic scales.
    ///
    /// With nodes that take `capacity` users each; where that is all of them, every channel is long.
    private static func scale(capacity: Int) throws {
        var points: [(users: Double, seconds: Double)] = []
        for users in [100, 316, 1000, 3162, 10_000] {
            var slots = try OffloadingSlots([
                ("M", .integer(users)), ("K", .integer(100)), ("csi", .text("statistical")),
                ("cap", .integer(capacity)),
            ])
            var best = Double.infinity
            var rounds = 0
            for _ in 0..<3 {
                let began = Bench.processorSeconds()
                rounds = slots.respond()
                best = min(best, Bench.processorSeconds() - began)
            }
            points.append((Double(users), best))
            line("M = \(users), K = 100, cap \(capacity), \(rounds) rounds", best, goal: users == 10_000 ? 2 : nil)
        }
        print(
            String(
                format: "exponent over M: %.2f (M log M: %.2f)", slope(points) { $0 }, slope(points) { $0 * log($0) }))
    }

    /// The least-squares slope of ln seconds over ln x(users).
    private static func slope(_ points: [(users: Double, seconds: Double)], over x: (Double) -> Double) -> Double {
        let logs = points.map { (x: log(x($0.users)), y: log($0.seconds)) }
        let count = Double(logs.count)
        let (meanX, meanY) = (logs.reduce(0) { $0 + $1.x } / count, logs.reduce(0) { $0 + $1.y } / count)
        let (covariance, variance) = logs.reduce((0.0, 0.0)) {
            ($0.0 + ($1.x - meanX) * ($1.y - meanY), $0.1 + ($1.x - meanX) * ($1.x - meanX))
        }
        return covariance / variance
    }

    private static func line(_ name: String, _ seconds: Double, goal: Double?) {
        print(
            name.padding(toLength: 50, withPad: " ", startingAt: 0) + time(seconds) + " "
                + (goal.map(time) ?? "         -"))
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 1e-3
            ? String(format: "%7.1f us", seconds * 1e6)
            : seconds < 1 ? String(format: "%7.1f ms", seconds * 1e3) : String(format: "%8.2f s", seconds)
    }
}
