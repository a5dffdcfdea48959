/// A rule of a game that a decision breaks although each of its elements is within its space.
///
/// Rules that tie one element to another, or to what was decided before, cannot be written as bounds.
public struct DecisionViolation: Hashable, Sendable {
    /// Place of the tensor at fault among those of the action space.
    public let tensor: Int
    /// Environment in the batch.
    public let row: Int
    /// Place of the agent among those who decided.
    public let agent: Int
    /// The rule, and the values that break it.
    public let rule: String

    public init(tensor: Int, row: Int, agent: Int, rule: String) {
        self.tensor = tensor
        self.row = row
        self.agent = agent
        self.rule = rule
    }
}
