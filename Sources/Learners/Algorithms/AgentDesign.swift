/// What an agent sees and does, in numbers, and what its networks look like.
public struct AgentDesign: Sendable, Hashable {
    /// What an agent decides.
    public enum Action: Sendable, Hashable {
        /// Numbers, each in a range.
        case numbers(Int)
        /// Choices among options, or none of them where that is allowed, and a number that goes with what was chosen.
        case choices(Int, options: Int, allowsNone: Bool)

        /// Numbers of an encoded action.
        var width: Int {
            switch self {
            case .numbers(let count): count
            case .choices(let count, let options, _): 2 * count * options
            }
        }

        /// Numbers that an actor says for it.
        func parameterWidth(_ kind: Actor.Kind) -> Int {
            switch (self, kind) {
            case (.numbers(let count), .deterministic): count
            case (.numbers(let count), .stochastic): 2 * count
            case (.choices(let count, let options, _), _): 3 * count * options
            }
        }
    }

    /// What lies between a network's inputs and outputs.
    public enum Body: Sendable, Hashable {
        /// Rectified layers of these many units.
        case perceptron(hidden: [Int])
        /// A grid of `rows` and `columns`, over which the state and the action are planes: `depth` rectified layers of
        /// `width` numbers a place, which treat rows alike and columns alike (``GridNetwork``).
        case grid(rows: Int, columns: Int, width: Int, depth: Int)
    }

    /// Numbers of a state.
    public let stateWidth: Int
    public let action: Action
    public let body: Body

    public init(stateWidth: Int, action: Action, body: Body) {
        self.stateWidth = stateWidth
        self.action = action
        self.body = body
    }

    /// Numbers of an encoded action.
    public var actionWidth: Int { action.width }

    /// Numbers between a network's input and its output, for one state.
    public var numbersWithin: Int {
        switch body {
        case .perceptron(let hidden): hidden.reduce(0, +)
        case .grid(let rows, let columns, let width, let depth): rows * columns * width * depth
        }
    }

    /// The network of a policy that says `outputs` numbers.
    func actor(outputs: Int) -> any Network {
        switch body {
        case .perceptron(let hidden): MultilayerPerceptron(input: stateWidth, hidden: hidden, output: outputs)
        case .grid(let rows, let columns, let width, let depth):
            GridNetwork(
                rows: rows, columns: columns, inputPlanes: stateWidth / (rows * columns), width: width, depth: depth,
                pools: [.meanOfColumn, .largestOfColumn, .meanOfRow], output: .planes(outputs / (rows * columns)))
        }
    }

    /// The network that values a state and an action.
    func critic() -> any Network {
        switch body {
        case .perceptron(let hidden):
            return MultilayerPerceptron(input: stateWidth + actionWidth, hidden: hidden, output: 1)
        case .grid(let rows, let columns, let width, let depth):
            let places = rows * columns
            // What is not chosen has no part in what the choice is worth but by what others make of it.
            let gate: Int? = if case .choices = action { stateWidth / places } else { nil }
            return GridNetwork(
                rows: rows, columns: columns, inputPlanes: (stateWidth + actionWidth) / places, width: width,
                depth: depth, pools: [.meanOfColumn, .largestOfColumn, .meanOfRow], output: .value, gate: gate)
        }
    }

    /// What the output of a deterministic policy means.
    func deterministicHead(
        rows: Int, squash: Squash, _ candidates: CandidateComparison = CandidateComparison()
    ) -> any DeterministicPolicyHead {
        switch action {
        case .numbers(let count): DeterministicHead(rows: rows, dimensions: count, squash: squash)
        case .choices(let count, let options, let allowsNone):
            HybridHead(
                rows: rows, ChoiceShape(choices: count, options: options, allowsNone: allowsNone), squash: squash,
                candidates: candidates, isDeterministic: true)
        }
    }

    /// The parameters of a policy's network by name, in their order; none are made.
    public func actorBlocks(_ kind: Actor.Kind) -> [ParameterBlock] {
        actor(outputs: action.parameterWidth(kind)).blocks
    }

    /// Why the networks cannot be of this body, if they cannot.
    public var problem: String? {
        guard case .grid(let rows, let columns, _, _) = body else { return nil }
        let places = rows * columns
        guard stateWidth.isMultiple(of: places), actionWidth.isMultiple(of: places) else {
            return
                "a state of \(stateWidth) and an action of \(actionWidth) numbers are no planes of \(rows) x \(columns)"
        }
        if case .choices(let count, let options, _) = action, (count, options) != (rows, columns) {
            return "\(count) choices among \(options) are no grid of \(rows) x \(columns)"
        }
        return nil
    }
}

extension AgentDesign.Body: CustomStringConvertible {
    /// As files and options have it: `perceptron 64x64`, or `grid 4x2 48x3` with the grid's size, then width and depth.
    public var description: String {
        switch self {
        case .perceptron(let hidden): "perceptron " + hidden.map(String.init).joined(separator: "x")
        case .grid(let rows, let columns, let width, let depth): "grid \(rows)x\(columns) \(width)x\(depth)"
        }
    }

    /// The body that `description` gave; nil where there is none of this description.
    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let sizes = words.dropFirst().map { $0.split(separator: "x").map { Int($0) ?? 0 } }
        // As many layers and units as options allow.
        guard sizes.allSatisfy({ $0.count <= 8 && $0.allSatisfy((1...4096).contains) }) else { return nil }
        switch (words.first, sizes.map(\.count)) {
        case ("perceptron", let counts) where counts.count == 1: self = .perceptron(hidden: sizes[0])
        case ("grid", [2, 2]) where sizes[1][1] <= 8:
            self = .grid(rows: sizes[0][0], columns: sizes[0][1], width: sizes[1][0], depth: sizes[1][1])
        default: return nil
        }
    }
}
