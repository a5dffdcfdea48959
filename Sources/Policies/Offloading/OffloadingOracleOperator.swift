import Policy

/// `oracle`: the operator that knows how followers will answer, at the power that costs least.
///
/// Each slot it has followers answer every o that fits by Algorithm 1 and takes the cheapest, C* of the specification: no
/// operator does better against such followers, for what is played changes no later slot. Full information, up to 8
/// active users; where powers or deadlines are priced (c_beta, Lambda_D) it is a benchmark and not an optimum.
///
/// - SeeAlso: spec/offloading.md, section 8.
public struct OffloadingOracleOperator: HeuristicPolicy {
    public static let name = "oracle"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    var player = OffloadingHeuristic(.oracle, .optimal)

    public init() {}
}
