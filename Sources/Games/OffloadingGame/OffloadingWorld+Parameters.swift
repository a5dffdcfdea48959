extension OffloadingWorld {
    /// Whether channel vectors are drawn or only their means known.
    enum ChannelInformation: String, Sendable, CaseIterable {
        case instant
        case statistical
    }

    /// An interval that something is uniform on.
    struct Interval: Sendable, Equatable {
        let low: Double
        let high: Double

        /// low + (high - low) u.
        func value(at u: Double) -> Double { low + (high - low) * u }
    }

    /// What is drawn from which interval, and what is the same for everybody.
    struct Ranges: Sendable, Equatable {
        let areaM: Double
        let uplinkPowerW: Double
        let nodeClockGHz: Interval
        let dataMbit: Interval
        let workMcycle: Interval
        let deadlineMs: Interval
        let resultRatio: Interval
    }
}

/// What a scenario says of the world, checked.
struct WorldParameters {
    let model: OffloadingModel
    let chain: RequestChain
    let pathGain: PathGain
    let ranges: OffloadingWorld.Ranges
    let csi: OffloadingWorld.ChannelInformation
    let users: Int
    let antennas: Int

    /// - Throws: ``ScenarioError`` naming the first parameter that is out of range.
    init(_ scenario: Scenario) throws(ScenarioError) {
        let values = ScenarioValues(scenario)
        model = try OffloadingModel(scenario)
        let nodes = model.values.nodeCount
        users = try values.count("M", least: 0, most: Self.mostUsers)
        antennas = try values.count("L", most: Self.mostStreams)
        csi = try values.word("csi", as: OffloadingWorld.ChannelInformation.self)
        try Self.checkSize(csi, sites: nodes + 1, users: users, antennas: antennas)
        ranges = OffloadingWorld.Ranges(
            areaM: try values.number("area", in: OffloadingModel.positiveRange),
            uplinkPowerW: try values.number("p_ul", in: OffloadingModel.positiveRange),
            nodeClockGHz: try values.interval("f_cn_lo", "f_cn_hi", in: OffloadingModel.positiveRange),
            dataMbit: try values.interval("I_lo", "I_hi", in: OffloadingModel.range),
            workMcycle: try values.interval("C_lo", "C_hi", in: OffloadingModel.range),
            deadlineMs: try values.interval("Tmax_lo", "Tmax_hi", in: OffloadingModel.range),
            resultRatio: try values.interval("q_lo", "q_hi", in: OffloadingModel.range))
        let wrap = try values.word("chain", as: RequestChain.Wrap.self)
        let (tasks, successors) = (try values.integer("F"), try values.integer("Nn"))
        let (idle, exponent) = (try values.anyNumber("R"), try values.anyNumber("delta"))
        let (offset, slope) = (try values.anyNumber("pl0"), try values.anyNumber("pl1"))
        let least = try values.anyNumber("dmin")
        do throws(InstanceError) {
            chain = try RequestChain(
                taskCount: tasks, idleProbability: idle, popularityExponent: exponent, successorCount: successors,
                wrap: wrap)
            // Nobody is further from a site than the square's diagonal.
            pathGain = try PathGain(
                atOneMetreDB: offset, perDecadeDB: slope, leastDistanceM: least, farthestM: 1.5 * ranges.areaM)
        } catch {
            throw .outOfRange(error.field, reason: error.reason)
        }
    }

    /// Bounds the memory that a world takes, and the addresses that its draws have.
    private static func checkSize(
        _ csi: OffloadingWorld.ChannelInformation, sites: Int, users: Int, antennas: Int
    ) throws(ScenarioError) {
        switch csi {
        case .instant:
            let remedy = "; use csi: statistical"
            for (what, count) in [("(K+1) M^2", sites * users * users), ("(K+1) M L", sites * users * antennas)]
            where count > mostPairs {
                throw .outOfRange("csi", reason: "instant needs \(what) of at most \(mostPairs), not \(count)" + remedy)
            }
            guard sites * antennas <= mostStreams else {
                throw .outOfRange(
                    "csi",
                    reason: "instant needs (K+1) L of at most \(mostStreams), not \(sites * antennas)" + remedy)
            }
        case .statistical:
            guard sites * users <= mostPairs else {
                throw .outOfRange("M", reason: "times K+1 is \(sites * users), \(mostPairs) are the most")
            }
        }
    }

    private static let mostUsers = 100_000
    private static let mostPairs = 1 << 25
    /// Sub-streams that the address of a draw has room for.
    private static let mostStreams = 1 << 24
}

extension ScenarioValues {
    /// The interval from parameter `low` to parameter `high`, both in `range`.
    fileprivate func interval(
        _ low: String, _ high: String, in range: ClosedRange<Double>
    ) throws(ScenarioError) -> OffloadingWorld.Interval {
        let interval = OffloadingWorld.Interval(low: try number(low, in: range), high: try number(high, in: range))
        guard interval.low <= interval.high else {
            throw .outOfRange(low, reason: "\(interval.low) is above \(high), \(interval.high)")
        }
        return interval
    }
}
