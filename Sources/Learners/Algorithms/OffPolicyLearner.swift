/// An agent that learns from transitions kept in a replay buffer.
///
/// A class, because whoever plays while it learns plays with the weights it has just learned. States are rows of numbers;
/// actions are encoded as its critics take them, within the range of its squash.
public protocol OffPolicyLearner: AnyObject {
    associatedtype Configuration: OffPolicyConfiguration

    /// A learner with random weights.
    init(_ design: AgentDesign, _ configuration: Configuration, seed: UInt64)

    /// The policy that it learns.
    var actor: Actor { get }

    /// Room for exploring in up to `rows` states at a time.
    func makeRoom(rows: Int) -> ActingRoom

    /// Decides in the states of the first `rows` rows of `room` as in training: with noise, and at random before the end of
    /// the warm-up.
    func explore(in room: ActingRoom, rows: Int)

    /// Keeps a transition.
    func remember(_ transition: Transition)

    /// Takes one gradient step on a minibatch; none before the end of the warm-up.
    func learn()

    /// Gradient steps taken.
    var steps: UInt64 { get }

    /// Losses and the like, means over the gradient steps since they were last taken.
    func takeMetrics() -> [(name: String, value: Double)]

    /// Shows everything that is needed to go on bit for bit: weights, optimisers, transitions, random numbers.
    func visit<V: StateVisitor & ~Copyable>(_ visitor: inout V) throws(V.Failure)
}
