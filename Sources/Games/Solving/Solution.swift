/// What a solver found, in a form that prints and compares without knowing the game.
public struct Solution: Sendable, Hashable {
    public let concept: String
    /// What the concept optimises or ends in, in the game's unit; `nil` if the solver did not converge.
    public let value: Double?
    /// The play, in the order of printing.
    public let quantities: [Quantity]
    public let certificate: Certificate
    /// What the solver had after each of its rounds, the first one first; empty unless ``SolverOptions/wantsTrace``.
    public let trace: [Step]
    /// Why there is no value, where more is known than that the solver did not converge: half a sentence.
    public let shortcoming: String?
    public let reading: Reading

    /// One round of a trace: the same quantities in every round.
    public typealias Step = [Quantity]

    /// One named array of a play, row-major, for example the prices `[N, M]` in utility/MB.
    public struct Quantity: Sendable, Hashable {
        /// As many as the shape says, one for a scalar.
        public enum Values: Sendable, Hashable {
            case reals([Double])
            case integers([Int])
            case texts([String])
            /// There is no play, so there are no values.
            case unknown

            /// How many there are; `nil` where they are unknown.
            var count: Int? {
                switch self {
                case .reals(let values): values.count
                case .integers(let values): values.count
                case .texts(let values): values.count
                case .unknown: nil
                }
            }
        }

        /// The key in JSON, lowerCamelCase.
        public let name: String
        /// The unit as it stands in a column head, empty where there is none.
        public let unit: String
        /// Empty for a scalar.
        public let shape: [Int]
        public let values: Values

        /// An array of `shape`, by default a scalar.
        public init(_ name: String, unit: String, shape: [Int] = [], _ values: Values) {
            precondition(
                values.count.map { $0 == shape.reduce(1, *) } ?? true,
                "\(values.count ?? 0) values of \(name) in the shape \(shape)")
            self.name = name
            self.unit = unit
            self.shape = shape
            self.values = values
        }
    }

    public init(
        concept: String, value: Double?, quantities: [Quantity], certificate: Certificate, trace: [Step] = [],
        shortcoming: String? = nil, reading: Reading = Reading()
    ) {
        self.concept = concept
        self.value = value
        self.quantities = quantities
        self.certificate = certificate
        self.trace = trace
        self.shortcoming = shortcoming
        self.reading = reading
    }
}
