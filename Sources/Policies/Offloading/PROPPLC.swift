import Policy

/// PROP-PLC, for both roles: no game; where a user computes is drawn in proportion to the clocks of edge server and nodes.
///
/// The two roles are processes that share no random numbers, for each has a policy seed of its own. So the operator draws
/// s for everybody, full nodes giving way to the edge server, and posts o = [s > 0]; each follower with o = 1 then draws
/// a node in proportion to the clocks of those that are not full, in index order. Edge server or not, then which node
/// given that it is one: that is exactly the law of one draw of s where the cap cannot bind. Where it can, the two
/// differ in what the nodes' being full for the operator says of the users after: the followers do not know it.
///
/// Draws of user m in slot t are at (t, 0, m) of the stream (policy seed, purpose 41). Split in proportion to the clocks,
/// equal shares of a node. Powers grow with the square root of the downlink gain unless option `power` says otherwise.
///
/// - SeeAlso: spec/offloading.md, sections 11 and 12.
public struct PROPPLC: HeuristicPolicy {
    public static let name = "prop-plc"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator, .followers]

    var player = OffloadingHeuristic(.proportional, .proportional, placement: .proportional)

    public init() {}
}
