import Policy
import System

/// The smallest thing that learns: per agent a mean action that moves towards what was rewarded.
///
/// With the option `feedback=no` it declines to learn, with `save=no` it has nothing to save. It has everything that a learner has and a host can get wrong: weights that sessions share, a generator an agent, and a
/// replay of the transitions that it put together itself. Agents learn alone, so that a process an agent learns the same.
public struct Bandit: Policy {
    public static let name = "bandit"
    public static let version = "1.0.0"
    public static let learns = true

    private var memory = BanditMemory()
    private var mode = Mode.evaluate
    private var agents = 0..<0
    /// Bounds of the action's elements, `[stage][element]`.
    private var bounds: [[ClosedRange<Double>]] = []
    /// Per row, agent and stage, what was seen and done last.
    private var pending: [[[BanditMemory.Transition?]]] = []
    private var metrics: LearningMetrics?
    private var saves = true

    public init() {}

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        mode = session.mode
        saves = session.option("save") != "no"
        agents = session.agents
        bounds = []
        for stage in session.stages {
            var elements: [ClosedRange<Double>] = []
            for space in stage.actions[0].tensors { elements += try Self.bounds(of: space) }
            bounds.append(elements)
        }
        let stages = Array(repeating: BanditMemory.Transition?.none, count: session.stages.count)
        pending = Array(repeating: Array(repeating: stages, count: agents.count), count: session.rows)
        var acceptance = Acceptance(session)
        acceptance.wantsFeedback = session.mode == .train && session.option("feedback") != "no"
        return acceptance
    }

    private static func bounds(of space: TensorSpace) throws(PolicyError) -> [ClosedRange<Double>] {
        guard space.elementType == .float64, case .box(let low, let high) = space.domain else {
            throw PolicyError("action \(space.name) is no box of 64-bit numbers")
        }
        return (0..<space.elementCount).map { low[$0 % low.count]...high[$0 % high.count] }
    }

    public mutating func reset(row: Int, seed: UInt64) {
        memory.begin(agents: agents, bounds: bounds, seed: seed)
        for agent in pending[row].indices {
            for stage in bounds.indices { pending[row][agent][stage] = nil }
        }
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for row in 0..<observations.rows {
            for agent in 0..<agents.count { decide(row, agent, observations, into: &actions) }
        }
    }

    private mutating func decide(_ row: Int, _ agent: Int, _ observations: Observations, into actions: inout Actions) {
        let stage = observations.stage
        var action = memory.agents[agent].means[stage]
        if mode == .train, !observations.isBootstrap {
            for element in action.indices {
                let range = bounds[stage][element]
                let noise = 0.1 * (range.upperBound - range.lowerBound) * (2 * memory.agents[agent].uniform() - 1)
                action[element] = min(max(action[element] + noise, range.lowerBound), range.upperBound)
            }
        }
        var first = 0
        for tensor in actions.tensors.indices {
            let width = actions.tensors[tensor].space.elementCount
            for element in 0..<width {
                actions.tensors[tensor].float64[row * actions.tensors[tensor].rowStride + agent * width + element] =
                    action[first + element]
            }
            first += width
        }
        guard mode == .train else { return }
        let seen = observations.observation.map { tensor in
            let width = tensor.space.elementCount
            return tensor.float64.isEmpty ? 0 : tensor.float64[row * tensor.rowStride + agent * width]
        }
        if var transition = pending[row][agent][stage] {
            (transition.next, transition.isBootstrapped) = (seen, observations.isBootstrap)
            memory.agents[agent].replay.append(transition)
        }
        pending[row][agent][stage] =
            observations.isBootstrap
            ? nil : BanditMemory.Transition(stage: stage, slot: Int(observations.slot), seen: seen, action: action)
    }

    public mutating func learn(from feedback: Feedback) throws(PolicyError) {
        let width = feedback.components.count
        var surprise = 0.0
        for agent in 0..<agents.count {
            for row in 0..<feedback.rows {
                let reward = feedback.rewards[(row * agents.count + agent) * width]
                let advantage = reward - memory.agents[agent].baseline
                surprise += abs(advantage)
                memory.agents[agent].baseline += 0.1 * advantage
                for stage in bounds.indices {
                    guard let action = pending[row][agent][stage]?.action else { continue }
                    pending[row][agent][stage]?.reward = reward
                    pending[row][agent][stage]?.isTruncated = feedback.truncated[row]
                    for element in action.indices {
                        let mean = memory.agents[agent].means[stage][element]
                        let moved = mean + 0.5 * min(max(advantage, -1), 1) * (action[element] - mean)
                        let range = bounds[stage][element]
                        memory.agents[agent].means[stage][element] =
                            min(max(moved, range.lowerBound), range.upperBound)
                    }
                }
            }
        }
        memory.steps += 1
        metrics = LearningMetrics(step: memory.steps, values: [("surprise", surprise / Double(feedback.rows))])
    }

    public mutating func takeMetrics() -> LearningMetrics? { metrics.take() }

    public func save(to path: String) throws(PolicyError) {
        guard saves else { throw PolicyError("this bandit was told to save nothing") }
        do throws(SystemError) {
            for (name, text) in [("weights", memory.weights), ("replay", memory.replay)] {
                _ = try Descriptor.creatingNewFile("\(path)/\(name)").writeAll(Array(text.utf8).span)
            }
        } catch {
            throw PolicyError("\(error)")
        }
    }

    public mutating func load(from path: String) throws(PolicyError) {
        guard
            memory.read(
                weights: SystemFile.text("\(path)/weights"), replay: SystemFile.text("\(path)/replay"),
                agents: agents, stages: bounds.map(\.count))
        else { throw PolicyError("\(path) holds no bandit of this size") }
    }
}
