/// Soft actor-critic: an off-policy learner of a stochastic policy that is paid for its entropy.
///
/// Follows Haarnoja et al. 2018b ("Soft actor-critic algorithms and applications"), Algorithm 1, with twin critics and an
/// automatic temperature. Deviations:
/// - An action may have parts with a temperature each (``HybridHead``). Of its choices one a state, drawn at random, is
///   improved by the exact expectation over its options, the others being as they were sampled; whole candidate actions may
///   be compared besides.
/// - Choosing an option may cost the policy what no critic counts (`optionCost`).
/// - The gradients of numbers that go with choices count half by their options' probabilities and half for all options alike,
///   so that numbers of unlikely options are learned too.
/// - What a choice is worth to the actor is Q alone: the entropy of the number that goes with it has its own gradient, over
///   all options alike, so that none is shunned for having no number.
/// - In training, choices and the numbers that go with them may be drawn uniformly with a probability of their own, in the
///   place of what the policy drew.
/// - A critic's loss may go on linearly from an error on (`errorLimit`); the one reported is that of the squares all the same.
/// - Step sizes of policy and critics, that exploration and fixed temperatures may fall (``DecaySchedule``); the step size of
///   automatic temperatures does not.
/// - Target critics are not used where the discount is 0: nothing is bootstrapped, and their passes are left out.
/// - The temperature's loss is -log alpha (log pi + target) instead of -alpha (log pi + target), as in the authors' code.
public final class SAC: OffPolicyLearner {
    /// What can be chosen, each default with its source.
    public struct Configuration: OffPolicyConfiguration {
        /// Transitions kept (pricing, section 11, Table 2).
        public var replay = 2000
        /// Transitions a gradient step (Table 2).
        public var batch = 64
        /// What a reward a step later is worth (Table 2).
        public var discount: Float = 0.99
        /// Critics, of whose values the lowest counts: two, or one where nothing is bootstrapped and so overestimated.
        ///
        /// Fujimoto 2018, section 4.2.
        public var critics = 2
        /// Step sizes of Adam (the leader's of Table 2).
        public var actorRate: Float = 5e-3
        public var criticRate: Float = 5e-3
        public var temperatureRate: Float = 5e-3
        /// How far target critics move towards the critics a step (Haarnoja 2018b, Table 1).
        public var tau: Float = 0.005
        /// Temperature to start from (pricing, section 11).
        public var temperature: Float = 0.2
        /// Whether temperatures hold entropies to their targets (Haarnoja 2018b, section 5).
        public var isTemperatureAutomatic = true
        /// Entropy aimed at a number of the action: -1, so -dim(A) in all (Haarnoja 2018b, appendix D).
        public var targetEntropy: Float = -1
        /// Entropy aimed at a choice, as a share of the largest; 0.98 is Christodoulou's (2019), too much for choices that
        /// matter.
        public var choiceEntropy: Float = 0.1
        /// The share of choices that are drawn uniformly in training, so that every option stays in the replay buffer.
        public var choiceExploration: Float = 0
        /// The same of numbers that go with choices.
        public var numberExploration: Float = 0
        /// How whole actions are compared where they have choices.
        public var candidates = CandidateComparison()
        /// Gradient steps over which step sizes of policy and critics, exploration and fixed temperatures fall; 0 for never.
        public var decaySteps: UInt64 = 0
        /// Temperatures at the end, if they are not automatic and steps decay.
        public var lastTemperature: Float = 0.2
        /// The temperature of the numbers that go with choices, as a share of the choices' own.
        public var numberTemperature: Float = 1
        /// Where a critic's loss goes on linearly, as DQN's does at 1 (Mnih 2015); infinite where every error counts by its
        /// square.
        ///
        /// A limit keeps rare disasters from drowning what is usual.
        public var errorLimit = Float.infinity
        /// What is left of the exploration of choices and their numbers at the end of the decay.
        public var lastExploration: Float = 0.1
        /// Random transitions before learning begins (pricing, section 11: 64 slots).
        public var warmUp = 64
        public var squash = Squash.logistic
        /// Limits of log std (pricing, section 11).
        public var logStdRange: ClosedRange<Float> = -5...2

        public init() {}

        var schedule: DecaySchedule { DecaySchedule(steps: decaySteps) }
    }

    public let configuration: Configuration
    public let actor: Actor

    private var policy: TrainedNetwork
    private var critics: [TrainedNetwork]
    /// Parameters of the target critics.
    private let targets: [Matrix]
    private var temperatures: [Temperature]
    private var replay: ReplayBuffer
    private var random: RandomSequence
    public private(set) var steps: UInt64 = 0
    public private(set) var transitions: UInt64 = 0

    // Room for a gradient step, made once.
    private let minibatch: Minibatch
    private let head: any StochasticHead
    private let actorRoom: Workspace
    private let criticRooms: [Workspace]
    private let returns: Matrix
    /// The lowest of the critics' values, of the batch last valued, and of every valued action, `[valuedActions, batch]`.
    private let lowest: Matrix
    private let values: Matrix
    private var alphas: [Float]
    private var losses = LossMeans(["criticLoss", "actorLoss"])

