import Policy

/// One value of a training run's curves.
public struct CurvePoint: Sendable, Equatable {
    /// Where a value comes from.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// What a training episode earned, exploration included.
        case train
        /// A metric's mean over the evaluation episodes.
        case evaluation
        /// What a learner says about its learning, the mean over a batch of episodes.
        case learner
    }

    /// Training episodes finished.
    public let episode: Int
    /// Training slots finished, all environments together.
    public let slots: Int
    public let kind: Kind
    /// Whose value it is; nil for a metric of the game, whose name says it.
    public let role: Role?
    public let name: String
    /// NaN where it cannot be known.
    public let value: Double

    public init(episode: Int, slots: Int, kind: Kind, role: Role?, name: String, value: Double) {
        self.episode = episode
        self.slots = slots
        self.kind = kind
        self.role = role
        self.name = name
        self.value = value
    }

    /// The head of a table of points (RFC 4180), ended by a newline.
    static let head = csvLine(["episode", "slots", "kind", "role", "name", "value"])

    /// The point's row, ended by a newline.
    var row: String {
        csvLine(["\(episode)", "\(slots)", kind.rawValue, role?.rawValue ?? "", name, csvCell(value)])
    }
}
