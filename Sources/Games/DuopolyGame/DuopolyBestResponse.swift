import Policy

/// `best-response` in the duopoly: the follower sells what earns most beside what the operator brings.
public struct DuopolyBestResponse: GamePolicy {
    public static let game = DuopolyGame.name

    public init() {}

    public static func plays(_ stages: [Stage]) -> Bool { stages.map(\.name) == ["follow"] }

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        var acceptance = Acceptance(session)
        acceptance.wantsObservation = false
        acceptance.wantsInstance = true
        return acceptance
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for row in 0..<observations.rows {
            let instance = try DuopolyInstance(observations, row: row)
            actions.tensors[0].float64[row] = instance.bestReply(to: observations.instance[2].float64[row])
        }
    }
}
