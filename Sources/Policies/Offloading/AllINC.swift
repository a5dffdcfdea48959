import Policy

/// The operator that lets everybody offload and leaves the rest to the followers, at the power that costs least.
///
/// Where Cmax binds, those with the most work, ties to the smaller index. Option `power`: at p* by default; a number in W
/// gives the best constant power, about 0.7 W in the default scenario (section 17).
///
/// - SeeAlso: spec/offloading.md, section 11.
public struct AllINC: HeuristicPolicy {
    public static let name = "all-inc"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    var player = OffloadingHeuristic(.allINC, .optimal)

    public init() {}
}
