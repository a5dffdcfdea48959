import Checkpoints
import Learners
import Policy
import System

/// The agents of one process: independent learners, or policies that only play.
///
/// A class, so that a session that evaluates shares the weights of the one that trains.
final class AgentGroup<Algorithm: LearningAlgorithm> {
    /// Their numbers in the game.
    let agents: Range<Int>
    /// What they decide in.
    let space: ActionSpace
    /// What they see.
    let encoder: ObservationEncoder
    /// What their numbers mean.
    let decoder: ActionDecoder
    private let training: Training?
    /// One an agent in training, once there are weights; empty in evaluation.
    private(set) var learners: [Algorithm.Learner] = []
    /// One an agent, once there are weights.
    private(set) var actors: [Actor] = []
    /// Gradient steps that an agent had behind it in the checkpoint that the training began with.
    private var stepsBefore: UInt64 = 0

    /// What learners are made of.
    private struct Training {
        let session: Session
        let design: AgentDesign
        /// What a checkpoint says of the policies.
        let description: PolicyModel.Description
        let configuration: Algorithm.Learner.Configuration
        /// Whether what falls does so over all of the training, what is behind a checkpoint included.
        let decaysOverTraining: Bool
        /// Gradient steps of each agent after a slot.
        let gradientSteps: Int

        /// A learner with random weights, of a training that began after `steps` gradient steps.
        func learner(after steps: UInt64, seed: UInt64) -> Algorithm.Learner {
            var configuration = configuration
            if decaysOverTraining { configuration.decaySteps += steps }
            return Algorithm.Learner(design, configuration, seed: seed)
        }
    }

    /// Learners of the session's agents, without weights yet.
    ///
    /// - Throws: ``PolicyError`` naming the option that is wrong.
    init(training session: Session, _ options: LearnerOptions) throws(PolicyError) {
        let configuration = try Algorithm.configuration(options)
        let stage = session.stages[0]
        agents = session.agents
        space = try options.actionSpace(of: stage)
        decoder = try ActionDecoder(
            space, shares: configuration.squash.range,
            floor: Double(try options.number("number-floor", in: 0...0.99, 0)))
        if case .choices = decoder.action, Algorithm.kind == .deterministic, configuration.candidates.count == 0 {
            throw PolicyError(
                "a choice, as action space \(space.name) has, gives \(Algorithm.name) no gradient: set candidates= to "
                    + "compare actions, 16 for example, or name a space of numbers with action=")
        }
        try options.check(decoder.action, of: space, in: stage)
        encoder = ObservationEncoder(
            stage.observation, try options.normalisation(tensors: stage.observation.count))
        let design = AgentDesign(stateWidth: encoder.width, action: decoder.action, body: try options.body(of: stage))
        if let problem = design.problem { throw PolicyError(problem) }
        try LearnerMemory(of: session.agents.count, design, configuration).check(within: MemoryLimit.byteCount)
        training = Training(
            session: session, design: design,
            description: PolicyModel.Description(
                actionSpace: space.name, kind: Algorithm.kind, squash: configuration.squash, body: design.body,
                normalisation: encoder.normalisation, numberFloor: decoder.floor, agents: session.agents),
            configuration: configuration, decaysOverTraining: options.decaysOverTraining,
            gradientSteps: try options.gradientSteps)
        if let folder = options["checkpoint"], !session.isResumed {
            let part = CheckpointPart.parts(at: folder, of: session.agents)[0]
            stepsBefore = try LearnerState.steps(of: session.agents.lowerBound, in: part.path)
            try takeOver(folder)
        }
    }

