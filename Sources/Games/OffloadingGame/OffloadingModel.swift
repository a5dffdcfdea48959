/// What is constant in an offloading game: radio, computing, weights and switches of a static slot.
///
/// One system of units, in which no conversion factor appears in a latency: Mbit, Mcycle, ms, GHz = Mcycle/ms, Mbit/ms,
/// MHz, W, mJ = W ms. Keys of ``InstanceError`` are the field names of the spec's table.
///
/// - SeeAlso: spec/offloading.md, sections 1, 2, 4-6 and 13.
public struct OffloadingModel: Sendable, Equatable {
    /// Share of the bandwidth that each uplink channel gets: an equal part of it, or all of it.
    public enum UplinkBand: String, Sendable, Hashable, CaseIterable {
        case split
        case full
    }

    /// Direction of the digital twin's error at the edge server: slower than estimated as at a node, or the printed sign.
    public enum EdgeServerGap: String, Sendable, Hashable, CaseIterable {
        case consistent
        case literal
    }

    /// Whether node and edge server process their parts of a task at the same time or one after the other.
    public enum Branch: String, Sendable, Hashable, CaseIterable {
        case parallel
        case serial
    }

    /// What a downlink transfer costs: power times time, or the printed power times rate.
    public enum EnergyLaw: String, Sendable, Hashable, CaseIterable {
        case physical
        case literal
    }

    /// Everything that a model is made of, with the defaults of the spec's section 13.
    public struct Values: Sendable, Equatable {
        /// K, computing nodes in the network.
        public var nodeCount = 4
        /// B, MHz.
        public var bandwidthMHz = 10.0
        /// eps, block error probability.
        public var errorProbability = 1e-9
        /// N, symbols of a block.
        public var blockLength = 1000.0
        /// noise_dbm_hz.
        public var noiseDBmPerHz = -174.0
        public var uplinkBand = UplinkBand.split
        /// xi, the share of a decoded user's power that stays as interference.
        public var residual = 0.1
        /// p_min, W.
        public var lowestPowerW = 0.0
        /// p_max, W.
        public var highestPowerW = 20.0
        /// p_ref, W, at which the reference latency is taken.
        public var referencePowerW = 10.0
        /// T_cap, ms, at which a transfer is abandoned.
        public var transferCapMs = 30.0
        /// f_es, GHz.
        public var edgeClockGHz = 30.0
        /// dt, the twin's relative error d.
        public var twinError = 0.3
        public var edgeServerGap = EdgeServerGap.consistent
        /// cap, users that a node takes.
        public var nodeCapacity = 5
        /// alpha, weight of a collaborating task in the edge server's slices; that of an edge-only task is 1.
        public var collaborationWeight = 0.75
        /// tau_fw, ms.
        public var forwardingDelayMs = 1.0
        /// R_fw, Mbit/ms.
        public var forwardingRateMbitPerMs = 1.0
        public var branch = Branch.parallel
        /// g, worth of a ms saved.
        public var gainWeight = 1.0
        /// w_T, cost of a ms.
        public var timeWeight = 1.0
        /// w_E, cost of a mJ.
        public var energyWeight = 0.2
        public var energyLaw = EnergyLaw.physical
        /// c_beta, price of a whole node.
        public var sharePrice = 0.0
        /// Lambda_D, penalty of a missed deadline.
        public var deadlinePenalty = 0.0

        public init() {}
    }

    public let values: Values
    /// The uplink's rates, on B/(K+1) or B.
    public let uplink: FiniteBlocklength
    /// The downlink's rates, on B.
    public let downlink: FiniteBlocklength
    /// F_es = f_es (1-d), or f_es (1-d)/(1-2d) with the printed gap, in GHz.
    public let edgeSpeedGHz: Double

