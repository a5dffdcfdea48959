/// What operator and users decided in one slot.
public struct OffloadingPlay: Sendable, Equatable {
    /// o, 1 where the operator lets a user offload to a node, shape `[M]`.
    public var modes: [Int32]
    /// p', downlink power in W, shape `[M]`.
    public var powersW: [Double]
    /// s, 0 for the edge server alone, else the node, shape `[M]`.
    public var channels: [Int32]
    /// lambda, share of the work done on the node, shape `[M]`.
    public var splits: [Double]
    /// beta, share of the node asked for, shape `[M]`.
    public var shares: [Double]

    /// Everybody at the edge server alone, at downlink power `powerW`.
    public init(users: Int, powerW: Double) {
        modes = Array(repeating: 0, count: users)
        powersW = Array(repeating: powerW, count: users)
        channels = Array(repeating: 0, count: users)
        splits = Array(repeating: 0, count: users)
        shares = Array(repeating: 0, count: users)
    }
}

/// Whether users split optimally or as they said.
public enum SplitRule: Sendable, Hashable {
    /// lambda and beta solve program (18) at the loads of the profile.
    case optimal
    /// lambda and beta are those of the play; a share beyond 1/n_k is granted to 1/n_k.
    case asPlayed
}
