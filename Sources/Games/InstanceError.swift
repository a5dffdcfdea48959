/// Why a static game was refused.
public struct InstanceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The field's key in instance files, or `derived` for a product of several fields.
    public let field: String
    public let reason: String

    public init(field: String, reason: String) {
        self.field = field
        self.reason = reason
    }

    public var description: String { "\(field): \(reason)" }
}
