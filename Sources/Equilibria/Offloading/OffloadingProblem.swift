import Games

/// A slot of the offloading game and, where they are given, what the operator decided in it.
///
/// - SeeAlso: spec/offloading.md, sections 6, 8 and 14.
public struct OffloadingProblem: Sendable, Equatable {
    public let instance: OffloadingInstance
    /// o, shape `[M]`; nil for everybody active, or as many as fit.
    public let modes: [Int32]?
    /// p' in W, shape `[M]`; nil for p*.
    public let powersW: [Double]?
    /// s to start best responses from, shape `[M]`; nil for everybody at the edge server.
    public let start: [Int32]?

    /// The slot alone, nothing being decided in it.
    public init(_ instance: OffloadingInstance) {
        self.instance = instance
        (modes, powersW, start) = (nil, nil, nil)
    }

    /// Checks what is given against the slot.
    ///
    /// - Throws: ``Games/InstanceError`` naming `o`, `p_dl` or `s`.
    public init(
        _ instance: OffloadingInstance, modes: [Int32]? = nil, powersW: [Double]? = nil, start: [Int32]? = nil
    ) throws(InstanceError) {
        self.instance = instance
        // What an inactive user may do has no effect.
        self.modes = modes.map { zip(instance.request, $0).map { request, mode in request > 0 ? mode : 0 } }
        self.powersW = powersW
        self.start = start
        if let modes { try check(modes: modes) }
        if let powersW { try check(powersW: powersW) }
        if let start { try check(start: start) }
    }

    private func check(modes: [Int32]) throws(InstanceError) {
        try checkCount(modes.count, "o")
        for (m, mode) in modes.enumerated() {
            guard mode == 0 || mode == 1 else {
                throw InstanceError(field: "o", reason: "element \(m) is \(mode), neither 0 nor 1")
            }
        }
    }

    private func check(powersW: [Double]) throws(InstanceError) {
        try checkCount(powersW.count, "p_dl")
        let range = instance.model.values.lowestPowerW...instance.model.values.highestPowerW
        for (m, power) in powersW.enumerated() where !range.contains(power) {
            throw InstanceError(field: "p_dl", reason: "element \(m) is \(power), not between p_min and p_max")
        }
    }

    private func check(start: [Int32]) throws(InstanceError) {
        try checkCount(start.count, "s")
        let modes = offloading
        var loads = Array(repeating: 0, count: instance.nodeCount + 1)
        for (m, channel) in start.enumerated() {
            guard channel >= 0, channel <= instance.nodeCount else {
                throw InstanceError(field: "s", reason: "element \(m) is \(channel), not in 0...\(instance.nodeCount)")
            }
            guard channel == 0 || modes[m] == 1 else {
                throw InstanceError(field: "s", reason: "element \(m) is \(channel), but o allows user \(m) no node")
            }
            loads[Int(channel)] += 1
        }
        let most = instance.model.values.nodeCapacity
        for (k, load) in loads.enumerated().dropFirst() where load > most {
            throw InstanceError(field: "s", reason: "puts \(load) users on node \(k), which takes \(most)")
        }
    }

    private func checkCount(_ count: Int, _ field: String) throws(InstanceError) {
        guard count == instance.userCount else {
            throw InstanceError(field: field, reason: "has \(count) elements, not \(instance.userCount)")
        }
    }

    /// o as given, else that of ALL-INC.
    var offloading: [Int32] { modes ?? instance.allINCModes() }

    /// p' as given, else p*.
    var downlinkPowersW: [Double] { powersW ?? DownlinkPower(instance.model).best(instance) }
}
