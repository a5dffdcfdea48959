import Equilibria
import Policy

/// `oracle`: the operator that knows how followers will answer, at the power that costs least.
///
/// Each slot it has followers answer every o that fits by Algorithm 1 and takes the cheapest, C* of the specification: no
/// operator does better against such followers, for what is played changes no later slot. Full information, up to 8
/// users; where powers or deadlines are priced (c_beta, Lambda_D) it is a benchmark and not an optimum.
///
/// - SeeAlso: spec/offloading.md, section 8.
public struct OffloadingOracleOperator: HeuristicPolicy {
    public static let name = "oracle"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]

    var player = OffloadingHeuristic(.oracle, .optimal)

    public init() {}

    /// - Throws: ``PolicyError`` where the session is not its game's, or has more users than it can search: sooner or later
    ///   they would all be active, in the middle of a run.
    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        let acceptance = try player.open(session)
        let users = session.stages[0].actions[0].tensors[0].elementCount
        guard users <= OffloadingOracle.userLimit else {
            throw PolicyError(
                "oracle searches slots of up to \(OffloadingOracle.userLimit) users, and \(session.scenario) has \(users); "
                    + "play all-inc, which takes any number")
        }
        return acceptance
    }
}
