import COpenBLAS
import Learners

/// Measures learners on one core: their kernels beside OpenBLAS, a policy's decision beside plain C, updates beside an
/// update in plain C, training beside Stable-Baselines3 and SBX.
enum LearnerBench {
    /// Prints its tables.
    ///
    /// - Parameters:
    ///   - seconds: of processor time that each side is measured for, about.
    ///   - python: one that has Stable-Baselines3 and SBX, if there is any.
    /// - Returns: whether every goal is met, as far as what it is measured against is installed.
    /// - Throws: ``Disagreement`` where a peer fails.
    static func run(seconds: Double, python: String?) throws -> Bool {
        let core = unsafe openblas_load().map { unsafe String(cString: $0) }
        print("\nkernels of learners: \(NetworkKernelKind.best.name), OpenBLAS: \(core ?? "not installed")")
        decisions(seconds: seconds)
        let tables = [
            products(seconds: seconds, hasOpenBLAS: core != nil),
            try LearnerUpdates.run(seconds: seconds, hasOpenBLAS: core != nil),
            try LearnerTraining.run(seconds: seconds, python: python),
        ]
        return tables.allSatisfy { $0 }
    }

    private static func products(seconds: Double, hasOpenBLAS: Bool) -> Bool {
        print("products, GFLOP/s                      ours   OpenBLAS    ratio   goal")
        var held = true
        for (rows, inner, columns) in [(64, 64, 64), (64, 256, 256), (64, 256, 8), (64, 256, 1)] {
            for product in LayerProducts.Product.allCases {
                let layer = LayerProducts(rows: rows, inner: inner, columns: columns)
                let size = 2e-9 * Double(rows * inner * columns)
                let rates = PairedRates(
                    seconds / 4, { layer.ours(product) }, hasOpenBLAS ? { layer.openBLAS(product) } : nil)
                let comparison = Comparison(
                    peer: rates.peer.map { $0 * size }, ratio: rates.ratio, goal: columns >= 64 ? 0.8 : nil)
                Comparison.printRow(
                    "[\(rows), \(inner)] [\(inner), \(columns)] \(product)", rates.ours * size, [comparison])
                held = held && comparison.isHeld
            }
        }
        return held
    }

    /// Times, which move with the machine and so decide nothing.
    private static func decisions(seconds: Double) {
        print("policy of one state, us                ours    plain C    ratio   goal, us")
        for (sizes, goal) in [([8, 64, 64, 2], 0.4), ([24, 256, 256, 8], 5)] {
            let policy = PolicyDecision(sizes: sizes)
            let rates = PairedRates(seconds, { policy.ours() }, { policy.plain() })
            Comparison.printRow(
                sizes.map(String.init).joined(separator: "-"), 1e6 / rates.ours,
                [Comparison(peer: rates.peer.map { 1e6 / $0 }, ratio: rates.ratio, goal: goal)])
        }
    }
}
