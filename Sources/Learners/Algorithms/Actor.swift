/// A policy: a network, its parameters, and what its output means.
///
/// A class, because whoever plays while it learns plays with the weights that it has just learned. Playing needs nothing
/// else of a learner, so that a policy read from a file is one too.
public final class Actor {
    /// What an actor's output is.
    public enum Kind: String, Sendable, Hashable {
        /// The action itself, before it is squashed.
        case deterministic
        /// A distribution of which the likeliest action is played.
        case stochastic
    }

    public let design: AgentDesign
    public let kind: Kind
    public let squash: Squash
    let network: any Network
    let parameters: Matrix

    /// A policy whose parameters are all 0.
    public init(_ design: AgentDesign, _ kind: Kind, squash: Squash) {
        self.design = design
        self.kind = kind
        self.squash = squash
        network = design.actor(outputs: design.action.parameterWidth(kind))
        parameters = Matrix(rows: 1, columns: network.parameterCount)
    }

    /// Room for deciding in up to `rows` states at a time.
    public func makeRoom(rows: Int) -> ActingRoom {
        ActingRoom(network.workspace(rows: rows), head(rows: rows))
    }

    private func head(rows: Int) -> any Head {
        switch (kind, design.action) {
        case (.deterministic, _): design.deterministicHead(rows: rows, squash: squash)
        case (.stochastic, .numbers(let count)):
            GaussianHead(rows: rows, dimensions: count, squash: squash)
        case (.stochastic, .choices(let count, let options, let allowsNone)):
            HybridHead(
                rows: rows, ChoiceShape(choices: count, options: options, allowsNone: allowsNone), squash: squash)
        }
    }

    /// Its parameters by name, in their order.
    public var blocks: [ParameterBlock] { network.blocks }

    /// The numbers of `block`.
    public func values(of block: ParameterBlock) -> [Float] {
        (block.offset..<block.offset + block.count).map { parameters[$0] }
    }

    /// Puts `values` in the place of those of `block`.
    public func set(_ block: ParameterBlock, to values: [Float]) {
        precondition(values.count == block.count, "\(values.count) numbers for \(block.name) \(block.shape)")
        for (index, value) in values.enumerated() { parameters[block.offset + index] = value }
    }

    /// Decides in the states of the first `rows` rows of `room`.
    public func decide(in room: ActingRoom, rows: Int) {
        network.forward(parameters, rows: rows, room.workspace)
        room.head.decide(room.workspace.output, rows: rows)
    }
}

/// Where an agent's decisions are made, with room for a number of rows.
public final class ActingRoom {
    let workspace: Workspace
    let head: any Head

    init(_ workspace: Workspace, _ head: any Head) {
        self.workspace = workspace
        self.head = head
    }

    /// What is decided in, shape `[rows, stateWidth]`; filled by who asks.
    public var states: Matrix { workspace.input }
    /// What was decided, shape `[rows, actionWidth]`.
    public var actions: Matrix { head.actions }
}
