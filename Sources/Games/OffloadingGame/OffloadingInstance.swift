/// One static slot of the offloading game: K nodes and an edge server facing M users.
///
/// Users count from 0; a resource or channel j is 0 for the edge server and 1...K for a node. Arrays over channels and
/// users are row-major `[K+1, M]`. A user is active where it requests a task; inactive ones have no load, no latency and
/// no cost, and no sum or mean counts them. No user at all, and none that is active, are legal.
///
/// Storage is kept when a slot is drawn over another, so that a running game allocates nothing.
///
/// - SeeAlso: spec/offloading.md, sections 1-3.
public struct OffloadingInstance: Sendable, Equatable {
    /// What is known of how users interfere.
    public enum Coupling: Sendable, Equatable {
        /// X[j][m][n] = |h_jm^H h_jn|^2 / hn2[j][m], shape `[K+1, M, M]`; 0 where hn2 is.
        case instant([Double])
        /// X[j][m][n] = hn2[j][n]/L, its mean, with L antennas: what scales to thousands of users.
        case statistical(antennas: Int)
    }

    public let model: OffloadingModel
    /// mu, 0 for none, shape `[M]`.
    public internal(set) var request: [Int]
    /// I, data to send up, shape `[M]`.
    public internal(set) var dataMbit: [Double]
    /// C, shape `[M]`.
    public internal(set) var workMcycle: [Double]
    /// Tmax, shape `[M]`.
    public internal(set) var deadlineMs: [Double]
    /// q, size of the result over that of the data, shape `[M]`.
    public internal(set) var resultRatio: [Double]
    /// p, shape `[M]`.
    public internal(set) var uplinkPowerW: [Double]
    /// f_k, shape `[K]`: entry k-1 belongs to node k.
    public internal(set) var nodeClockGHz: [Double]
    /// hn2 = ||h_jm||^2, shape `[K+1, M]`.
    public internal(set) var gain: [Double]
    public internal(set) var coupling: Coupling

    /// M.
    public var userCount: Int { request.count }
    /// K.
    public var nodeCount: Int { model.values.nodeCount }

    /// Checks the fields.
    ///
    /// - Throws: ``InstanceError`` naming the first field that is out of range or of the wrong length.
    public init(
        model: OffloadingModel, request: [Int], dataMbit: [Double], workMcycle: [Double], deadlineMs: [Double],
        resultRatio: [Double], uplinkPowerW: [Double], nodeClockGHz: [Double], gain: [Double], coupling: Coupling
    ) throws(InstanceError) {
        let users = request.count
        let channels = model.values.nodeCount + 1
        if let m = request.firstIndex(where: { $0 < 0 }) {
            throw InstanceError(field: "mu", reason: "element \(m) is negative: \(request[m])")
        }
        try checkCount(dataMbit, "I", users)
        try checkCount(workMcycle, "C", users)
        try checkCount(deadlineMs, "Tmax", users)
        try checkCount(resultRatio, "q", users)
        try checkCount(uplinkPowerW, "p_ul", users, in: OffloadingModel.positiveRange)
        try checkCount(nodeClockGHz, "f_cn", channels - 1, in: OffloadingModel.positiveRange)
        try checkCount(gain, "hn2", channels * users, in: 0...Double.greatestFiniteMagnitude)
        switch coupling {
        case .instant(let values):
            try checkCount(values, "X", channels * users * users, in: 0...Double.greatestFiniteMagnitude)
        case .statistical(let antennas):
            guard antennas >= 1 else { throw InstanceError(field: "L", reason: "is \(antennas), not at least 1") }
        }
        self.model = model
        self.request = request
        self.dataMbit = dataMbit
        self.workMcycle = workMcycle
        self.deadlineMs = deadlineMs
        self.resultRatio = resultRatio
        self.uplinkPowerW = uplinkPowerW
        self.nodeClockGHz = nodeClockGHz
        self.gain = gain
        self.coupling = coupling
        try checkPowers()
    }

    /// Refuses gains at which a ratio, or a signal that interferes, would be infinite.
    private func checkPowers() throws(InstanceError) {
        for (index, gain) in gain.enumerated() {
            let (j, m) = (index / userCount, index % userCount)
            let uplink = uplinkPowerW[m] * gain / model.uplink.noiseW
            let downlink = j == 0 ? model.values.highestPowerW * gain / model.downlink.noiseW : 0
            guard max(uplink, downlink).isFinite else {
                throw InstanceError(field: "hn2", reason: "element \(index) is \(gain), too large for its power")
            }
        }
        guard case .instant(let x) = coupling else { return }
        for (index, x) in x.enumerated() where !(uplinkPowerW[index % userCount] * x).isFinite {
            throw InstanceError(field: "X", reason: "element \(index) is \(x), too large for its power")
        }
    }

    /// Storage for slots of `users` users; nobody is active.
    init(model: OffloadingModel, users: Int, uplinkPowerW: Double, coupling: Coupling) {
        let zeros = Array(repeating: 0.0, count: users)
        self.model = model
        request = Array(repeating: 0, count: users)
        (dataMbit, workMcycle, deadlineMs, resultRatio) = (zeros, zeros, zeros, zeros)
        self.uplinkPowerW = Array(repeating: uplinkPowerW, count: users)
        nodeClockGHz = Array(repeating: 1, count: model.values.nodeCount)
        gain = Array(repeating: 0, count: (model.values.nodeCount + 1) * users)
        self.coupling = coupling
    }

    public func isActive(_ m: Int) -> Bool { request[m] > 0 }

    /// A, users that are active.
    public var activeCount: Int { request.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } }

    /// hn2 of user `m` at site `j`.
    public func gain(_ j: Int, _ m: Int) -> Double { gain[j * userCount + m] }

    /// I' = q I, the size of the result of user `m` in Mbit.
    public func resultMbit(_ m: Int) -> Double { resultRatio[m] * dataMbit[m] }

    /// a = C/F_k, ms that the whole task of `m` takes on node `k` in 1...K at full speed.
    public func nodeMs(_ m: Int, at k: Int) -> Double {
        workMcycle[m] / model.nodeSpeedGHz(clock: nodeClockGHz[k - 1])
    }

    /// e, ms that the whole task of `m` takes on the edge server, as ``OffloadingModel`` has it of the load W.
    public func edgeMs(_ m: Int, isCollaborating: Bool, load: Double) -> Double {
        model.edgeMs(workMcycle: workMcycle[m], isCollaborating: isCollaborating, load: load)
    }
}

/// Checks a vector: `count` elements, each in `range`.
private func checkCount(
    _ values: [Double], _ field: String, _ count: Int, in range: ClosedRange<Double> = OffloadingModel.range
) throws(InstanceError) {
    guard values.count == count else {
        throw InstanceError(field: field, reason: "has \(values.count) elements, not \(count)")
    }
    for (index, value) in values.enumerated() where !range.contains(value) {
        throw InstanceError(field: field, reason: "element \(index) is \(value), not in \(range)")
    }
}
