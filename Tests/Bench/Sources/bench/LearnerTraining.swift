/// Measures training on an environment that costs almost nothing, one gradient step a step, beside other libraries.
enum LearnerTraining {
    /// Prints steps of the environment a second, learning included.
    ///
    /// - Parameters:
    ///   - seconds: of processor time that each side is measured for, about.
    ///   - python: one that has the peers, if there is any.
    /// - Returns: whether every goal is met whose peer is there.
    /// - Throws: ``Disagreement`` where a peer fails.
    static func run(seconds: Double, python: String?) throws -> Bool {
        let libraries = LearnerPeer.Library.allCases
        let peers = try libraries.map { library in
            try python.map { try LearnerPeer(library, python: $0, blockSeconds: 0.3 * seconds) }
        }
        print("steps a second, batch 64               ours", terminator: "")
        for library in libraries { print("        \(library.title)    ratio   goal", terminator: "") }
        print()
        var held = true
        for hidden in [64, 256] {
            for algorithm in MeasuredAlgorithm.allCases {
                let table = algorithm.inTable(hidden: hidden)
                let count = max(1, Int(0.1 * seconds * PairedRates.rate(100) { table.step() }))
                var ours = 0.0
                var comparisons: [Comparison] = []
                for (library, peer) in zip(libraries, peers) {
                    try peer?.warmUp(algorithm, hidden: hidden, blocks: rounds)
                    let rates = PairedRates(
                        turns: try (0..<rounds).map { _ in
                            (PairedRates.rate(count) { table.step() }, try peer?.block())
                        })
                    ours = max(ours, rates.ours)
                    comparisons.append(
                        Comparison(
                            peer: rates.peer, ratio: rates.ratio, goal: goal(algorithm, hidden: hidden, over: library)))
                }
                Comparison.printRow(algorithm.title(hidden: hidden), ours, comparisons)
                held = held && comparisons.allSatisfy(\.isHeld)
            }
        }
        let versions = peers.compactMap { $0?.versions }
        print(
            versions.isEmpty
                ? "SB3 (Stable-Baselines3) and SBX are not here: `make bench-learners` installs them, 6 GB"
                : versions.joined(separator: ", "))
        return held
    }

    /// Turns of each side in a row.
    private static let rounds = 9

    private static func goal(
        _ algorithm: MeasuredAlgorithm, hidden: Int, over library: LearnerPeer.Library
    ) -> Double? {
        switch (library, algorithm) {
        case (.stableBaselines, .sac): hidden == 64 ? 25 : 4
        case (.stableBaselines, _): hidden == 64 ? 12 : 3
        case (.sbx, .sac): hidden == 64 ? 6 : 1.8
        case (.sbx, _): nil
        }
    }
}
