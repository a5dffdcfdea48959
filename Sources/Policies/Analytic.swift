import Games
import Policy

/// The operator that solves the slot and commits to the solution.
///
/// Option `concept` names the solution; each game says which it knows.
public struct Analytic: SharedPolicy {
    public static let name = "analytic"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.operator]
    public static var parts: [any GamePolicy.Type] { [PricingAnalytic.self, DuopolyAnalytic.self] }

    public var part: (any GamePolicy)?

    public init() {}
}
