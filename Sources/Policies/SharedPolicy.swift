import Games
import Policy

/// A policy that several games share by name: what it does in a game is that game's own policy, picked by the stages.
public protocol SharedPolicy: Policy {
    /// One policy a game.
    static var parts: [any GamePolicy.Type] { get }
    /// The one that plays the open session; nil before there is one.
    var part: (any GamePolicy)? { get set }
}

extension SharedPolicy {
    /// Picks the part that plays the session's stages, and has it choose.
    ///
    /// - Throws: ``PolicyError`` where none does, naming the games that have one, or of the part.
    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        guard let type = Self.parts.first(where: { $0.plays(session.stages) }) else {
            let games = Self.parts.map { $0.game }.joined(separator: ", ")
            let stages = session.stages.map(\.name).joined(separator: ", ")
            throw PolicyError("\(Self.name) plays \(games); \(session.scenario) has the stages \(stages)")
        }
        var part = type.init()
        let acceptance = try part.open(session)
        self.part = part
        return acceptance
    }

    public mutating func reset(row: Int, seed: UInt64) { part?.reset(row: row, seed: seed) }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard part != nil else { throw PolicyError("it was asked before its session opened") }
        try part?.decide(observations, into: &actions)
    }
}