    /// A learner with random weights.
    public init(_ design: AgentDesign, _ configuration: Configuration, seed: UInt64) {
        actor = Actor(design, .stochastic, squash: configuration.squash)
        self.configuration = configuration
        let batch = configuration.batch
        random = RandomSequence(seed: seed)
        head = Self.head(of: design, configuration, rows: batch)
        policy = TrainedNetwork(actor.network, actor.parameters, rate: configuration.actorRate, &random)
        critics = []
        for _ in 0..<configuration.critics {
            critics.append(TrainedNetwork(design.critic(), rate: configuration.criticRate, &random))
        }
        targets = critics.map { $0.copyOfParameters() }
        temperatures = zip(head.parts, Self.targetEntropies(of: design, configuration)).map {
            Temperature(
                $0, initial: configuration.temperature, target: $1, rate: configuration.temperatureRate)
        }
        replay = ReplayBuffer(
            capacity: configuration.replay, stateWidth: actor.design.stateWidth, actionWidth: design.actionWidth,
            keepsNextStates: configuration.bootstraps)
        minibatch = Minibatch(rows: batch, of: replay)
        actorRoom = policy.network.workspace(rows: batch)
        criticRooms = critics.map { $0.network.workspace(rows: batch) }
        returns = Matrix(rows: batch, columns: 1)
        values = Matrix(rows: head.valuedActions, columns: batch)
        lowest = Matrix(rows: batch, columns: 1)
        alphas = temperatures.map(\.value)
    }

    /// What an actor's output means where the actions are those of `design`.
    private static func head(
        of design: AgentDesign, _ configuration: Configuration, rows: Int
    ) -> any StochasticHead {
        switch design.action {
        case .numbers(let count):
            GaussianHead(
                rows: rows, dimensions: count, squash: configuration.squash, logStdRange: configuration.logStdRange)
        case .choices(let count, let options, let allowsNone):
            HybridHead(
                rows: rows, ChoiceShape(choices: count, options: options, allowsNone: allowsNone),
                squash: configuration.squash, logStdRange: configuration.logStdRange,
                candidates: configuration.candidates)
        }
    }

    /// What temperatures hold the entropies of an action's parts to.
    static func targetEntropies(of design: AgentDesign, _ configuration: Configuration) -> [Float] {
        switch design.action {
        case .numbers(let count): [configuration.targetEntropy * Float(count)]
        case .choices(let count, let options, let allowsNone):
            [
                configuration.choiceEntropy * Float(count)
                    * NetworkKernel.log(Float(options + (allowsNone ? 1 : 0))),
                configuration.targetEntropy * Float(count),
            ]
        }
    }

    // MARK: Acting

    public func makeRoom(rows: Int) -> ActingRoom {
        ActingRoom(policy.network.workspace(rows: rows), Self.head(of: actor.design, configuration, rows: rows))
    }

    public func explore(in room: ActingRoom, rows: Int) {
        guard transitions >= configuration.warmUp, let head = room.head as? any StochasticHead else {
            return room.head.sampleUniformly(rows: rows, &random)
        }
        policy.forward(rows: rows, room.workspace)
        head.sample(room.workspace.output, rows: rows, &random)
        let share = configuration.schedule.value(at: steps, from: 1, to: configuration.lastExploration)
        (head as? HybridHead)?.explore(
            rows: rows, choices: share * configuration.choiceExploration,
            numbers: share * configuration.numberExploration, &random)
    }

    public func remember(_ transition: Transition) {
        transitions += 1
        replay.append(transition)
    }

    // MARK: Learning

    /// Sets step sizes and temperatures to those of the step.
    private func follow(_ schedule: DecaySchedule) {
        policy.rate = configuration.actorRate * schedule.rate(at: steps)
        for index in critics.indices { critics[index].rate = configuration.criticRate * schedule.rate(at: steps) }
        for part in temperatures.indices {
            let share = part == 0 ? 1 : configuration.numberTemperature
            alphas[part] =
                configuration.isTemperatureAutomatic
                ? temperatures[part].value
                : share
                    * schedule.value(at: steps, from: configuration.temperature, to: configuration.lastTemperature)
        }
    }

    public func learn() {
        guard transitions >= configuration.warmUp, replay.count > 0 else { return }
        steps += 1
        follow(configuration.schedule)
        // 1. A minibatch of transitions.
        replay.sample(into: minibatch, &random)
        // 2. What they returned: the reward, and the soft value of what came next.
        evaluateReturns()
        // 3. Each critic towards it.
        improveCritics()
        // 4. The policy towards what the critics value, and entropy.
        improveActor()
        // 5. Temperatures towards the entropy aimed at.
        if configuration.isTemperatureAutomatic {
            for part in temperatures.indices {
                temperatures[part].adjust(entropy: head.entropy(part: part, rows: minibatch.rows))
            }
        }
        // 6. Target critics after the critics.
        guard configuration.bootstraps else { return }
        for index in critics.indices {
            NetworkKernel.blend(configuration.tau, of: critics[index].parameters, into: targets[index])
        }
    }

