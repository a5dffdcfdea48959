import Games

/// The game that users play for channels in one slot: state, payoffs given the others, and moves.
///
/// A user's payoff at a channel takes its optimal split there and counts it in all loads. Kept as users move: who is on
/// which channel, the loads n_j and with them the edge server's W, so that a payoff costs no more than the interference
/// that the user meets. That comes from one of three structures (``Radio``), all of which give the same times but for
/// the rounding of sums.
///
/// Storage is used again: after the first slot, loading, placing and moving allocate nothing where at most 64 users are
/// active.
///
/// - SeeAlso: spec/offloading.md, sections 5-7 and 15.
public struct FollowerGame: Sendable {
    /// How T_ul is found.
    public enum Radio: Sendable, Hashable, CaseIterable {
        /// Tabulated for every set of others; up to 8 active users, and what pays where a slot is searched.
        case table
        /// From the members of a channel; memory for every pair of users.
        case members
        /// From sums of mean powers; statistical coupling only, any number of users.
        case sums
    }

    public let userCount: Int
    public let nodeCount: Int
    /// How the slot's T_ul are found.
    public private(set) var radio = Radio.members
    /// A, active users.
    public private(set) var activeCount = 0
    /// s, shape `[M]`; 0 for who is not active.
    public internal(set) var channels: [Int32]
    /// n_j, shape `[K+1]`.
    public internal(set) var loads: [Int]

    private(set) var model: OffloadingModel
    /// Who is on which channel; the one of ``radio`` counts.
    var table: UplinkTable?
    var members: UplinkMembers?
    var sums: UplinkSums?

    /// Shape `[M]`.
    private(set) var users: [User]
    /// p hn2 in W, shape `[M, K+1]`.
    private(set) var signalW: [Double]
    /// F_k; entry 0 is not used.
    private(set) var nodeSpeedGHz: [Double]

    /// Channels that are being looked at, and what they would give: the first entries, as many as there are.
    var open: [Int]
    var ratios: [Double]
    var uplinkMs: [Double]
    var responses: [Response]
    /// Signal-to-noise ratios of all users, and ln(1 + ratio).
    private var downlinkRatios: [Double]
    private var downlinkLogarithms: [Double]

    /// What does not change for a user while users move.
    struct User: Sendable {
        var isActive = false
        var dataMbit = 0.0
        var workMcycle = 0.0
        var deadlineMs = 0.0
        /// T_fw to any node.
        var forwardingMs = 0.0
        /// T_dl.
        var downlinkMs = 0.0
        /// E.
        var energyMJ = 0.0
        /// T_O.
        var referenceMs = 0.0
    }

    /// What a user would have at a channel.
    struct Response: Sendable {
        var latencyMs = 0.0
        /// U.
        var utility = 0.0
        /// v.
        var payoff = 0.0
    }

    /// Storage for slots of `model` with `users` users.
    public init(_ model: OffloadingModel, users: Int) {
        self.model = model
        userCount = users
        nodeCount = model.values.nodeCount
        let channelCount = nodeCount + 1
        channels = Array(repeating: 0, count: users)
        loads = Array(repeating: 0, count: channelCount)
        self.users = Array(repeating: User(), count: users)
        signalW = Array(repeating: 0, count: users * channelCount)
        nodeSpeedGHz = Array(repeating: 0, count: channelCount)
        open = Array(repeating: 0, count: channelCount)
        ratios = nodeSpeedGHz
        uplinkMs = nodeSpeedGHz
        responses = Array(repeating: Response(), count: channelCount)
        downlinkRatios = Array(repeating: 0, count: users)
        downlinkLogarithms = downlinkRatios
    }

    /// The game of `instance` at downlink powers `powersW`, everybody at the edge server alone.
    public init(_ instance: OffloadingInstance, powersW: [Double], radio: Radio? = nil) {
        self.init(instance.model, users: instance.userCount)
        load(instance, radio: radio)
        setPowers(powersW, in: instance)
    }

    public func isActive(_ m: Int) -> Bool { users[m].isActive }

