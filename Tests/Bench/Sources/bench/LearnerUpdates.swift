import COpenBLAS
import Learners

/// Measures gradient steps alone, those of SAC beside a complete one in plain C over OpenBLAS.
enum LearnerUpdates {
    /// Prints its table; whether every goal is met.
    static func run(seconds: Double, hasOpenBLAS: Bool) throws -> Bool {
        print("updates a second, batch 64             ours    plain C    ratio   goal")
        var held = true
        for hidden in [64, 256] {
            for algorithm in MeasuredAlgorithm.allCases {
                let learner = algorithm.inTable(hidden: hidden).learner
                let peer = algorithm == .sac && hasOpenBLAS ? try PlainSAC(hidden: hidden) : nil
                let rates = PairedRates(seconds, { learner.learn() }, peer.map { peer in { peer.update() } })
                let comparison = Comparison(
                    peer: rates.peer, ratio: rates.ratio, goal: algorithm == .sac ? 0.8 : nil)
                Comparison.printRow(algorithm.title(hidden: hidden), rates.ours, [comparison])
                held = held && comparison.isHeld
            }
        }
        let pricing = AgentDesign(
            stateWidth: 24, action: .numbers(8), body: .grid(rows: 4, columns: 2, width: 48, depth: 3))
        let table = TableEnvironment(MeasuredAlgorithm.ddpg.learner(pricing), stateWidth: 24)
        for _ in 0..<1000 { table.act() }
        let rates = PairedRates(seconds, { table.learner.learn() }, nil)
        Comparison.printRow("DDPG, 24 to 8, grid 4x2 48x3", rates.ours, [Comparison()])
        return held
    }
}

/// Soft actor-critic in plain C, on a batch of 64.
@safe final class PlainSAC {
    private let learner: OpaquePointer?

    /// - Throws: ``Disagreement`` where its gradients are not those of its losses.
    init(hidden: Int) throws {
        let (states, actions) = (TableEnvironment.stateWidth, TableEnvironment.actionWidth)
        unsafe learner = plain_sac_create(states, actions, hidden, 64)
        // Rounding and the corners of rectifiers leave some hundredths; a term that is missing makes it more than 1.
        let error = unsafe plain_sac_gradient_error(learner)
        guard error < 0.2 else { throw Disagreement(what: "gradients in C are off by \(error)") }
    }

    deinit { unsafe plain_sac_free(learner) }

    func update() { unsafe plain_sac_update(learner) }
}
