/// What one slot came to, user by user: latencies and their parts, energies, utilities and costs.
///
/// Inactive users have 0 everywhere. Storage is kept from slot to slot.
///
/// - SeeAlso: spec/offloading.md, sections 2, 5 and 6.
public struct OffloadingOutcome: Sendable, Equatable {
    /// gamma on the uplink, shape `[M]` as all arrays over users.
    public private(set) var sinr: [Double]
    /// omega, Mbit/ms.
    public private(set) var uplinkRate: [Double]
    /// T_ul, ms.
    public private(set) var uplinkMs: [Double]
    /// T_fw, ms.
    public private(set) var forwardingMs: [Double]
    /// lambda.
    public private(set) var split: [Double]
    /// beta, as granted.
    public private(set) var share: [Double]
    /// T_cn, ms on the node at full speed.
    public private(set) var nodeMs: [Double]
    /// Q_cn, ms more than that because the node is shared.
    public private(set) var nodeQueueMs: [Double]
    /// T_es, ms on the edge server alone.
    public private(set) var edgeMs: [Double]
    /// Q_es, ms more than that because it is shared.
    public private(set) var edgeQueueMs: [Double]
    /// T_proc, ms.
    public private(set) var processingMs: [Double]
    /// T_dl, ms.
    public private(set) var downlinkMs: [Double]
    /// T, ms.
    public private(set) var latencyMs: [Double]
    /// T_O, ms: the latency with everybody at the edge server alone at p_ref.
    public private(set) var referenceMs: [Double]
    /// E with everybody at the edge server alone at p_ref, mJ.
    public private(set) var referenceEnergyMJ: [Double]
    /// E, mJ of the downlink.
    public private(set) var energyMJ: [Double]
    /// U.
    public private(set) var utility: [Double]
    /// v = U - Lambda_D [T > Tmax].
    public private(set) var payoff: [Double]
    /// w_T T + w_E E.
    public private(set) var cost: [Double]
    /// Whether T <= Tmax; true for who is not active.
    public private(set) var isInTime: [Bool]
    /// n_j, active users by channel, shape `[K+1]`.
    public private(set) var loads: [Int]

    /// Ratios, and ln(1 + ratio), of everything that needs a rate.
    private var ratios: [Double]
    private var logarithms: [Double]
    private let everybodyAtEdge: [Int32]

    /// Storage for `users` users of a game with `nodes` nodes.
    public init(users: Int, nodes: Int) {
        let zeros = Array(repeating: 0.0, count: users)
        (sinr, uplinkRate, uplinkMs, forwardingMs, split, share) = (zeros, zeros, zeros, zeros, zeros, zeros)
        (nodeMs, nodeQueueMs, edgeMs, edgeQueueMs, processingMs) = (zeros, zeros, zeros, zeros, zeros)
        (downlinkMs, latencyMs, referenceMs, referenceEnergyMJ, energyMJ) = (zeros, zeros, zeros, zeros, zeros)
        (utility, payoff, cost) = (zeros, zeros, zeros)
        isInTime = Array(repeating: true, count: users)
        loads = Array(repeating: 0, count: nodes + 1)
        (ratios, logarithms) = (zeros, zeros)
        everybodyAtEdge = Array(repeating: 0, count: users)
    }

    /// The outcome of `play` in `instance`.
    public init(_ instance: OffloadingInstance, _ play: OffloadingPlay, _ rule: SplitRule) {
        self.init(users: instance.userCount, nodes: instance.nodeCount)
        refer(to: instance)
        evaluate(instance, play, rule)
    }

    /// Sum of the costs of all users: what the operator minimises.
    public var totalCost: Double { cost.reduce(0, +) }

    /// Sets what a slot's gains are measured against: everybody at the edge server alone, at p_ref.
    public mutating func refer(to instance: OffloadingInstance) {
        let users = instance.userCount
        let power = instance.model.values.referencePowerW
        instance.uplinkSINR(of: everybodyAtEdge, into: &ratios)
        takeLogarithms()
        for m in 0..<users {
            let rate = instance.model.uplink.rate(sinr: ratios[m], log1p: logarithms[m])
            referenceMs[m] = instance.isActive(m) ? instance.model.transferMs(instance.dataMbit[m], rate: rate) : 0
        }
        for m in 0..<users { ratios[m] = instance.downlinkSINR(m, powerW: power) }
        takeLogarithms()
        let load = Double(instance.activeCount)
        for m in 0..<users {
            guard instance.isActive(m) else {
                referenceEnergyMJ[m] = 0
                continue
            }
            let rate = instance.model.downlink.rate(sinr: ratios[m], log1p: logarithms[m])
            let downlink = instance.downlink(m, powerW: power, rate: rate)
            let edge = instance.edgeMs(m, isCollaborating: false, load: load)
            referenceMs[m] = referenceMs[m] + edge + downlink.ms
            referenceEnergyMJ[m] = downlink.energyMJ
        }
    }

