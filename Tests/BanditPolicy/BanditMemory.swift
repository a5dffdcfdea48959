/// What a ``Bandit`` has learned: a class, so that the sessions of one policy share it.
final class BanditMemory {
    /// What happened in one stage of one slot.
    struct Transition: Equatable {
        let stage: Int
        let slot: Int
        let seen: [Double]
        let action: [Double]
        var reward = 0.0
        var isTruncated = false
        var next: [Double] = []
        var isBootstrapped = false
    }

    /// One agent's own part of it.
    struct Agent {
        /// `[stage][element]`.
        var means: [[Double]] = []
        var baseline = 0.0
        var generator: UInt64
        var replay: [Transition] = []

        /// A number from 0 to 1, by Steele, Lea and Flood's SplitMix64.
        mutating func uniform() -> Double {
            generator &+= 0x9E37_79B9_7F4A_7C15
            var z = generator
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
        }
    }

    var agents: [Agent] = []
    var steps: UInt64 = 0

    /// Initialises the weights from the seed of the first reset.
    func begin(agents range: Range<Int>, bounds: [[ClosedRange<Double>]], seed: UInt64) {
        guard agents.isEmpty else { return }
        agents = range.map { index in
            var agent = Agent(generator: seed &+ UInt64(index) &* 0xD1B5_4A32_D192_ED03)
            for stage in bounds {
                agent.means.append(
                    stage.map { $0.lowerBound + ($0.upperBound - $0.lowerBound) * agent.uniform() })
            }
            return agent
        }
    }

    /// All but the replay, bit by bit.
    var weights: String {
        agents.reduce(into: "\(steps)\n") { text, agent in
            let numbers = [agent.baseline] + agent.means.joined()
            text += "\(agent.generator) " + numbers.map { "\($0.bitPattern)" }.joined(separator: " ") + "\n"
        }
    }

    /// A line a transition: agent, stage, slot, seen, action, reward, truncated, next, bootstrapped.
    var replay: String {
        agents.enumerated().reduce(into: "") { text, agent in
            for transition in agent.element.replay {
                let cells = [
                    "\(agent.offset)", "\(transition.stage)", "\(transition.slot)", list(transition.seen),
                    list(transition.action), "\(transition.reward)", transition.isTruncated ? "1" : "0",
                    list(transition.next), transition.isBootstrapped ? "1" : "0",
                ]
                text += cells.joined(separator: " ") + "\n"
            }
        }
    }

    private func list(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: ",") }

    /// Takes over what ``weights`` and ``replay`` wrote.
    ///
    /// - Returns: false where they do not fit.
    func read(weights: String, replay: String, agents range: Range<Int>, stages: [Int]) -> Bool {
        let lines = weights.split(separator: "\n")
        guard lines.count == range.count + 1, let steps = UInt64(lines[0]) else { return false }
        var agents: [Agent] = []
        for line in lines.dropFirst() {
            var numbers = line.split(separator: " ").compactMap { UInt64($0) }[...]
            guard numbers.count == 2 + stages.reduce(0, +) else { return false }
            var agent = Agent(generator: numbers.removeFirst())
            agent.baseline = Double(bitPattern: numbers.removeFirst())
            for width in stages {
                agent.means.append(numbers.prefix(width).map { Double(bitPattern: $0) })
                numbers = numbers.dropFirst(width)
            }
            agents.append(agent)
        }
        for line in replay.split(separator: "\n") {
            let cells = line.split(separator: " ", omittingEmptySubsequences: false)
            func numbers(_ cell: Int) -> [Double] { cells[cell].split(separator: ",").compactMap { Double($0) } }
            guard cells.count == 9, let agent = Int(cells[0]), agents.indices.contains(agent),
                let stage = Int(cells[1]),
                let slot = Int(cells[2]), let reward = Double(cells[5])
            else { return false }
            agents[agent].replay.append(
                Transition(
                    stage: stage, slot: slot, seen: numbers(3), action: numbers(4), reward: reward,
                    isTruncated: cells[6] == "1", next: numbers(7), isBootstrapped: cells[8] == "1"))
        }
        (self.agents, self.steps) = (agents, steps)
        return true
    }
}