    /// y = r + d (min Q'(s', a') - alpha log pi(a'|s')) with a' drawn by the policy; d = 0 after a terminal state.
    private func evaluateReturns() {
        let rows = minibatch.rows
        guard configuration.bootstraps else {
            for row in 0..<rows { returns[row] = minibatch.rewards[row] }
            return
        }
        actorRoom.input.copy(minibatch.nextStates, rows: rows)
        policy.forward(rows: rows, actorRoom)
        head.sample(actorRoom.output, rows: rows, &random)
        for index in critics.indices {
            criticRooms[index].input.join(minibatch.nextStates, head.actions, rows: rows)
            critics[index].network.forward(targets[index], rows: rows, criticRooms[index])
        }
        takeLowestValues(rows: rows)
        for row in 0..<rows {
            var soft = lowest[row]
            for part in alphas.indices { soft -= alphas[part] * head.logProbability(part: part, row: row) }
            returns[row] =
                minibatch.rewards[row] + configuration.discount * (1 - minibatch.isTerminal[row]) * soft
        }
    }

    /// Mean of (Q(s, a) - y)^2 / 2.
    private func improveCritics() {
        let rows = minibatch.rows
        var loss: Float = 0
        for index in critics.indices {
            let room = criticRooms[index]
            room.input.join(minibatch.states, minibatch.actions, rows: rows)
            critics[index].forward(rows: rows, room)
            loss += room.setErrorGradient(towards: returns, rows: rows, limit: configuration.errorLimit)
            critics[index].descend(rows: rows, room)
        }
        losses.add(loss / Float(critics.count), to: 0)
    }

    /// Mean of alpha log pi(a|s) - min Q(s, a) with a drawn by the policy.
    private func improveActor() {
        let rows = minibatch.rows
        actorRoom.input.copy(minibatch.states, rows: rows)
        policy.forward(rows: rows, actorRoom)
        head.drawForImprovement(actorRoom.output, rows: rows, &random)
        for room in criticRooms { room.input.join(minibatch.states, head.actions, rows: rows) }
        for action in 0..<head.valuedActions {
            value(action, rows: rows)
            if action < head.improvedActions { passBack(action, rows: rows) }
        }
        head.backward(
            values: values, temperatures: alphas, actorRoom.output, rows: rows, into: actorRoom.outputGradient)
        policy.descend(rows: rows, actorRoom)
        var loss: Float = 0
        for row in 0..<rows { loss -= values[row] }
        loss /= Float(rows)
        for part in alphas.indices { loss -= alphas[part] * head.entropy(part: part, rows: rows) }
        losses.add(loss, to: 1)
    }

    /// Values one action of every state; the critics' inputs hold the states.
    private func value(_ action: Int, rows: Int) {
        for (index, room) in criticRooms.enumerated() {
            head.write(action: action, rows: rows, into: room.input, from: actor.design.stateWidth)
            critics[index].forward(rows: rows, room)
        }
        takeLowestValues(rows: rows)
        for row in 0..<rows { values[action * rows + row] = lowest[row] }
    }

    private func takeLowestValues(rows: Int) {
        for (index, room) in criticRooms.enumerated() {
            for row in 0..<rows {
                lowest[row] = index == 0 ? room.output[row] : min(lowest[row], room.output[row])
            }
        }
    }

    /// Gives the head the gradient of the mean of -min Q by the action last valued.
    private func passBack(_ action: Int, rows: Int) {
        for (index, room) in criticRooms.enumerated() {
            for row in 0..<rows {
                // Where both are the lowest, the first one's counts.
                let isLowest =
                    room.output[row] == lowest[row] && (index == 0 || criticRooms[0].output[row] != lowest[row])
                room.outputGradient[row] =
                    isLowest ? -head.weight(ofAction: action, row: row) / Float(rows) : 0
            }
            critics[index].inputGradient(rows: rows, room)
            if index > 0 { criticRooms[0].inputGradient.add(room.inputGradient, rows: rows) }
        }
        head.take(criticRooms[0].inputGradient, ofAction: action, rows: rows, from: actor.design.stateWidth)
    }

    // MARK: State

    public func takeMetrics() -> [(name: String, value: Double)] {
        let means = losses.take()
        guard !means.isEmpty else { return [] }
        return means + temperatures.indices.map { ("temperature/\(temperatures[$0].name)", Double(alphas[$0])) }
    }

    public func visit<V: StateVisitor & ~Copyable>(_ visitor: inout V) throws(V.Failure) {
        try policy.visit("actor", &visitor)
        for index in critics.indices {
            try critics[index].visit("critic\(index)", &visitor)
            try visitor.visit("targetCritic\(index)/parameters", targets[index])
        }
        for part in temperatures.indices {
            try temperatures[part].visit("temperature/\(temperatures[part].name)", &visitor)
        }
        try replay.visit("replay", &visitor)
        try random.visit("random", &visitor)
        try visitor.visit("steps", &steps)
        try visitor.visit("transitions", &transitions)
    }
}
