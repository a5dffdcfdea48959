import Policy

/// What the analytic and heuristic policies of the offloading game share: rules, and the role they are played in.
struct OffloadingHeuristic {
    private let modes: ModeRule
    private let downlink: DownlinkRule
    private let placement: PlacedFollowers.Rule?
    private var leader: OffloadingOperator?
    private var followers: PlacedFollowers?

    /// - Parameters:
    ///   - modes: whom the operator lets offload.
    ///   - downlink: its rule for powers where nobody gives the option `power`.
    ///   - placement: where its followers go; nil for a policy that serves the operator alone.
    init(_ modes: ModeRule, _ downlink: DownlinkRule, placement: PlacedFollowers.Rule? = nil) {
        self.modes = modes
        self.downlink = downlink
        self.placement = placement
    }

    mutating func open(_ session: Session) throws(PolicyError) -> Acceptance {
        if session.role == .followers, let placement {
            try Self.checkPower(session)
            let followers = try PlacedFollowers(session, placement)
            self.followers = followers
            return followers.acceptance
        }
        let leader = try OffloadingOperator(session, modes: modes, downlink: downlink)
        self.leader = leader
        return leader.acceptance
    }

    /// Checks the option `power`, which followers have no use for: a mistake in it is one in either role.
    private static func checkPower(_ session: Session) throws(PolicyError) {
        let powers = session.stages.first?.instance.first { $0.name == "p_dl" }
        guard let option = session.option("power"), case .box(let low, let high) = powers?.domain,
            let lowest = low.max(), let highest = high.min(), lowest <= highest
        else { return }
        _ = try DownlinkRule(option, within: lowest...highest)
    }

    mutating func reset(row: Int, seed: UInt64) {
        leader?.reset(row: row, seed: seed)
        followers?.reset(row: row, seed: seed)
    }

    mutating func decide(_ observations: Observations, into actions: inout Actions) throws(PolicyError) {
        guard leader != nil || followers != nil else {
            throw PolicyError("it was asked before its session opened")
        }
        try leader?.decide(observations, into: &actions)
        try followers?.decide(observations, into: &actions)
    }
}