    /// Takes over a slot; everybody is at the edge server alone then, and the powers are still to be set.
    ///
    /// - Parameters:
    ///   - instance: as many users as there is storage for, and as many nodes.
    ///   - radio: how to find T_ul; nil for members, or sums where pairs of users would be too many.
    /// - Complexity: O(K A 2^A) for a table, O(K M^2) for members, O(M K + M log M · channels with room for many) for sums.
    public mutating func load(_ instance: OffloadingInstance, radio: Radio? = nil) {
        precondition(
            instance.userCount == userCount && instance.nodeCount == nodeCount,
            "\(instance.userCount) users and \(instance.nodeCount) nodes in storage for \(userCount) and \(nodeCount)")
        model = instance.model
        activeCount = instance.activeCount
        self.radio = radio ?? Self.radio(for: instance)
        switch self.radio {
        case .table:
            precondition(activeCount <= UplinkTable.userLimit, "a table for \(activeCount) active users")
            if table == nil { table = UplinkTable(users: userCount, channels: nodeCount + 1) }
            table?.load(instance)
        case .members:
            if members == nil { members = UplinkMembers(users: userCount, channels: nodeCount + 1) }
            members?.load(instance)
        case .sums:
            if sums == nil { sums = UplinkSums(users: userCount, channels: nodeCount + 1) }
            sums?.load(instance)
        }
        for k in 1..<nodeCount + 1 { nodeSpeedGHz[k] = model.nodeSpeedGHz(clock: instance.nodeClockGHz[k - 1]) }
        for m in 0..<userCount {
            users[m] = User(
                isActive: instance.isActive(m), dataMbit: instance.dataMbit[m], workMcycle: instance.workMcycle[m],
                deadlineMs: instance.deadlineMs[m], forwardingMs: model.forwardingMs(instance.dataMbit[m]))
            for j in 0..<nodeCount + 1 {
                signalW[m * (nodeCount + 1) + j] = instance.uplinkPowerW[m] * instance.gain(j, m)
            }
        }
        placeEverybodyAtEdge()
        refer(to: instance)
    }

    /// Members, unless there are so many users that only sums of mean powers will do.
    private static func radio(for instance: OffloadingInstance) -> Radio {
        switch instance.coupling {
        case .instant: .members
        case .statistical: instance.userCount > 64 ? .sums : .members
        }
    }

    /// Sets p', which no choice of a follower changes.
    public mutating func setPowers(_ powersW: [Double], in instance: OffloadingInstance) {
        precondition(powersW.count == userCount, "\(powersW.count) powers for \(userCount) users")
        for m in 0..<userCount { downlinkRatios[m] = instance.downlinkSINR(m, powerW: powersW[m]) }
        takeLogarithms()
        for m in 0..<userCount {
            let downlink = instance.downlink(m, powerW: powersW[m], rate: downlinkRate(m))
            (users[m].downlinkMs, users[m].energyMJ) = (downlink.ms, downlink.energyMJ)
        }
    }

    /// T_O: everybody at the edge server alone at p_ref.
    private mutating func refer(to instance: OffloadingInstance) {
        let power = model.values.referencePowerW
        for m in 0..<userCount { downlinkRatios[m] = instance.downlinkSINR(m, powerW: power) }
        takeLogarithms()
        open[0] = 0
        for m in 0..<userCount where users[m].isActive {
            findUplinkTimes(m, count: 1)
            let edge = edgeMs(m, isCollaborating: false, load: Double(activeCount))
            let downlink = instance.downlink(m, powerW: power, rate: downlinkRate(m))
            users[m].referenceMs = uplinkMs[0] + edge + downlink.ms
        }
    }

    private mutating func takeLogarithms() {
        for m in 0..<userCount { downlinkLogarithms[m] = downlinkRatios[m] }
        Elementary.replaceByLog1p(&downlinkLogarithms, count: userCount, kind: .best)
    }

    private func downlinkRate(_ m: Int) -> Double {
        model.downlink.rate(sinr: downlinkRatios[m], log1p: downlinkLogarithms[m])
    }
}
