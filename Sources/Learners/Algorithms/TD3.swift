/// Twin delayed deep deterministic policy gradient.
///
/// Follows Fujimoto, van Hoof & Meger, ICML 2018, Algorithm 1. Deviations:
/// - The noise of target policy smoothing is added before the actor's output is squashed, not to the action (pricing,
///   section 11), so that no probability piles up at the bounds.
/// - A critic's loss may go on linearly from an error on (`errorLimit`); the one reported is that of the squares all the same.
/// - Step sizes and the exploration of choices may fall (``DecaySchedule``); the noise on numbers does not.
/// - An action may have choices (``HybridHead``). They are improved by comparison; the numbers that go with them by gradients
///   that count half by their options' probabilities, as if the policy drew, and half for all options alike. Target policy
///   smoothing leaves both as they are.
/// - Choosing an option may cost the policy what no critic counts (`optionCost`).
/// - Target networks are not used where the discount is 0: nothing is bootstrapped, and their passes are left out.
public final class TD3: OffPolicyLearner {
    /// What can be chosen, each default with its source.
    public struct Configuration: OffPolicyConfiguration {
        /// Transitions kept (pricing, section 11, Table 2).
        public var replay = 2000
        /// Transitions a gradient step (Table 2).
        public var batch = 64
        /// What a reward a step later is worth (Table 2).
        public var discount: Float = 0.99
        /// Step sizes of Adam (the leader's of Table 2).
        public var actorRate: Float = 5e-3
        public var criticRate: Float = 5e-3
        /// How far target networks move a step (Fujimoto 2018, Table 3).
        public var tau: Float = 0.005
        /// Critics' steps to one of the actor and the targets (section 5.2).
        public var policyDelay: UInt64 = 2
        /// Deviation of the noise of target policy smoothing, and its limit (section 6.1).
        public var targetNoise: Float = 0.2
        public var targetNoiseLimit: Float = 0.5
        /// Deviation of the noise on squashed numbers in exploration: 0.1 is a tenth of the logistic function's range and a
        /// twentieth of tanh's (section 6.1, with tanh).
        public var explorationNoise: Float = 0.1
        /// Where a critic's loss goes on linearly, as DQN's does at 1 (Mnih 2015); infinite where every error counts by its
        /// square.
        ///
        /// A limit keeps rare disasters from drowning what is usual.
        public var errorLimit = Float.infinity
        /// What is left of the exploration of choices at the end of the decay.
        public var lastExploration: Float = 0.1
        /// Random transitions before learning begins (pricing, section 11: 64 slots).
        public var warmUp = 64
        public var squash = Squash.logistic
        /// The share of choices that are drawn uniformly in training.
        public var choiceExploration: Float = 0.2
        /// How whole actions are compared where they have choices.
        public var candidates = CandidateComparison()
        /// Gradient steps over which step sizes and the exploration of choices fall; 0 for never.
        public var decaySteps: UInt64 = 0

        public init() {}
    }

    public let configuration: Configuration
    public let actor: Actor

    private var policy: TrainedNetwork
    private var critics: [TrainedNetwork]
    /// Parameters of the target networks.
    private let targetActor: Matrix
    private let targetCritics: [Matrix]
    private var replay: ReplayBuffer
    private var random: RandomSequence
    public private(set) var steps: UInt64 = 0
    public private(set) var transitions: UInt64 = 0

    // Room for a gradient step, made once.
    private let minibatch: Minibatch
    private let actorRoom: Workspace
    private let head: any DeterministicPolicyHead
    private let criticRooms: [Workspace]
    private let returns: Matrix
    /// Values of every valued action, `[valuedActions, batch]`.
    private let values: Matrix
    private var losses = LossMeans(["criticLoss", "actorLoss"])

    /// A learner with random weights.
    public init(_ design: AgentDesign, _ configuration: Configuration, seed: UInt64) {
        self.configuration = configuration
        actor = Actor(design, .deterministic, squash: configuration.squash)
        random = RandomSequence(seed: seed)
        policy = TrainedNetwork(actor.network, actor.parameters, rate: configuration.actorRate, &random)
        critics = []
        for _ in 0..<2 {
            critics.append(TrainedNetwork(design.critic(), rate: configuration.criticRate, &random))
        }
        targetActor = policy.copyOfParameters()
        targetCritics = critics.map { $0.copyOfParameters() }
        replay = ReplayBuffer(
            capacity: configuration.replay, stateWidth: actor.design.stateWidth, actionWidth: design.actionWidth,
            keepsNextStates: configuration.bootstraps)
        minibatch = Minibatch(rows: configuration.batch, of: replay)
        actorRoom = policy.network.workspace(rows: configuration.batch)
        head = design.deterministicHead(
            rows: configuration.batch, squash: configuration.squash, configuration.candidates)
        values = Matrix(rows: head.valuedActions, columns: configuration.batch)
        criticRooms = critics.map { $0.network.workspace(rows: configuration.batch) }
        returns = Matrix(rows: configuration.batch, columns: 1)
    }

