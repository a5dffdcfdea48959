import Policy

/// `analytic` in the duopoly: the operator sells what a solution says, by option `concept`.
public struct DuopolyAnalytic: GamePolicy {
    public static let game = DuopolyGame.name

    private var concept = "exact"

    public init() {}

    public static func plays(_ stages: [Stage]) -> Bool { stages.map(\.name) == ["lead"] }

    public mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        concept = session.option("concept") ?? concept
        let known = DuopolyInstance.concepts.map(\.name)
        guard known.contains(concept) else {
            throw PolicyError("option concept is '\(concept)'; give one of \(known.joined(separator: ", "))")
        }
        var acceptance = Acceptance(session)
        acceptance.wantsObservation = false
        acceptance.wantsInstance = true
        return acceptance
    }

    public mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        for row in 0..<observations.rows {
            let instance = try DuopolyInstance(observations, row: row)
            actions.tensors[0].float64[row] = concept == "exact" ? instance.leaderQuantity : instance.cournotQuantity
        }
    }
}

extension DuopolyInstance {
    /// The game that `row` of a stage's `instance` describes.
    ///
    /// - Throws: ``PolicyError`` where no duopoly has such numbers.
    init(_ observations: Observations, row: Int) throws(PolicyError) {
        let (a, c) = (observations.instance[0].float64[row], observations.instance[1].float64[row])
        guard let instance = try? DuopolyInstance(a: a, c: c) else {
            throw PolicyError("there is no duopoly with a = \(a) and c = \(c)")
        }
        self = instance
    }
}
