import Games
import Policy

/// A few slots of a game played by random actions that depend on the world seed alone, and everything that came of it.
struct Playthrough {
    /// Per row, the bits of every observation, metric, reward and sample in their order: equal where nothing differs.
    private(set) var records: [[UInt64]]
    /// What was seen that no declaration allows, a sentence each.
    private(set) var faults: [String] = []
    private(set) var settled: [Settled] = []

    /// One row of a settled slot.
    struct Settled {
        let isEmpty: Bool
        /// Per declared metric.
        let metrics: [UInt64]
        /// Per declared distribution.
        let samples: [[Double]]
    }

    /// How a game is played.
    struct Style {
        var slots = 2
        /// Which of a stage's action spaces is used, counted round.
        var space = 0
        /// Whether every agent decides on its own, as under isolation.
        var isApart = false
        /// Whether everybody gives every decision up.
        var forfeits = false
    }

    private let style: Style
    private let seeds: [UInt64]

    /// Plays `game` from the start, one row for each of `seeds`; storage for more rows stays unused.
    init(_ game: inout some Game, seeds: [UInt64], _ style: Style = Style()) {
        records = Array(repeating: [], count: seeds.count)
        self.style = style
        self.seeds = seeds
        game.reset(worldSeeds: seeds)
        for slot in 0..<style.slots {
            if slot > 0 { game.advance() }
            for stage in game.stages.indices { decide(stage, slot: slot, &game) }
            game.settle()
            note(game)
        }
    }

    /// The shares of a role's agents that decide together.
    private func shares(_ count: Int) -> [Range<Int>] {
        style.isApart ? (0..<count).map { $0..<$0 + 1 } : [0..<count]
    }

    private mutating func decide(_ index: Int, slot: Int, _ game: inout some Game) {
        let stage = game.stages[index]
        let rows = max(seeds.count, game.metrics.count / max(game.metricDeclarations.count, 1))
        let space = style.space % stage.actions.count
        var decisions: [(agents: Range<Int>, actions: Actions)] = []
        for agents in shares(game.agentCount(of: stage.role)) {
            let session = Session(
                role: stage.role, scenario: "", scenarioHash: "", stages: [stage], agents: agents,
                agentCount: game.agentCount(of: stage.role), rows: rows, mode: .evaluate)
            let acceptance = Acceptance(
                actionSpaces: [space], wantsObservation: true, wantsInstance: true, wantsFeedback: false)
            var observations = Observations(stage: 0, of: session, acceptance)
            observations.rows = seeds.count
            game.observe(stage: index, agents: agents, into: &observations)
            note(observations, agents, of: stage)
            var actions = Actions(stage: 0, of: session, acceptance)
            if style.forfeits {
                game.forfeit(stage: index, space: space, rows: seeds.count, agents: agents, into: &actions)
                check(actions.tensors, "the forfeit of", stage)
            } else {
                draw(&actions, agents, stage: index, slot: slot)
            }
            decisions.append((agents, actions))
        }
        for (agents, actions) in decisions {
            game.apply(stage: index, agents: agents, space: space, actions: actions)
        }
    }

    /// Draws legal actions for `agents`, keyed by the row's world seed, slot, stage and agent.
    private func draw(_ actions: inout Actions, _ agents: Range<Int>, stage: Int, slot: Int) {
        var offset = stage << 16
        for index in actions.tensors.indices {
            let space = actions.tensors[index].space
            for (row, seed) in seeds.enumerated() {
                let stream = RandomStream(seed: seed, purpose: .init(30))
                for (place, n) in agents.enumerated() {
                    for element in 0..<space.elementCount {
                        let (u, _) = stream.uniforms(slot: UInt32(slot), n: UInt32(n), m: UInt32(offset + element))
                        let position = (row * agents.count + place) * space.elementCount + element
                        actions.tensors[index].set(u, at: position, element: element)
                    }
                }
            }
            offset += space.elementCount
        }
    }

