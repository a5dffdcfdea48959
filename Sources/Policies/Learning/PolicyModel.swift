import Checkpoints
import Learners
import Policy
import System

/// Policies of one session's agents as an ONNX model: from what they see to what they do, a network an agent.
///
/// Input `observation` of `[B, A, d]`, the stage's tensors one after the other; outputs the tensors of the action space
/// under their names, each of `[B, A, shape...]`. What the graph does not say is in the metadata.
enum PolicyModel {
    /// The file in a checkpoint's folder.
    static let file = "policy.onnx"

    private enum Key: String {
        case algorithm
        case scenario
        case scenarioHash
        case role
        case stage
        case actionSpace
        case firstAgent
        case agents
        case kind
        case squash
        case body
        case normalisation
        case numberFloor
    }

    /// What the file says beside the networks.
    struct Description {
        let actionSpace: String
        let kind: Actor.Kind
        let squash: Squash
        let body: AgentDesign.Body
        let normalisation: [ObservationEncoder.Normalisation]
        let numberFloor: Double
        /// Numbers in the game of the agents whose networks it holds.
        let agents: Range<Int>

        /// Where it is not what `other` is, so that networks of both cannot play side by side: the options that say so, and
        /// what they come to in either.
        func difference(from other: Description) -> (options: String, own: String, other: String)? {
            if actionSpace != other.actionSpace { return ("action", actionSpace, other.actionSpace) }
            if body != other.body { return ("network and hidden", "\(body)", "\(other.body)") }
            if squash != other.squash { return ("squash", squash.rawValue, other.squash.rawValue) }
            if normalisation != other.normalisation {
                return (
                    "observation-scale and observation-shift", PolicyModel.text(of: normalisation),
                    PolicyModel.text(of: other.normalisation)
                )
            }
            if numberFloor != other.numberFloor { return ("number-floor", "\(numberFloor)", "\(other.numberFloor)") }
            return nil
        }
    }

    // MARK: Writing

    /// The model of `actors`, whose numbers mean what `decoder` says.
    static func model(
        of actors: [Actor], _ session: Session, _ encoder: ObservationEncoder, _ decoder: ActionDecoder,
        algorithm: String
    ) throws(PolicyError) -> OnnxModel {
        let (design, squash) = (actors[0].design, actors[0].squash)
        var graph = GraphBuilder(name: "\(algorithm)-\(session.role.rawValue)")
        let observation = graph.input("observation", ["B", .fixed(actors.count), .fixed(design.stateWidth)])
        let (scales, shifts) = encoder.rowNormalisation
        let state = graph.scaled(observation, "observation", by: scales, plus: shifts)
        let output = graph.body(of: actors, state)
        graph.writeActions(of: output, decoder, actors[0].kind, squash)
        let metadata: [(Key, String)] = [
            (.algorithm, algorithm), (.scenario, session.scenario), (.scenarioHash, session.scenarioHash),
            (.role, session.role.rawValue), (.stage, session.stages[0].name), (.actionSpace, decoder.space.name),
            (.firstAgent, "\(session.agents.lowerBound)"), (.agents, "\(actors.count)"),
            (.kind, actors[0].kind.rawValue), (.squash, squash.rawValue), (.body, design.body.description),
            (.normalisation, text(of: encoder.normalisation)),
            (.numberFloor, "\(decoder.floor)"),
        ]
        return graph.model(metadata: metadata.map { .init($0.0.rawValue, $0.1) })
    }

    // MARK: Reading

