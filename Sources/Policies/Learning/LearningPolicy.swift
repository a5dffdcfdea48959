import Learners
import Policy

/// A policy that learns by `Algorithm`, or plays what it has learned: the operator, or followers with independent networks
/// each, who see their own observations only.
///
/// It knows of a game what its session says: one stage, the tensors that agents see, and those that they answer with.
public struct LearningPolicy<Algorithm: LearningAlgorithm>: Policy {
    public static var name: String { Algorithm.name }
    public static var version: String { "0.1.0" }
    public static var learns: Bool { true }

    /// The agents, shared with the session that evaluates them.
    private var agents: AgentGroup<Algorithm>?
    private var play: Play?

    /// What belongs to one session.
    private struct Play {
        let isTraining: Bool
        let rows: Int
        let encoder: ObservationEncoder
        let decoder: ActionDecoder
        /// Where each agent decides; empty before there are weights.
        var rooms: [ActingRoom] = []
        /// What each agent has under way; empty in evaluation.
        var memories: [AgentMemory] = []

        /// Makes the room that agents decide in, once there are agents.
        mutating func prepare(_ agents: AgentGroup<Algorithm>) {
            guard rooms.isEmpty else { return }
            if isTraining {
                rooms = agents.learners.map { $0.makeRoom(rows: rows) }
                memories = agents.learners.map { AgentMemory(rows: rows, $0.actor.design) }
            } else {
                rooms = agents.actors.map { $0.makeRoom(rows: rows) }
            }
        }
    }

    public init() {}

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        guard session.stages.count == 1 else {
            let stages = session.stages.map(\.name).joined(separator: ", ")
            throw PolicyError(
                "\(Algorithm.name) decides once a slot, and here \(session.role.rawValue) decisions are \(session.stages.count): "
                    + "\(stages); name another policy for this game")
        }
        let agents: AgentGroup<Algorithm>
        if let shared = self.agents { agents = shared } else { agents = try Self.agents(for: session) }
        self.agents = agents
        let stage = session.stages[0]
        guard session.agents == agents.agents, agents.encoder.encodes(stage.observation),
            let space = stage.actions.firstIndex(of: agents.space)
        else {
            throw PolicyError("the session whose weights it shares has other agents, observations or actions")
        }
        play = Play(
            isTraining: session.mode == .train, rows: session.rows, encoder: agents.encoder,
            decoder: agents.decoder)
        var acceptance = Acceptance(session)
        acceptance.actionSpaces = [space]
        acceptance.wantsFeedback = session.mode == .train
        return acceptance
    }

    private static func agents(for session: Session) throws(PolicyError) -> AgentGroup<Algorithm> {
        let options = try LearnerOptions(session, algorithm: Algorithm.name)
        guard session.mode == .evaluate else { return try AgentGroup(training: session, options) }
        // What matters in training alone is held to its meaning all the same.
        _ = try Algorithm.configuration(options)
        _ = try options.body(of: session.stages[0])
        _ = try options.normalisation(tensors: session.stages[0].observation.count)
        if let path = options["checkpoint"] { return try AgentGroup(playing: session, from: path) }
        return try AgentGroup(
            playing: session, from: try ShippedCheckpoint.path(for: session, Algorithm.name, options))
    }

    public mutating func reset(row: Int, seed: UInt64) {
        agents?.begin(seed: seed)
        for index in play?.memories.indices ?? 0..<0 { play?.memories[index].reset(row: row) }
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard let agents, var play else { throw PolicyError("it was asked before its session opened") }
        guard !agents.actors.isEmpty else {
            throw PolicyError("it was asked before the training session's first reset")
        }
        // Out of self while it changes, so that it is not copied.
        self.play = nil
        defer { self.play = play }
        play.prepare(agents)
        let rows = observations.rows
        for (index, room) in play.rooms.enumerated() {
            play.encoder.encode(observations, agent: index, into: room.states)
            if play.isTraining {
                play.memories[index].arrive(in: room, rows: rows) { agents.learners[index].remember($0) }
                agents.learners[index].explore(in: room, rows: rows)
                if !observations.isBootstrap { play.memories[index].decide(in: room, rows: rows) }
            } else {
                agents.actors[index].decide(in: room, rows: rows)
            }
            guard (0..<rows * room.actions.columns).allSatisfy({ room.actions[$0].isFinite }) else {
                throw PolicyError(
                    "agent \(agents.agents.lowerBound + index) has diverged, what it decides are no numbers; train again with a "
                        + "smaller rate=")
            }
            play.decoder.decode(room.actions, rows: rows, agent: index, into: &actions.tensors)
        }
    }

    public mutating func learn(from feedback: Feedback) throws(PolicyError) {
        guard let agents, var play else { return }
        self.play = nil
        defer { self.play = play }
        for row in 0..<feedback.rows {
            for index in play.memories.indices {
                // The first component is what an agent maximises.
                let reward = feedback.rewards[(row * play.memories.count + index) * feedback.components.count]
                play.memories[index].earn(
                    Float(reward), row: row, isTerminal: feedback.terminated[row],
                    needsNextState: agents.needsNextState
                ) { agents.learners[index].remember($0) }
            }
        }
        agents.learn()
    }

    public mutating func takeMetrics() -> LearningMetrics? { agents?.takeMetrics() }

    public func save(to path: String) throws(PolicyError) {
        guard let agents else { throw PolicyError("there is nothing to save before a session is open") }
        try agents.save(to: path)
    }

    public mutating func load(from path: String) throws(PolicyError) {
        guard let agents else { throw PolicyError("a session has to be open before a checkpoint is loaded") }
        try agents.load(from: path)
        play?.rooms = []
        play?.memories = []
    }
}
