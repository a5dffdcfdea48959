import Policy

extension OffloadingGame {
    /// The stages of a slot, in order.
    enum Stages: Int, CaseIterable {
        case mode
        case power
        case associate

        init(_ index: Int) {
            guard let stage = Stages(rawValue: index) else { preconditionFailure("no stage \(index)") }
            self = stage
        }
    }

    /// The forms of the operator's scores.
    enum ModeSpace: Int {
        /// A score in -1...1 a user.
        case score
        /// Any number a user: what an unclipped Gaussian gives.
        case unbounded

        init(_ index: Int) {
            guard let space = ModeSpace(rawValue: index) else { preconditionFailure("no action space \(index)") }
            self = space
        }
    }

    /// The forms of the operator's powers.
    enum PowerSpace: Int {
        /// p' in W.
        case watts
        /// A place on a logarithmic scale.
        case log

        init(_ index: Int) {
            guard let space = PowerSpace(rawValue: index) else { preconditionFailure("no action space \(index)") }
            self = space
        }
    }

    static func stages(
        of instance: OffloadingInstance, _ features: OffloadingFeatures, _ description: OffloadingDescription
    ) -> [Stage] {
        let (users, nodes) = (instance.userCount, instance.nodeCount)
        let powers = instance.model.values.lowestPowerW...instance.model.values.highestPowerW
        // Shared context, the same for everybody.
        let context =
            switch features.extent {
            case .full: [TensorSpace.box("nodes", shape: [nodes], 0...1)]
            case .paper: [TensorSpace]()
            }
        // One pair of bounds for all elements, because one an element would fill a frame for thousands of users.
        func everybody(_ stage: Stages) -> [TensorSpace] {
            let width = features.width(of: stage, nodes: nodes)
            return [.box("users", shape: [users, width], features.bounds)] + context
        }
        let modes = TensorSpace.discrete("o", shape: [users], count: 2)
        let downlink = TensorSpace.box("p_dl", shape: [users], powers)
        return [
            Stage(
                name: "mode", role: .operator, observation: everybody(.mode), instance: description.spaces,
                actions: [
                    ActionSpace(name: "score", tensors: [.box("score", shape: [users], -1...1)]),
                    ActionSpace(
                        name: "unbounded", tensors: [.box("score", shape: [users], -Double.infinity...Double.infinity)]),
                ]),
            Stage(
                name: "power", role: .operator, observation: everybody(.power), instance: description.spaces + [modes],
                actions: [
                    ActionSpace(name: "watts", tensors: [downlink]),
                    ActionSpace(name: "log", tensors: [.box("a", shape: [users], 0...1)]),
                ]),
            Stage(
                name: "associate", role: .followers,
                observation: [
                    .box("user", shape: [features.width(of: .associate, nodes: nodes)], features.bounds)
                ] + context,
                instance: description.spaces + [modes, downlink],
                actions: [
                    ActionSpace(
                        name: "split",
                        tensors: [
                            .discrete("station", count: Int32(nodes + 1)), .box("lambda", shape: [], 0...1),
                            .box("beta", shape: [], 0...1),
                        ])
                ]),
        ]
    }
}