    /// Reads the checkpoint at `path`, a folder or a model file, and what it says about itself.
    ///
    /// - Throws: ``PolicyError`` where it cannot be read, or is of another algorithm, scenario or role.
    static func read(
        from path: String, for session: Session, algorithm: String
    ) throws(PolicyError) -> (model: OnnxModel, description: Description) {
        let file = FileReplacement.target(at: path) == .folder ? "\(path)/\(file)" : path
        let model = try checkpoint { () throws(CheckpointError) in try OnnxModel(contentsOf: file) }
        func text(_ key: Key) throws(PolicyError) -> String {
            try checkpoint { () throws(CheckpointError) in try model.value(of: key.rawValue) }
        }
        func value<Value>(_ key: Key, _ parse: (String) -> Value?) throws(PolicyError) -> Value {
            let text = try text(key)
            guard let value = parse(text) else {
                throw PolicyError("\(file): \(key.rawValue) is '\(text)', which this version does not know")
            }
            return value
        }
        guard try text(.algorithm) == algorithm else {
            throw PolicyError("\(file) was learned by \(try text(.algorithm)), not \(algorithm): name that plugin")
        }
        guard try text(.role) == session.role.rawValue else {
            throw PolicyError("\(file) plays \(try text(.role)), not \(session.role.rawValue)")
        }
        guard try text(.scenarioHash) == session.scenarioHash else {
            throw PolicyError(
                "\(file) was trained on \(try text(.scenario)) with other parameters than this scenario's; "
                    + "train one with: firstmover train \(session.scenario)")
        }
        let (first, count) = (try value(.firstAgent) { Int($0) }, try value(.agents) { Int($0) })
        guard (0...1 << 20).contains(first), (1...1 << 20).contains(count) else {
            throw PolicyError("\(file) holds \(count) agents from \(first) on, which cannot be")
        }
        return (
            model,
            Description(
                actionSpace: try text(.actionSpace), kind: try value(.kind, Actor.Kind.init),
                squash: try value(.squash, Squash.init), body: try value(.body, AgentDesign.Body.init),
                normalisation: try value(.normalisation, normalisation),
                numberFloor: try value(.numberFloor) { Double($0).flatMap { (0..<1).contains($0) ? $0 : nil } },
                agents: first..<first + count)
        )
    }

    private static func text(of normalisation: [ObservationEncoder.Normalisation]) -> String {
        normalisation.map { "\($0.scale) \($0.shift)" }.joined(separator: "; ")
    }

    /// A scale and a shift of each tensor, as ``model(of:_:_:_:algorithm:)`` writes them.
    private static func normalisation(_ text: String) -> [ObservationEncoder.Normalisation]? {
        var normalisation: [ObservationEncoder.Normalisation] = []
        for pair in text.split(separator: ";") {
            let numbers = pair.split(separator: " ").compactMap { Float($0) }
            guard numbers.count == 2, numbers.allSatisfy(\.isFinite) else { return nil }
            normalisation.append(.init(scale: numbers[0], shift: numbers[1]))
        }
        return normalisation
    }

    /// The policies of `agents`.
    ///
    /// - Throws: ``PolicyError`` where the model has none for some of them, or another shape.
    static func actors(
        in model: OnnxModel, _ description: Description, of agents: Range<Int>, _ design: AgentDesign
    ) throws(PolicyError) -> [Actor] {
        let count = description.agents.count
        guard description.agents.contains(agents) else {
            throw PolicyError(
                "\(model.origin) holds policies of agents \(description.agents), not of \(agents)")
        }
        // What the file claims is held against what is in it before there is room made for it.
        var weights: [(block: ParameterBlock, values: [Float])] = []
        for block in design.actorBlocks(description.kind) {
            let shape = GraphBuilder.stored(block, networks: count, description.body)
            weights.append(
                (block, try checkpoint { () throws(CheckpointError) in try model.weights(block.name, shape: shape) }))
        }
        var actors: [Actor] = []
        for n in agents {
            let actor = Actor(design, description.kind, squash: description.squash)
            for (block, values) in weights {
                let first = (n - description.agents.lowerBound) * block.count
                actor.set(block, to: Array(values[first..<first + block.count]))
            }
            actors.append(actor)
        }
        return actors
    }
}

extension Range<Int> {
    /// Whether every index of `other` is one of these.
    fileprivate func contains(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}

/// What `body` gives, or the trouble with a checkpoint as a policy tells it.
func checkpoint<Result>(_ body: () throws(CheckpointError) -> Result) throws(PolicyError) -> Result {
    do throws(CheckpointError) {
        return try body()
    } catch {
        throw PolicyError("\(error)")
    }
}
