/// Something of which a run can report every value rather than the mean alone.
public struct Distribution: Sendable, Hashable {
    /// Of what it has a value.
    public enum Level: String, Sendable, Hashable {
        /// One value for every agent that played the slot.
        case agent
        /// One value for the slot as a whole.
        case slot
    }

    /// The key in results, lowerCamelCase.
    public let name: String
    /// The unit as it stands in a column head, empty where there is none.
    public let unit: String
    public let level: Level

    public init(name: String, unit: String, level: Level) {
        self.name = name
        self.unit = unit
        self.level = level
    }
}
