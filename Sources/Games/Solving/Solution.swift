/// What a solver found, in a form that prints and compares without knowing the game.
public struct Solution: Sendable, Hashable {
    public let concept: String
    /// What the concept optimises or ends in, in the game's unit; `nil` if the solver did not converge.
    public let value: Double?
    /// The play, in the order of printing.
    public let quantities: [Quantity]
    public let certificate: Certificate

    /// One named array of a play, row-major, for example the prices `[N, M]` in utility/MB.
    public struct Quantity: Sendable, Hashable {
        public enum Values: Sendable, Hashable {
            case reals([Double])
            case integers([Int])
            /// There is no play, so there are no values.
            case unknown
        }

        /// The key in JSON, lowerCamelCase.
        public let name: String
        /// The unit as it stands in a column head, empty where there is none.
        public let unit: String
        /// Empty for a scalar.
        public let shape: [Int]
        public let values: Values

        public init(_ name: String, unit: String, shape: [Int], _ values: Values) {
            self.name = name
            self.unit = unit
            self.shape = shape
            self.values = values
        }
    }

    public init(concept: String, value: Double?, quantities: [Quantity], certificate: Certificate) {
        self.concept = concept
        self.value = value
        self.quantities = quantities
        self.certificate = certificate
    }
}