    /// The policies of the session's agents that the checkpoint at `path` holds.
    ///
    /// - Throws: ``PolicyError`` where it cannot be read, or is of something else.
    init(playing session: Session, from path: String) throws(PolicyError) {
        let stage = session.stages[0]
        let parts = CheckpointPart.parts(at: path, of: session.agents)
        let (_, description) = try PolicyModel.read(from: parts[0].path, for: session, algorithm: Algorithm.name)
        guard let space = stage.actions.first(where: { $0.name == description.actionSpace }) else {
            throw PolicyError("\(path) decides in \(description.actionSpace), which stage \(stage.name) has not")
        }
        self.space = space
        agents = session.agents
        decoder = try ActionDecoder(space, shares: description.squash.range, floor: description.numberFloor)
        training = nil
        guard description.normalisation.count == stage.observation.count else {
            throw PolicyError("\(path) sees \(description.normalisation.count) tensors, not those of \(stage.name)")
        }
        encoder = ObservationEncoder(stage.observation, description.normalisation)
        let design = AgentDesign(stateWidth: encoder.width, action: decoder.action, body: description.body)
        if let problem = design.problem { throw PolicyError("\(path): \(problem)") }
        for part in parts {
            let (model, own) = try PolicyModel.read(from: part.path, for: session, algorithm: Algorithm.name)
            guard own.difference(from: description) == nil else {
                throw PolicyError("\(part.path) is not of the same training run as \(parts[0].path)")
            }
            actors += try PolicyModel.actors(in: model, own, of: part.agents, design)
        }
    }

    /// Whether a transition is complete only with the next state.
    var needsNextState: Bool { training.map { $0.configuration.bootstraps } ?? false }

    /// Makes learners whose randomness is keyed by `seed`, unless there are some.
    ///
    /// Agent n's own seed is made of its number in the game, so that it learns the same whoever shares its process.
    func begin(seed: UInt64) {
        guard let training, learners.isEmpty else { return }
        adopt(
            agents.map { n in
                training.learner(after: stepsBefore, seed: seed &+ UInt64(n) &* 0x9E37_79B9_7F4A_7C15)
            })
    }

    private func adopt(_ learners: [Algorithm.Learner]) {
        self.learners = learners
        actors = learners.map(\.actor)
    }

    /// Takes the gradient steps that belong to a slot.
    func learn() {
        for learner in learners {
            for _ in 0..<(training?.gradientSteps ?? 0) { learner.learn() }
        }
    }

    /// Means over agents of what they have to say; nil where nothing was learned.
    func takeMetrics() -> LearningMetrics? {
        guard let first = learners.first else { return nil }
        var metrics = LearningMetrics(step: first.steps, values: [])
        for learner in learners {
            for (index, (name, value)) in learner.takeMetrics().enumerated() {
                let share = value / Double(learners.count)
                if index < metrics.values.count {
                    metrics.values[index].value += share
                } else {
                    metrics.values.append((name, share))
                }
            }
        }
        return metrics.values.isEmpty ? nil : metrics
    }

    // MARK: Checkpoints

    func save(to folder: String) throws(PolicyError) {
        guard let training, !learners.isEmpty else {
            throw PolicyError("nothing is learned before the first reset of a session that trains")
        }
        let model = try PolicyModel.model(
            of: actors, training.session, encoder, decoder, algorithm: Algorithm.name)
        try checkpoint { () throws(CheckpointError) in try model.write(to: "\(folder)/\(PolicyModel.file)") }
        try LearnerState.write(
            learners, of: agents, stepsBefore: stepsBefore, to: "\(folder)/\(LearnerState.file)")
    }

    /// Goes on with the training that saved the checkpoint in `folder`.
    func load(from folder: String) throws(PolicyError) {
        guard training != nil else { throw PolicyError("a session that only plays loads nothing: name checkpoint=") }
        let part = CheckpointPart.parts(at: folder, of: agents)[0]
        stepsBefore = try LearnerState.stepsBefore(in: part.path)
        try takeOver(folder)
    }

    /// Takes over everything that was learned in the checkpoint in `folder`.
    private func takeOver(_ folder: String) throws(PolicyError) {
        guard let training else { return }
        let learners = agents.map { _ in training.learner(after: stepsBefore, seed: 0) }
        for part in CheckpointPart.parts(at: folder, of: agents) {
            // The policy beside the state says whose it is.
            let (_, description) = try PolicyModel.read(
                from: part.path, for: training.session, algorithm: Algorithm.name)
            if let (options, theirs, own) = description.difference(from: training.description) {
                throw PolicyError(
                    "\(part.path) was trained with other options than these: \(options) come to \(theirs) there and to "
                        + "\(own) here; name those that it was trained with")
            }
            let first = agents.lowerBound
            try LearnerState.read(
                into: Array(learners[part.agents.lowerBound - first..<part.agents.upperBound - first]), of: part.agents,
                from: "\(part.path)/\(LearnerState.file)")
        }
        adopt(learners)
    }
}
