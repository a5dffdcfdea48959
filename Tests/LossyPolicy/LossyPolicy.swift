import Games
import PluginKit
import Policies

/// The operator `analytic` that in a share `loss` of slots, 0.01 unless the option says otherwise, sells nothing: a regression
/// of that share of what the operator earns.
@main
struct LossyPolicy: Policy {
    static let name = "lossy"
    static let version = "0.1.0"
    static let roles = Analytic.roles

    /// Which slots are lost, among the purposes that belong to policies.
    private static let purpose = RandomStream.Purpose(17)

    private var analytic = Analytic()
    private var loss = 0.01
    private var streams: [RandomStream] = []

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        if let text = session.option("loss") {
            guard let share = Double(text), (0...1).contains(share) else {
                throw PolicyError("option loss is '\(text)'; give a share from 0 to 1")
            }
            loss = share
        }
        streams = Array(repeating: RandomStream(seed: 0, purpose: Self.purpose), count: session.rows)
        return try analytic.open(session)
    }

    mutating func reset(row: Int, seed: UInt64) {
        streams[row] = RandomStream(seed: seed, purpose: Self.purpose)
        analytic.reset(row: row, seed: seed)
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        try analytic.decide(observations, into: &actions)
        for row in 0..<observations.rows {
            let slot = UInt32(truncatingIfNeeded: observations.slot)
            guard streams[row].uniforms(slot: slot, n: 0, m: 0).0 < loss else { continue }
            for tensor in actions.tensors.indices {
                let stride = actions.tensors[tensor].rowStride
                // The highest price of all is one that nobody pays.
                for i in row * stride..<(row + 1) * stride { actions.tensors[tensor].float64[i] = 1 }
            }
        }
    }
}
