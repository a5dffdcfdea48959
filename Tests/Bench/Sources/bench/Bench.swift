import Foundation
import Games

/// Measures games and learners on one core: `bench [--seconds S] [--python P] [--learners P] [--kernels K]`.
///
/// First the pricing game beside the same slot in NumPy: draws, radio, constant prices u = 0.35, sequential best
/// response, sizes, utilities; N = 4, M = 2. Both sides must agree on the utilities of every environment before anything
/// is timed. Then the offloading game beside its goals, which are times and so decide nothing; last, learners: kernels
/// beside OpenBLAS, an update beside one in C, training beside Stable-Baselines3 and SBX, which the Python of `--learners`
/// has.
@main
struct Bench {
    static func main() throws {
        let arguments = CommandLine.arguments
        let seconds = value(of: "--seconds", in: arguments).flatMap(Double.init) ?? 1
        let python = value(of: "--python", in: arguments) ?? "python3"
        let kind = KernelKind.allCases.first { "\($0)" == value(of: "--kernels", in: arguments) } ?? .best
        guard kind.isAvailable else { throw Disagreement(what: "this processor has no \(kind)") }
        let peer = try NumPySlot(python: python, seconds: seconds)
        print("kernels: \(kind)")
        print("what                         ours/s     NumPy/s    ratio   goal")
        var held = true
        for (environments, goal) in [(1, 20.0), (1024, 8.0)] {
            var slots = Slots(environments: environments, kind: kind)
            try slots.agree(with: peer)
            let ours = rate(seconds) { slots.play() } * Double(environments)
            held = line("slots, E = \(environments)", ours, peer.rates[environments], goal: goal) && held
        }
        _ = line("Lambert W", lambertW(seconds, kind), peer.lambertW, goal: nil)
        try OffloadingBench.run(seconds: seconds)
        held = try LearnerBench.run(seconds: seconds, python: value(of: "--learners", in: arguments)) && held
        exit(held ? 0 : 1)
    }

    /// Where the peers in Python lie.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func value(of flag: String, in arguments: [String]) -> String? {
        guard let index = arguments.firstIndex(of: flag), index + 1 < arguments.count else { return nil }
        return arguments[index + 1]
    }

    /// Prints a row of the table; whether it meets its goal.
    static func line(_ name: String, _ ours: Double, _ peer: Double?, goal: Double?) -> Bool {
        let ratio = peer.map { ours / $0 }
        let text = [
            name.padding(toLength: 24, withPad: " ", startingAt: 0), column(ours, 11), column(peer, 11),
            ratio.map { String(format: "%8.1f", $0) } ?? "       -",
            goal.map { String(format: "%6.0f", $0) } ?? "     -",
        ]
        print(text.joined(separator: " "))
        return goal == nil || ratio.map { $0 >= goal ?? 0 } ?? true
    }

    static func column(_ value: Double?, _ width: Int) -> String {
        guard let value else { return String(repeating: " ", count: width - 1) + "-" }
        let text = String(format: (1000..<1e6).contains(value) ? "%.0f" : "%.4g", value)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Calls of `step` a second of processor time: the best of blocks that last about 20 ms each.
    ///
    /// Processor time, because both sides use one core and other programs may use it too.
    static func rate(_ seconds: Double, _ step: () -> Void) -> Double {
        func time(_ count: Int) -> Double {
            let began = processorSeconds()
            for _ in 0..<count { step() }
            return processorSeconds() - began
        }
        step()
        let count = max(1, Int(0.02 / max(time(1), 1e-7)))
        let stop = processorSeconds() + seconds
        var best = 0.0
        while processorSeconds() < stop { best = max(best, Double(count) / time(count)) }
        return best
    }

    static func processorSeconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }

    /// Lambert W in the form of the game's kernel, values a second.
    static func lambertW(_ seconds: Double, _ kind: KernelKind) -> Double {
        let count = 4096
        let stream = RandomStream(seed: 1, purpose: .init(31))
        let k = Array(repeating: 1.0, count: count)
        let q = (0..<count).map { stream.uniforms(slot: 0, n: UInt32($0)).0 }
        var d = k
        return Double(count)
            * rate(min(seconds, 0.5)) {
                var span = d.mutableSpan
                PairKernel.depth(k: k.span, q: q.span, into: &span, kind: kind)
            }
    }
}
