import Games

extension FollowerGame {
    /// v of the active user `m` at channel `j` against where the others are; nil where the node is full.
    public mutating func payoff(of m: Int, at j: Int) -> Double? {
        guard hasRoom(for: m, at: j) else { return nil }
        open[0] = j
        respond(m, count: 1)
        return responses[0].payoff
    }

    /// v of the active user `m` where everybody is.
    public mutating func payoff(of m: Int) -> Double {
        open[0] = Int(channels[m])
        respond(m, count: 1)
        return responses[0].payoff
    }

    /// Where the active user `m` would go, and what it gains by going.
    public struct Choice: Sendable, Hashable {
        /// The present channel where that is within ``BestResponseIteration/tie`` of the best, else the smallest one that is.
        public let channel: Int
        /// The best payoff at a channel with room.
        public let payoff: Double
        /// `payoff` less that of the present channel; 0 at the best.
        public let regret: Double
    }

    /// The best response of the active user `m` to where the others are.
    ///
    /// - Complexity: K+1 payoffs.
    public mutating func bestResponse(of m: Int) -> Choice {
        let current = Int(channels[m])
        var (count, place) = (0, 0)
        for j in 0..<nodeCount + 1 where hasRoom(for: m, at: j) {
            if j == current { place = count }
            open[count] = j
            count += 1
        }
        respond(m, count: count)
        var best = responses[0].payoff
        for i in 1..<max(count, 1) { best = max(best, responses[i].payoff) }
        let regret = best - responses[place].payoff
        if responses[place].payoff >= best - BestResponseIteration.tie {
            return Choice(channel: current, payoff: best, regret: regret)
        }
        var chosen = 0
        while responses[chosen].payoff < best - BestResponseIteration.tie { chosen += 1 }
        return Choice(channel: open[chosen], payoff: best, regret: regret)
    }

    /// Mean U over active users, and C, of where everybody is, all splits being optimal; zeros where nobody is active.
    ///
    /// - Complexity: one payoff a user.
    public mutating func totals() -> (meanUtility: Double, cost: Double) {
        var (utility, cost) = (0.0, 0.0)
        for m in 0..<userCount where users[m].isActive {
            open[0] = Int(channels[m])
            respond(m, count: 1)
            utility += responses[0].utility
            cost += model.values.timeWeight * responses[0].latencyMs + model.values.energyWeight * users[m].energyMJ
        }
        return (activeCount == 0 ? 0 : utility / Double(activeCount), cost)
    }

    /// What all downlinks cost, which no follower can change: sum of w_T T_dl + w_E E.
    public var downlinkCost: Double {
        var cost = 0.0
        for user in users where user.isActive {
            cost += model.values.timeWeight * user.downlinkMs + model.values.energyWeight * user.energyMJ
        }
        return cost
    }

    /// Fills `responses` for the first `count` channels of `open`, as ``Games/OffloadingOutcome`` would.
    ///
    /// To the last bit with instant coupling; with statistical coupling interference is added in another order, which
    /// changes values by about 1e-12 of themselves.
    private mutating func respond(_ m: Int, count: Int) {
        findUplinkTimes(m, count: count)
        let user = users[m]
        let values = model.values
        let programme = SplitProgramme(values)
        // Without prices the split does not depend on the deadline.
        let isUnpriced = model.isUnpriced
        let edgeOnly = loads[0] - (channels[m] == 0 ? 1 : 0)
        let loadAtEdge = Double(edgeOnly + 1) + values.collaborationWeight * Double(activeCount - edgeOnly - 1)
        let loadAtNode = Double(edgeOnly) + values.collaborationWeight * Double(activeCount - edgeOnly)
        for i in 0..<count {
            let j = open[i]
            let forwarding = j == 0 ? 0 : user.forwardingMs
            let slack = user.deadlineMs - uplinkMs[i] - forwarding - user.downlinkMs
            var share = 0.0
            let processing: Double
            let isInTime: Bool
            if j == 0 {
                processing = edgeMs(m, isCollaborating: false, load: loadAtEdge)
                isInTime = processing <= slack + SplitProgramme.slackTolerance
            } else {
                let others = loads[j] - (channels[m] == Int32(j) ? 1 : 0)
                let solution = programme.solve(
                    a: user.workMcycle / nodeSpeedGHz[j], e: edgeMs(m, isCollaborating: true, load: loadAtNode),
                    shareCap: 1 / Double(others + 1), slackMs: isUnpriced ? 0 : slack)
                (share, processing, isInTime) = (solution.share, solution.processingMs, solution.isFeasible)
            }
            let latency = uplinkMs[i] + forwarding + processing + user.downlinkMs
            let utility =
                values.gainWeight * (user.referenceMs - latency) - values.energyWeight * user.energyMJ
                - values.sharePrice * share
            responses[i] = Response(
                latencyMs: latency, utility: utility, payoff: utility - (isInTime ? 0 : values.deadlinePenalty))
        }
    }

    /// e of user `m` at the edge server's `load` W.
    func edgeMs(_ m: Int, isCollaborating: Bool, load: Double) -> Double {
        model.edgeMs(workMcycle: users[m].workMcycle, isCollaborating: isCollaborating, load: load)
    }

    /// Fills `uplinkMs` with T_ul of `m` at the first `count` channels of `open`.
    mutating func findUplinkTimes(_ m: Int, count: Int) {
        let row = m * (nodeCount + 1)
        switch radio {
        case .table:
            for i in 0..<count { uplinkMs[i] = table?.uplinkMs(m, on: open[i]) ?? 0 }
            return
        case .members: for i in 0..<count { ratios[i] = members?.interference(to: m, on: open[i]) ?? 0 }
        case .sums: for i in 0..<count { ratios[i] = sums?.interference(to: m, on: open[i]) ?? 0 }
        }
        for i in 0..<count {
            ratios[i] = signalW[row + open[i]] / (ratios[i] + model.uplink.noiseW)
            uplinkMs[i] = ratios[i]
        }
        Elementary.replaceByLog1p(&uplinkMs, count: count, kind: .best)
        for i in 0..<count {
            let rate = model.uplink.rate(sinr: ratios[i], log1p: uplinkMs[i])
            uplinkMs[i] = model.transferMs(users[m].dataMbit, rate: rate)
        }
    }
}
