import Policy

/// The operator that lets nobody offload: everybody at the edge server alone, at the reference power.
///
/// The reference that gains are measured against: with p_ref, the default of option `power`, PG and CG are 1.
///
/// - SeeAlso: spec/offloading.md, section 11.
public struct MECOnly: HeuristicPolicy {
    public static let name = "mec-only"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    var player = OffloadingHeuristic(.mecOnly, .reference)

    public init() {}
}
