import CAllocationCounter
import Games
import Policy
import Testing

@Suite("Slots of the offloading game")
struct OffloadingGameSlotTests {
    @Test(
        "allocate nothing, whatever a policy asked to be sent",
        // Unoptimised code keeps closures and ranges on the heap.
        .enabled(if: allocations_are_counted() && !_isDebugAssertConfiguration()), arguments: [1, 33])
    func allocatesNothing(rows: Int) throws {
        for preset in [nil, "tight", "priced", "literal"] {
            var loop = try Loop(OffloadingReference.scenario(preset: preset), rows: rows)
            for _ in 0..<3 { loop.play() }
            let before = allocation_count()
            for _ in 0..<20 { loop.play() }
            #expect(allocation_count() == before, "\(preset ?? "default")")
        }
    }

    @Test("show what their spaces allow, in every preset", arguments: [nil] + OffloadingGame.presets.map(\.name))
    func bounds(preset: String?) throws {
        let isLarge = preset == "large"
        let features = isLarge ? ["full"] : ["full", "paper"]
        for extent in features {
            let scenario = try OffloadingReference.scenario([("features", .text(extent))], preset: preset)
            // With 17 presets and more, 1,000 slots in all, half of them in the default one.
            let rows = isLarge ? 1 : 10
            var loop = try Loop(scenario, rows: rows)
            for _ in 0..<(isLarge ? 1 : preset == nil ? 25 : 3) {
                loop.play { tensors in
                    for tensor in tensors { #expect(isLegal(tensor), "\(tensor.space.name)") }
                }
            }
        }
    }

    /// Whether every element is one that the space has; the space has one pair of bounds.
    private func isLegal(_ tensor: Tensor) -> Bool {
        switch tensor.space.domain {
        case .box(let low, let high): tensor.float64.allSatisfy { $0 >= low[0] && $0 <= high[0] }
        case .discrete(let start, let count): tensor.int32.allSatisfy { $0 >= start && $0 - start < count }
        }
    }

    /// Slots with their storage, as a host keeps it, played by actions in the middle of their spaces.
    struct Loop {
        private var game: OffloadingGame
        private var observations: [Observations] = []
        private var actions: [Actions] = []
        private var feedback: [Feedback] = []
        private var agents: [Range<Int>] = []

        init(_ scenario: Scenario, rows: Int) throws {
            game = try OffloadingGame(scenario, rows: rows)
            for (index, role) in game.stages.map(\.role).enumerated() {
                let agents = 0..<game.agentCount(of: role)
                let session = Session(
                    role: role, scenario: "offloading", scenarioHash: "", stages: game.stages, agents: agents,
                    agentCount: agents.count, rows: rows, mode: .train)
                var acceptance = Acceptance(session)
                acceptance.wantsInstance = true
                observations.append(Observations(stage: index, of: session, acceptance))
                var action = Actions(stage: index, of: session, acceptance)
                for i in action.tensors.indices {
                    for k in action.tensors[i].float64.indices { action.tensors[i].float64[k] = 0.5 }
                    for k in action.tensors[i].int32.indices { action.tensors[i].int32[k] = Int32(k % 2) }
                }
                actions.append(action)
                feedback.append(
                    Feedback(rows: rows, agents: agents.count, components: game.rewardComponents(of: role)))
                self.agents.append(agents)
            }
            game.reset(worldSeeds: (1...UInt64(rows)).map { $0 })
        }

        mutating func play() {
            var stage = 0
            while stage < 3 {
                game.observe(stage: stage, agents: agents[stage], into: &observations[stage])
                game.apply(stage: stage, agents: agents[stage], space: 0, actions: actions[stage])
                stage += 1
            }
            game.settle()
            game.reward(role: .operator, agents: agents[0], into: &feedback[0])
            game.reward(role: .followers, agents: agents[2], into: &feedback[2])
            game.advance()
        }

        /// As `play`, showing all that policies see.
        mutating func play(_ show: ([Tensor]) -> Void) {
            play()
            for observations in observations { show(observations.observation + observations.instance) }
        }
    }
}
