/// A solution concept: its name in flags and JSON, and one line of help.
public struct Concept: Sendable, Hashable {
    public let name: String
    public let help: String
    /// Whether its solver goes round by round and can tell of each: ``SolverOptions/wantsTrace``.
    public let hasTrace: Bool

    public init(_ name: String, help: String, hasTrace: Bool = false) {
        self.name = name
        self.help = help
        self.hasTrace = hasTrace
    }
}
