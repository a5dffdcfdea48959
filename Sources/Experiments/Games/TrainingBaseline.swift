import Policy

/// A pair of known policies that stands beside what was learned: a learner that does not beat it has learned little.
public struct TrainingBaseline: Sendable, Hashable {
    /// Whose learner it is to be compared with.
    public let role: Role
    /// The policies as an arm names them, our own.
    public let `operator`: String
    public let followers: String
    /// Whether they play a solution of the game, which says something of a learner whoever it learned against.
    public let isSolution: Bool

    public init(of role: Role, operator: String, followers: String, isSolution: Bool = false) {
        self.role = role
        self.operator = `operator`
        self.followers = followers
        self.isSolution = isSolution
    }

    /// Whether the same is played for `other`.
    public func isPlayed(as other: TrainingBaseline) -> Bool {
        `operator` == other.operator && followers == other.followers
    }

    /// Whether it says something of a run of `arm` in which the sides `learning` learn: its other side is the frozen one, or
    /// learns as well, or it is a solution.
    func fits(_ arm: ArmReference, learning: [Role]) -> Bool {
        guard learning.contains(role) else { return false }
        if isSolution { return true }
        let (other, name) = role == .operator ? (Role.followers, followers) : (Role.operator, `operator`)
        return learning.contains(other) || arm.name(of: other) == name
    }
}