    // MARK: Acting

    public func makeRoom(rows: Int) -> ActingRoom { actor.makeRoom(rows: rows) }

    public func explore(in room: ActingRoom, rows: Int) {
        guard transitions >= configuration.warmUp else { return room.head.sampleUniformly(rows: rows, &random) }
        actor.decide(in: room, rows: rows)
        guard let head = room.head as? any DeterministicPolicyHead else { return }
        head.explore(
            rows: rows, deviation: configuration.explorationNoise,
            choiceShare: configuration.choiceExploration
                * schedule.value(at: steps, from: 1, to: configuration.lastExploration), &random)
    }

    public func remember(_ transition: Transition) {
        transitions += 1
        replay.append(transition)
    }

    // MARK: Learning

    private var schedule: DecaySchedule { DecaySchedule(steps: configuration.decaySteps) }

    public func learn() {
        guard transitions >= configuration.warmUp, replay.count > 0 else { return }
        steps += 1
        policy.rate = configuration.actorRate * schedule.rate(at: steps)
        for index in critics.indices { critics[index].rate = configuration.criticRate * schedule.rate(at: steps) }
        // 1. A minibatch of transitions.
        replay.sample(into: minibatch, &random)
        // 2. What they returned: the reward, and the value of what came next by the more pessimistic target.
        evaluateReturns()
        // 3. Each critic towards it.
        improveCritics()
        guard steps.isMultiple(of: configuration.policyDelay) else { return }
        // 4. The policy towards what the first critic values.
        improveActor()
        // 5. Targets after the networks.
        guard configuration.bootstraps else { return }
        NetworkKernel.blend(configuration.tau, of: policy.parameters, into: targetActor)
        for index in critics.indices {
            NetworkKernel.blend(configuration.tau, of: critics[index].parameters, into: targetCritics[index])
        }
    }

    /// y = r + d min Q'(s', a') with a' the target policy's smoothed action; d = 0 after a terminal state.
    private func evaluateReturns() {
        let rows = minibatch.rows
        guard configuration.bootstraps else {
            for row in 0..<rows { returns[row] = minibatch.rewards[row] }
            return
        }
        actorRoom.input.copy(minibatch.nextStates, rows: rows)
        policy.network.forward(targetActor, rows: rows, actorRoom)
        head.decide(
            actorRoom.output, rows: rows, smoothing: configuration.targetNoise, limit: configuration.targetNoiseLimit,
            &random)
        for index in critics.indices {
            criticRooms[index].input.join(minibatch.nextStates, head.actions, rows: rows)
            critics[index].network.forward(targetCritics[index], rows: rows, criticRooms[index])
        }
        let (first, second) = (criticRooms[0].output, criticRooms[1].output)
        for row in 0..<rows {
            returns[row] =
                minibatch.rewards[row]
                + configuration.discount * (1 - minibatch.isTerminal[row]) * min(first[row], second[row])
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

    /// Mean of -Q1(s, pi(s)).
    private func improveActor() {
        let rows = minibatch.rows
        actorRoom.input.copy(minibatch.states, rows: rows)
        policy.forward(rows: rows, actorRoom)
        head.drawForImprovement(actorRoom.output, rows: rows, &random)
        let room = criticRooms[0]
        room.input.join(minibatch.states, head.actions, rows: rows)
        losses.add(critics[0].value(head, into: values, rows: rows, room, from: actor.design.stateWidth), to: 1)
        head.backward(values: values, temperatures: [], actorRoom.output, rows: rows, into: actorRoom.outputGradient)
        policy.descend(rows: rows, actorRoom)
    }

    // MARK: State

    public func takeMetrics() -> [(name: String, value: Double)] { losses.take() }

    public func visit<V: StateVisitor & ~Copyable>(_ visitor: inout V) throws(V.Failure) {
        try policy.visit("actor", &visitor)
        try visitor.visit("targetActor/parameters", targetActor)
        for index in critics.indices {
            try critics[index].visit("critic\(index)", &visitor)
            try visitor.visit("targetCritic\(index)/parameters", targetCritics[index])
        }
        try replay.visit("replay", &visitor)
        try random.visit("random", &visitor)
        try visitor.visit("steps", &steps)
        try visitor.visit("transitions", &transitions)
    }
}
