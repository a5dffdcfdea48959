import Policy

/// GM-RN: an operator of random scores and, unless option `power` says otherwise, random powers, whose followers play.
///
/// Scores are uniform on [-1, 1), so each user is let by the toss of a coin where Cmax does not bind. User m draws in slot
/// t both of its numbers at (t, 0, m) of the stream (policy seed, purpose 40).
///
/// - SeeAlso: spec/offloading.md, sections 11 and 12.
public struct GMRN: HeuristicPolicy {
    public static let name = "gm-rn"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    var player = OffloadingHeuristic(.random, .random)

    public init() {}
}
