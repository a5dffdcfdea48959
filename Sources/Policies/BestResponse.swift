import Games
import Policy

/// Followers that answer what the operator committed to by best responses, to each other's where there are several.
public struct BestResponse: SharedPolicy {
    public static let name = "best-response"
    public static let version = "0.1.0"
    public static let roles: Set<Role> = [.followers]
    public static var parts: [any GamePolicy.Type] {
        [PricingBestResponse.self, DuopolyBestResponse.self, OffloadingBestResponse.self]
    }

    public var part: (any GamePolicy)?

    public init() {}
}
