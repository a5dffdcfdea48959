/// How fast two sides are that took turns: the clock of a processor changes with what its other cores do.
struct PairedRates {
    /// A second, each side in its best turn.
    let ours: Double
    let peer: Double?
    /// How much faster ours is than its peer: the median over pairs of turns.
    let ratio: Double?

    /// - Parameter turns: rates of ours and its peer one after the other, of ours alone where there is no peer; not empty.
    init(turns: [(ours: Double, peer: Double?)]) {
        ours = turns.lazy.map(\.ours).max() ?? 0
        peer = turns.lazy.compactMap(\.peer).max()
        let ratios = turns.compactMap { turn in turn.peer.map { turn.ours / $0 } }.sorted()
        ratio = ratios.isEmpty ? nil : ratios[ratios.count / 2]
    }

    /// Calls a second of processor time, in turns of about a millisecond, for `seconds` a side.
    init(_ seconds: Double, _ ours: () -> Void, _ peer: (() -> Void)?) {
        ours()
        peer?()
        let count = max(1, Int(0.001 * Self.rate(10, ours)))
        let stop = Bench.processorSeconds() + (peer == nil ? 1 : 2) * seconds
        var turns: [(ours: Double, peer: Double?)] = []
        repeat {
            turns.append((Self.rate(count, ours), peer.map { Self.rate(count, $0) }))
        } while Bench.processorSeconds() < stop
        self.init(turns: turns)
    }

    /// Calls of `step` a second of processor time, `count` of them.
    static func rate(_ count: Int, _ step: () -> Void) -> Double {
        let began = Bench.processorSeconds()
        for _ in 0..<count { step() }
        return Double(count) / max(Bench.processorSeconds() - began, 1e-9)
    }
}
