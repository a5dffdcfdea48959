/// How whole actions are compared, so that choices which only improve together are found (``HybridHead``).
public struct CandidateComparison: Sendable, Hashable {
    /// Candidates a state; 0 for none.
    public var count: Int
    /// A difference in value that makes one e times as likely as another.
    public var temperature: Float
    /// How much their likelihood counts beside the values.
    public var weight: Float
    /// What choosing an option costs the policy beside none, so that of actions as good as each other it takes the one that
    /// chooses less.
    public var optionCost: Float

    public init(count: Int = 0, temperature: Float = 0.002, weight: Float = 1, optionCost: Float = 0) {
        self.count = count
        self.temperature = temperature
        self.weight = weight
        self.optionCost = optionCost
    }
}