    /// Sets everything else from what was played in `instance`, after `refer(to:)`.
    ///
    /// - Complexity: as of the users' ratios, O(M^2) with instant coupling, plus O(M + K).
    public mutating func evaluate(_ instance: OffloadingInstance, _ play: OffloadingPlay, _ rule: SplitRule) {
        count(instance, play)
        travel(instance, play)
        let values = instance.model.values
        let collaborating = loads.dropFirst().reduce(0, +)
        let load = Double(loads[0]) + values.collaborationWeight * Double(collaborating)
        for m in 0..<instance.userCount {
            if instance.isActive(m) {
                process(m, instance, play, rule, load: load)
            } else {
                clear(m)
            }
        }
    }

    private mutating func count(_ instance: OffloadingInstance, _ play: OffloadingPlay) {
        for j in loads.indices { loads[j] = 0 }
        for m in 0..<instance.userCount where instance.isActive(m) { loads[Int(play.channels[m])] += 1 }
    }

    /// Rates and times on the air.
    private mutating func travel(_ instance: OffloadingInstance, _ play: OffloadingPlay) {
        instance.uplinkSINR(of: play.channels, into: &sinr)
        for m in 0..<instance.userCount { ratios[m] = sinr[m] }
        takeLogarithms()
        for m in 0..<instance.userCount {
            uplinkRate[m] = instance.model.uplink.rate(sinr: sinr[m], log1p: logarithms[m])
            uplinkMs[m] = instance.model.transferMs(instance.dataMbit[m], rate: uplinkRate[m])
            ratios[m] = instance.downlinkSINR(m, powerW: play.powersW[m])
        }
        takeLogarithms()
        for m in 0..<instance.userCount {
            let rate = instance.model.downlink.rate(sinr: ratios[m], log1p: logarithms[m])
            (downlinkMs[m], energyMJ[m]) = instance.downlink(m, powerW: play.powersW[m], rate: rate)
        }
    }

    private mutating func takeLogarithms() {
        for m in ratios.indices { logarithms[m] = ratios[m] }
        Elementary.replaceByLog1p(&logarithms, count: logarithms.count, kind: .best)
    }

    /// Processing, and what the slot is worth to user `m`.
    private mutating func process(
        _ m: Int, _ instance: OffloadingInstance, _ play: OffloadingPlay, _ rule: SplitRule, load: Double
    ) {
        let values = instance.model.values
        let k = Int(play.channels[m])
        let edge = instance.edgeMs(m, isCollaborating: k > 0, load: load)
        let alone = instance.workMcycle[m] / instance.model.edgeSpeedGHz
        forwardingMs[m] = k == 0 ? 0 : instance.model.forwardingMs(instance.dataMbit[m])
        let slack = instance.deadlineMs[m] - uplinkMs[m] - forwardingMs[m] - downlinkMs[m]
        if k == 0 {
            (split[m], share[m], nodeMs[m], nodeQueueMs[m]) = (0, 0, 0, 0)
            (processingMs[m], edgeMs[m], edgeQueueMs[m]) = (edge, alone, edge - alone)
            isInTime[m] = edge <= slack + SplitProgramme.slackTolerance
        } else {
            let node = instance.nodeMs(m, at: k)
            let cap = 1 / Double(loads[k])
            let programme = SplitProgramme(values)
            switch rule {
            case .optimal:
                let solution = programme.solve(a: node, e: edge, shareCap: cap, slackMs: slack)
                (split[m], share[m], processingMs[m]) = (solution.split, solution.share, solution.processingMs)
                // Where the deadline binds the programme knows that it is met, which rounding of long times hides.
                isInTime[m] = solution.isFeasible
            case .asPlayed:
                share[m] = min(play.shares[m], cap)
                split[m] = play.splits[m]
                processingMs[m] = programme.processingMs(
                    a: node, e: edge, split: split[m], share: max(share[m], Self.leastShare))
                isInTime[m] = processingMs[m] <= slack + SplitProgramme.slackTolerance
            }
            nodeMs[m] = split[m] * node
            nodeQueueMs[m] = split[m] == 0 ? 0 : split[m] * node / max(share[m], Self.leastShare) - nodeMs[m]
            edgeMs[m] = (1 - split[m]) * alone
            edgeQueueMs[m] = (1 - split[m]) * (edge - alone)
        }
        latencyMs[m] = uplinkMs[m] + forwardingMs[m] + processingMs[m] + downlinkMs[m]
        utility[m] =
            values.gainWeight * (referenceMs[m] - latencyMs[m]) - values.energyWeight * energyMJ[m]
            - values.sharePrice * share[m]
        payoff[m] = utility[m] - (isInTime[m] ? 0 : values.deadlinePenalty)
        cost[m] = values.timeWeight * latencyMs[m] + values.energyWeight * energyMJ[m]
    }

    private mutating func clear(_ m: Int) {
        (sinr[m], uplinkRate[m], uplinkMs[m], forwardingMs[m], split[m], share[m]) = (0, 0, 0, 0, 0, 0)
        (nodeMs[m], nodeQueueMs[m], edgeMs[m], edgeQueueMs[m], processingMs[m]) = (0, 0, 0, 0, 0)
        (downlinkMs[m], latencyMs[m], energyMJ[m], utility[m], payoff[m], cost[m]) = (0, 0, 0, 0, 0, 0)
        isInTime[m] = true
    }

    /// Work is done as with at least this share, so that every latency is finite; hosts refuse none at all before.
    private static let leastShare = 1e-100
}
