/// One way of writing down an action: a name and its tensors (a hybrid action has a discrete one and a box).
public struct ActionSpace: Sendable, Hashable {
    public let name: String
    public let tensors: [TensorSpace]

    public init(name: String, tensors: [TensorSpace]) {
        self.name = name
        self.tensors = tensors
    }
}

/// One decision within a slot: who decides, what they see, and the forms in which they may answer.
public struct Stage: Sendable, Hashable {
    public let name: String
    public let role: Role
    /// What the model lets the deciding agent see.
    public let observation: [TensorSpace]
    /// The full static instance and what earlier stages of the slot decided; sent only to a policy that asked for it.
    ///
    /// Shapes here are per environment: a batch has shape `[rows] + shape`, without an agent axis.
    public let instance: [TensorSpace]
    /// The forms an action may take; the first is the default.
    public let actions: [ActionSpace]

    public init(
        name: String, role: Role, observation: [TensorSpace], instance: [TensorSpace], actions: [ActionSpace]
    ) {
        precondition(!actions.isEmpty, "a stage needs an action space")
        self.name = name
        self.role = role
        self.observation = observation
        self.instance = instance
        self.actions = actions
    }
}
