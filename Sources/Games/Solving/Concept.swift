/// A solution concept: its name in flags and JSON, and one line of help.
public struct Concept: Sendable, Hashable {
    public let name: String
    public let help: String

    public init(_ name: String, help: String) {
        self.name = name
        self.help = help
    }
}