    /// Writes down what each row's policies see: the instance once, as everybody is sent the same, then agent by agent.
    private mutating func note(_ observations: Observations, _ agents: Range<Int>, of stage: Stage) {
        check(observations.observation + observations.instance, "observed in", stage)
        for row in seeds.indices {
            for tensor in observations.instance where agents.lowerBound == 0 {
                records[row] += tensor.bits(row * tensor.rowStride..<(row + 1) * tensor.rowStride)
            }
            for place in 0..<agents.count {
                for tensor in observations.observation {
                    let width = tensor.space.elementCount
                    let first = (row * agents.count + place) * width
                    records[row] += tensor.bits(first..<first + width)
                }
            }
        }
    }

    /// Notes values outside their declared domain.
    private mutating func check(_ tensors: [Tensor], _ what: String, _ stage: Stage) {
        for tensor in tensors {
            for index in 0..<seeds.count * tensor.rowStride where !tensor.isLegal(at: index) {
                faults.append("\(tensor.space.name) \(index) \(what) \(stage.name) is \(tensor.value(at: index))")
                break
            }
        }
    }

    /// Writes down what the settled slot was worth.
    private mutating func note(_ game: some Game) {
        let columns = game.metricDeclarations.count
        for row in seeds.indices {
            let metrics = game.metrics[row * columns..<(row + 1) * columns].map(\.bitPattern)
            var samples: [[Double]] = []
            if !game.isEmpty(row: row) {
                for index in game.distributions.indices {
                    var values: [Double] = []
                    game.samples(of: index, row: row, into: &values)
                    samples.append(values)
                }
            }
            settled.append(Settled(isEmpty: game.isEmpty(row: row), metrics: metrics, samples: samples))
            records[row] += metrics + samples.joined().map(\.bitPattern)
        }
        for role in Role.allCases {
            let (count, components) = (game.agentCount(of: role), game.rewardComponents(of: role))
            var feedback = Feedback(rows: seeds.count, agents: count, components: components)
            game.reward(role: role, agents: 0..<count, into: &feedback)
            if !feedback.rewards.allSatisfy(\.isFinite) { faults.append("a reward of the \(role) is not finite") }
            let width = count * components.count
            for row in seeds.indices {
                records[row] += feedback.rewards[row * width..<(row + 1) * width].map(\.bitPattern)
            }
        }
    }
}

extension Tensor {
    /// The value at `index`, whatever its type.
    func value(at index: Int) -> Double {
        switch space.elementType {
        case .float32: Double(float32[index])
        case .float64: float64[index]
        case .int32: Double(int32[index])
        }
    }

    fileprivate func bits(_ range: Range<Int>) -> [UInt64] { range.map { value(at: $0).bitPattern } }

    /// Whether the value at `index` is in the domain.
    fileprivate func isLegal(at index: Int) -> Bool {
        let value = value(at: index)
        switch space.domain {
        case .box(let low, let high):
            let element = index % space.elementCount
            return low[low.count == 1 ? 0 : element] <= value && value <= high[high.count == 1 ? 0 : element]
        case .discrete(let start, let count): return value >= Double(start) && value < Double(start + count)
        }
    }

    /// Sets the value at `index` to the point of its domain that `uniform` in `0..<1` stands for; an infinite bound counts
    /// as 1 or -1.
    fileprivate mutating func set(_ uniform: Double, at index: Int, element: Int) {
        switch space.domain {
        case .discrete(let start, let count): int32[index] = start + Int32(uniform * Double(count))
        case .box(let low, let high):
            var (lower, upper) = (low[low.count == 1 ? 0 : element], high[high.count == 1 ? 0 : element])
            if lower.isInfinite { lower = -1 }
            if upper.isInfinite { upper = 1 }
            let value = lower + uniform * (upper - lower)
            if space.elementType == .float32 { float32[index] = Float(value) } else { float64[index] = value }
        }
    }
}
