import Games
import Policy

/// Uniformly random actions of the default action space, for either role.
///
/// Element i of agent n in slot t is the first uniform of stream (policy seed, purpose 17) at (slot t, n, m = i), i
/// counting through the role's tensors: nothing depends on the batch or on how agents share processes.
public struct RandomPolicy: Policy {
    public static let name = "random"
    public static let version = "0.1.0"

    /// Exploration, among the purposes that belong to policies (pricing, section 3.1).
    private static let purpose = RandomStream.Purpose(17)

    private var streams: [RandomStream] = []
    private var agents = 0..<0
    /// Per stage, elements an agent draws in the stages before it.
    private var offsets: [Int] = []

    public init() {}

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        var acceptance = Acceptance(session)
        acceptance.wantsObservation = false
        agents = session.agents
        streams = Array(repeating: RandomStream(seed: 0, purpose: Self.purpose), count: session.rows)
        var offset = 0
        offsets = session.stages.map { stage in
            defer { offset += stage.actions[0].tensors.reduce(0) { $0 + $1.elementCount } }
            return offset
        }
        return acceptance
    }

    public mutating func reset(row: Int, seed: UInt64) {
        streams[row] = RandomStream(seed: seed, purpose: Self.purpose)
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        var offset = offsets[observations.stage]
        for index in actions.tensors.indices {
            draw(&actions.tensors[index], offset: offset, observations)
            offset += actions.tensors[index].space.elementCount
        }
    }

    private func draw(_ tensor: inout Tensor, offset: Int, _ observations: Observations) {
        let elements = tensor.space.elementCount
        for row in 0..<observations.rows {
            for (position, n) in agents.enumerated() {
                for element in 0..<elements {
                    let u = streams[row].uniforms(
                        slot: UInt32(truncatingIfNeeded: observations.slot), n: UInt32(n), m: UInt32(offset + element)
                    ).0
                    let index = row * tensor.rowStride + position * elements + element
                    tensor.set(index, element: element, uniform: u)
                }
            }
        }
    }
}

extension Tensor {
    /// Sets the value at `index` to the point of its domain that `uniform` in `0..<1` stands for.
    fileprivate mutating func set(_ index: Int, element: Int, uniform: Double) {
        switch space.domain {
        case .discrete(let start, let count):
            int32[index] = start + Int32(uniform * Double(count))
        case .box(let low, let high):
            let lower = low.count == 1 ? low[0] : low[element]
            let upper = high.count == 1 ? high[0] : high[element]
            let value = lower + uniform * (upper - lower)
            switch space.elementType {
            case .float32: float32[index] = Float(value)
            case .float64: float64[index] = value
            case .int32: int32[index] = Int32(value)
            }
        }
    }
}
