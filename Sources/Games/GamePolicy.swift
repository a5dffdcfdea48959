import Policy

/// What a policy that several games share by name does in one of them.
///
/// A game brings its own: it is added to the shared policy's list, which picks it by the stages of a session. Name,
/// version and roles are the shared policy's.
public protocol GamePolicy: Policy {
    /// The name of the game that it plays.
    static var game: String { get }

    /// Whether `stages`, those of one role in slot order, are its game's.
    static func plays(_ stages: [Stage]) -> Bool
}
