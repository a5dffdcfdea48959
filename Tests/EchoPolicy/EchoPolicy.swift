import PluginKit

/// Answers with what it observed, element by element, and so shows that nothing is lost on the way.
///
/// Where an action has more elements than the observation it starts over; integers are the observation rounded down.
/// With the option `reports=NAME,NAME` it reports the first numbers of each row under these names, in every other slot.
@main
struct EchoPolicy: Policy {
    static let name = "echo"
    static let version = "1.0.0"
    static let learns = true

    private var seeds: [UInt64] = []
    private var learned = 0.0

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        seeds = Array(repeating: 0, count: session.rows)
        if let refusal = session.option("refuse") { throw PolicyError(refusal) }
        var acceptance = Acceptance(session)
        acceptance.wantsFeedback = session.mode == .train
        acceptance.reports = (session.option("reports") ?? "").split(separator: ",").map(String.init)
        return acceptance
    }

    mutating func reset(row: Int, seed: UInt64) {
        seeds[row] = seed
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard let seen = observations.observation.first else { throw PolicyError("there is nothing to echo") }
        for tensor in actions.tensors.indices {
            let stride = actions.tensors[tensor].rowStride
            for i in 0..<observations.rows * stride {
                let value = seen.float64[i % seen.float64.count]
                switch actions.tensors[tensor].space.elementType {
                case .float64: actions.tensors[tensor].float64[i] = value
                case .float32: actions.tensors[tensor].float32[i] = Float(value)
                case .int32: actions.tensors[tensor].int32[i] = Int32(value)
                }
            }
        }
        guard observations.slot.isMultiple(of: 2) else { return }
        let names = actions.reportNames.count
        for i in 0..<observations.rows * names {
            let (row, report) = i.quotientAndRemainder(dividingBy: names)
            actions.reports[i] = seen.float64[row * seen.rowStride + report]
        }
    }

    mutating func learn(from feedback: Feedback) throws(PolicyError) {
        learned += feedback.rewards.reduce(0, +)
        print("learned \(learned)")
    }
}
