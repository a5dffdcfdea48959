import Policy

/// EQ-PLC, for both roles: no game; active users go to the nodes in turn, 1 to K and over again, while there is room.
///
/// The operator lets just those offload that so get a node, at the middle of the range of powers unless option `power`
/// says otherwise. Followers take their places, half of the task on the node and an equal share of it; whom another
/// operator did not let stays at the edge server, and keeps its turn.
///
/// - SeeAlso: spec/offloading.md, section 11.
public struct EQPLC: HeuristicPolicy {
    public static let name = "eq-plc"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator, .followers]

    var player = OffloadingHeuristic(.equal, .middle, placement: .equal)

    public init() {}
}
