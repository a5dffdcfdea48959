import Policy

/// What a record says of a policy that played.
public struct PluginDescription: Sendable, Hashable {
    public let role: Role
    public let name: String
    public let version: String
    public let sha256: String
    /// Whether it was sent the static instance, which no learner gets by accident.
    public let hasFullInformation: Bool
    /// Whether it only decides where the role's own policy missed its deadline.
    public let standsIn: Bool

    public init(
        role: Role, name: String, version: String, sha256: String, hasFullInformation: Bool = false,
        standsIn: Bool = false
    ) {
        self.role = role
        self.name = name
        self.version = version
        self.sha256 = sha256
        self.hasFullInformation = hasFullInformation
        self.standsIn = standsIn
    }
}

extension PluginDescription {
    /// The member of `plugins` in a run's document.
    var document: JSON {
        var document: JSON = [
            "role": JSON(role.rawValue), "name": JSON(name), "version": JSON(version), "sha256": JSON(sha256),
            "information": hasFullInformation ? "full" : "observation",
        ]
        if standsIn { document.set("standsIn", to: true) }
        return document
    }
}
