/// Who decides: the operator (the leader, who moves first) or the followers (who answer what the operator posted).
public enum Role: String, Sendable, Hashable, CaseIterable {
    case `operator`
    case followers
}
