import Policy

/// The operator that lets nobody offload: everybody at the edge server alone, at the reference power.
///
/// The reference that gains are measured against: with p_ref, the default of option `power`, PG and CG are 1.
///
/// - SeeAlso: spec/offloading.md, section 11.
public struct MECOnly: Policy {
    public static let name = "mec-only"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    private var player = OffloadingHeuristic(.mecOnly, .reference)

    public init() {}

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance { try player.open(session) }

    public mutating func reset(row: Int, seed: UInt64) { player.reset(row: row, seed: seed) }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        try player.decide(observations, into: &actions)
    }
}
