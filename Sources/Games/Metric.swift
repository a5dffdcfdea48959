/// Something a game measures in every slot, and how to read a difference in it.
public struct Metric: Sendable, Hashable {
    /// Which way is better.
    public enum Direction: String, Sendable, Hashable {
        case higher
        case lower
    }

    /// How large a difference must be before it matters.
    public enum Margin: Sendable, Hashable {
        /// A share of the absolute mean of the first arm.
        case shareOfMean(Double)
        /// A share of the absolute mean that the first arm has in the metric named: what a regret is a part of.
        case shareOfMeanOf(String, Double)
        /// An absolute amount in the metric's unit.
        case absolute(Double)
    }

    /// What a value says more as a share of, such as what is at stake in the game.
    public struct Scale: Sendable, Hashable {
        /// Its name in the game's terms, for example `mean gammaA`.
        public let name: String
        /// In the metric's unit, above 0.
        public let value: Double

        public init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }

    public let name: String
    /// The unit as it stands in a column head, for example `utility`.
    public let unit: String
    public let direction: Direction
    public let margin: Margin
    /// Whether it must not get worse, whatever the primary metric says: a regret, a distance from equilibrium.
    public let isGuardrail: Bool
    /// Whether it says how near play is to equilibrium or optimum, the optimum's own value included.
    public let isCertificate: Bool
    /// What values are also shown as shares of; nil where they speak for themselves.
    ///
    /// A share is the same measurement in another unit: a metric of its own would be tested, and corrected for, twice.
    public let scale: Scale?

    public init(
        name: String, unit: String, direction: Direction, margin: Margin = .shareOfMean(0.01),
        isGuardrail: Bool = false, isCertificate: Bool = false, scale: Scale? = nil
    ) {
        self.name = name
        self.unit = unit
        self.direction = direction
        self.margin = margin
        self.isGuardrail = isGuardrail
        self.isCertificate = isCertificate
        self.scale = scale
    }
}