    /// Checks `values`.
    ///
    /// - Throws: ``InstanceError`` naming the first field that is out of range.
    public init(_ values: Values) throws(InstanceError) {
        func require(_ isLegal: Bool, _ field: String, _ reason: String) throws(InstanceError) {
            guard isLegal else { throw InstanceError(field: field, reason: reason) }
        }
        func positive(_ value: Double, _ field: String) throws(InstanceError) {
            try require(Self.positiveRange.contains(value), field, "is \(value), not in \(Self.positiveRange)")
        }
        func notNegative(_ value: Double, _ field: String) throws(InstanceError) {
            try require(Self.range.contains(value), field, "is \(value), not in \(Self.range)")
        }
        try require(
            (1...Self.mostNodes).contains(values.nodeCount), "K", "is \(values.nodeCount), not in 1...\(Self.mostNodes)"
        )
        try positive(values.bandwidthMHz, "B")
        try require(
            values.errorProbability > 0 && values.errorProbability < 0.5, "eps",
            "is \(values.errorProbability), not between 0 and 0.5")
        try require(values.blockLength >= 1, "N", "is \(values.blockLength), not at least 1")
        try notNegative(values.blockLength, "N")
        try require(
            (-3000...3000).contains(values.noiseDBmPerHz), "noise_dbm_hz",
            "is \(values.noiseDBmPerHz), not in -3000...3000")
        try require((0...1).contains(values.residual), "xi", "is \(values.residual), not in 0...1")
        try notNegative(values.lowestPowerW, "p_min")
        try notNegative(values.highestPowerW, "p_max")
        try require(
            values.lowestPowerW <= values.highestPowerW, "p_min",
            "is \(values.lowestPowerW), above p_max, \(values.highestPowerW)")
        try require(
            values.referencePowerW >= values.lowestPowerW && values.referencePowerW <= values.highestPowerW, "p_ref",
            "is \(values.referencePowerW), not between p_min and p_max")
        try positive(values.transferCapMs, "T_cap")
        try positive(values.edgeClockGHz, "f_es")
        let isLiteral = values.edgeServerGap == .literal
        try require(
            values.twinError >= 0 && values.twinError < (isLiteral ? 0.5 : 1), "dt",
            "is \(values.twinError), not in [0, \(isLiteral ? "0.5) with es_gap literal" : "1)")")
        try require(values.nodeCapacity >= 0, "cap", "is \(values.nodeCapacity), not at least 0")
        try positive(values.collaborationWeight, "alpha")
        try notNegative(values.forwardingDelayMs, "tau_fw")
        try positive(values.forwardingRateMbitPerMs, "R_fw")
        try positive(values.gainWeight, "g")
        try notNegative(values.timeWeight, "w_T")
        try notNegative(values.energyWeight, "w_E")
        try notNegative(values.sharePrice, "c_beta")
        try notNegative(values.deadlinePenalty, "Lambda_D")

        self.values = values
        let uplinkBandMHz =
            switch values.uplinkBand {
            case .split: values.bandwidthMHz / Double(values.nodeCount + 1)
            case .full: values.bandwidthMHz
            }
        let noise = values.noiseDBmPerHz
        uplink = FiniteBlocklength(
            bandwidthMHz: uplinkBandMHz, errorProbability: values.errorProbability, blockLength: values.blockLength,
            noiseDBmPerHz: noise)
        downlink = FiniteBlocklength(
            bandwidthMHz: values.bandwidthMHz, errorProbability: values.errorProbability,
            blockLength: values.blockLength, noiseDBmPerHz: noise)
        for channel in [uplink, downlink] {
            try require(
                Self.noiseRangeW.contains(channel.noiseW), "noise_dbm_hz",
                "is \(noise): the noise power, \(channel.noiseW) W, is not in \(Self.noiseRangeW)")
        }
        edgeSpeedGHz = DigitalTwin(relativeError: values.twinError, gap: values.edgeServerGap)
            .speedGHz(clock: values.edgeClockGHz)
    }

    /// F_k = f_k (1-d), in GHz, of a node with clock `f`.
    public func nodeSpeedGHz(clock f: Double) -> Double {
        DigitalTwin(relativeError: values.twinError).speedGHz(clock: f)
    }

    /// Cmax = K cap, users that the operator may let offload; limited to `users`, which no slot exceeds.
    public func operatorCapacity(users: Int) -> Int {
        let (product, isOverflowing) = values.nodeCount.multipliedReportingOverflow(by: values.nodeCapacity)
        return isOverflowing ? users : min(product, users)
    }

    /// The time that `dataMbit` take at `rate` in Mbit/ms: 0 for no data, T_cap where it would take longer or forever.
    public func transferMs(_ dataMbit: Double, rate: Double) -> Double {
        if dataMbit == 0 { return 0 }
        return rate == 0 ? values.transferCapMs : min(dataMbit / rate, values.transferCapMs)
    }

    /// T_fw, the time to pass `dataMbit` on from a node to the edge server.
    public func forwardingMs(_ dataMbit: Double) -> Double {
        values.forwardingDelayMs + dataMbit / values.forwardingRateMbitPerMs
    }

    /// The most nodes that memory is meant for.
    private static let mostNodes = 4096
    /// What numbers of a game may be: products of a few of them, as latencies and costs are, stay finite.
    static let range = 0...1e50
    /// As `range`, of numbers that something is divided by.
    static let positiveRange = 1e-50...1e50
    /// So that the ratio to it of any signal that a world draws is finite.
    private static let noiseRangeW = 1e-200...1e200
}
